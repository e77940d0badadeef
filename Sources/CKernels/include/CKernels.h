#ifndef CKERNELS_H
#define CKERNELS_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Instruction sets, in ascending order; every kernel takes the tier to use as its first argument. */
enum ck_tier { CK_PORTABLE = 0, CK_AVX2 = 1, CK_AVX512 = 2 };

/* The highest tier of this processor. */
int ck_best_tier(void);

/* Nonzero when bfloat16 dot products exist (AVX512_BF16). */
int ck_has_bf16(void);

#ifdef __cplusplus
}
#endif
#endif
