/* Matrix products in bfloat16 pairs with Float32 sums, for x86-64 with AVX512_BF16. */
#include "kernels.h"

#if defined(__x86_64__)
#include <immintrin.h>
#include <string.h>

#pragma clang attribute push(                                                                                \
    __attribute__((target("avx2,fma,avx512f,avx512vl,avx512bw,avx512dq,avx512bf16"))), apply_to = function)

#define CK_FMA 1
#define CK_MASKS 1
#define CK_REGISTERS 32
#define TILE_ROWS 14
#define TILE_VECTORS 2
#define TILE_LANES 16
#define TILE_ELEMENT int32_t
#define TILE_SPREAD(x) ((tile_weights)_mm512_set1_epi32(x))
#define TILE_MULTIPLY_ADD(x, w, sum)                                                                         \
    ((tile_vector)_mm512_dpbf16_ps((__m512)(sum), (__m512bh)(x), (__m512bh)(w)))

#include "templates/functions.h"
#include "templates/tile.h"

#include "templates/epilogue.h"
#include "templates/gemm.h"

void ck_gemm_bf16(const ck_product *product) { gemm(product); }

void ck_copy_rows_bf16(const float *x, size_t x_stride, size_t rows, size_t depth, uint16_t *a,
                       size_t a_stride) {
    for (size_t row = 0; row < rows; row++) {
        const float *from = x + row * x_stride;
        uint16_t *to = a + row * a_stride * 2;
        size_t k = 0;
        for (; k + LANES <= depth; k += LANES) {
            const __m256bh pairs = _mm512_cvtneps_pbh(_mm512_loadu_ps(from + k));
            memcpy(to + k, &pairs, sizeof pairs);
        }
        if (k < depth) {
            const __m256bh pairs = _mm512_cvtneps_pbh((__m512)load_part(from + k, depth - k));
            memcpy(to + k, &pairs, (depth - k + 1) / 2 * 4);
        }
    }
}

#pragma clang attribute pop
#else
void ck_gemm_bf16(const ck_product *product) {
    (void)product;
    __builtin_trap();
}

void ck_copy_rows_bf16(const float *x, size_t x_stride, size_t rows, size_t depth, uint16_t *a,
                       size_t a_stride) {
    (void)x, (void)x_stride, (void)rows, (void)depth, (void)a, (void)a_stride;
    __builtin_trap();
}
#endif
