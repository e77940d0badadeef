#pragma once
/*
 * Sixteen floats at a time, for every tier: the compiler maps the vector to the registers that the including
 * file's target has. CK_FMA says whether multiply-add is one instruction there, CK_MASKS whether loads and stores
 * may leave lanes out.
 */
#include <string.h>

#include "../kernels.h"

/* Functions that take or return vectors are always inlined, so that their calling convention never matters. */
#pragma clang diagnostic ignored "-Wpsabi"
#define CK_INLINE static inline __attribute__((always_inline))

typedef float v16 __attribute__((ext_vector_type(16)));
typedef float v16u __attribute__((ext_vector_type(16), aligned(4), may_alias));
typedef int32_t i16 __attribute__((ext_vector_type(16)));
typedef float v8 __attribute__((ext_vector_type(8)));
typedef float v8u __attribute__((ext_vector_type(8), aligned(4), may_alias));
typedef double d8 __attribute__((ext_vector_type(8)));
typedef double d8u __attribute__((ext_vector_type(8), aligned(8), may_alias));

enum { LANES = 16 };

CK_INLINE v16 load(const float *p) { return *(const v16u *)p; }
CK_INLINE void store(float *p, v16 x) { *(v16u *)p = x; }
CK_INLINE v16 splat(float x) { return (v16)(x); }

/* The first `count` lanes; the others are zero, or left alone in memory. */
#if CK_MASKS
CK_INLINE v16 load_part(const float *p, size_t count) {
    return (v16)_mm512_maskz_loadu_ps((__mmask16)((1u << count) - 1), p);
}
/* The same for lanes first ..< end; others are neither read nor need to exist. */
CK_INLINE v16 load_between(const float *p, size_t first, size_t end) {
    return (v16)_mm512_maskz_loadu_ps((__mmask16)((1u << end) - (1u << first)), p);
}
CK_INLINE void store_part(float *p, v16 x, size_t count) {
    _mm512_mask_storeu_ps(p, (__mmask16)((1u << count) - 1), (__m512)x);
}
#else
CK_INLINE v16 load_part(const float *p, size_t count) {
    v16 x = {0};
    memcpy(&x, p, count * sizeof(float));
    return x;
}
CK_INLINE v16 load_between(const float *p, size_t first, size_t end) {
    v16 x = {0};
    memcpy((float *)&x + first, p + first, (end - first) * sizeof(float));
    return x;
}
CK_INLINE void store_part(float *p, v16 x, size_t count) { memcpy(p, &x, count * sizeof(float)); }
#endif

/* a * b + c */
CK_INLINE v16 multiply_add(v16 a, v16 b, v16 c) {
#if CK_FMA
    return __builtin_elementwise_fma(a, b, c);
#else
    return a * b + c;
#endif
}

CK_INLINE v16 larger(v16 a, v16 b) { return a > b ? a : b; }

/* Sums and maxima of the lanes, halves first, so that the order is always the same. */
CK_INLINE float sum_lanes(v16 x) {
    v8 a = __builtin_shufflevector(x, x, 0, 1, 2, 3, 4, 5, 6, 7) +
           __builtin_shufflevector(x, x, 8, 9, 10, 11, 12, 13, 14, 15);
    return ((a[0] + a[4]) + (a[2] + a[6])) + ((a[1] + a[5]) + (a[3] + a[7]));
}
CK_INLINE float largest_lane(v16 x) {
    float highest = x[0];
    for (int lane = 1; lane < LANES; lane++) highest = x[lane] > highest ? x[lane] : highest;
    return highest;
}
