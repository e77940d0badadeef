/* Kernels for x86-64 with AVX-512 F, VL, BW and DQ. */
#if defined(__x86_64__)
#include "kernels.h"
#include <immintrin.h>
#include <string.h>

#pragma clang attribute push(__attribute__((target("avx2,fma,avx512f,avx512vl,avx512bw,avx512dq"))),         \
                             apply_to = function)

#define CK_FMA 1
#define CK_MASKS 1
#define CK_REGISTERS 32
#define CK_TABLE ck_avx512
#define TILE_ROWS 14
#define TILE_VECTORS 2
#define TILE_LANES 16
#define TILE_ELEMENT float
#define TILE_SPREAD(x) ((tile_weights){(x), (x), (x), (x), (x), (x), (x), (x), (x), (x), (x), (x), (x), (x), (x), (x)})
#define TILE_MULTIPLY_ADD(x, w, sum) __builtin_elementwise_fma(x, w, sum)

#include "templates/tier.h"

#pragma clang attribute pop
#endif
