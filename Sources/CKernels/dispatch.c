#include "CKernels.h"

#if defined(__x86_64__)
int ck_best_tier(void) {
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
        __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq")) {
        return CK_AVX512;
    }
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") ? CK_AVX2 : CK_PORTABLE;
}

int ck_has_bf16(void) {
    __builtin_cpu_init();
    return ck_best_tier() == CK_AVX512 && __builtin_cpu_supports("avx512bf16");
}
#else
int ck_best_tier(void) { return CK_PORTABLE; }

int ck_has_bf16(void) { return 0; }
#endif
