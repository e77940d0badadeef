/* Kernels for x86-64 with AVX2 and FMA. */
#if defined(__x86_64__)
#include "kernels.h"
#include <string.h>

#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)

#define CK_FMA 1
#define CK_REGISTERS 16
#define CK_TABLE ck_avx2
#define TILE_ROWS 6
#define TILE_VECTORS 2
#define TILE_LANES 8
#define TILE_ELEMENT float
#define TILE_SPREAD(x) ((tile_weights){(x), (x), (x), (x), (x), (x), (x), (x)})
#define TILE_MULTIPLY_ADD(x, w, sum) __builtin_elementwise_fma(x, w, sum)

#include "templates/tier.h"

#pragma clang attribute pop
#endif
