#pragma once
/* Independent multiply-adds that never leave the registers: the speed that other kernels are measured against. */

enum { PEAK_CHAINS = TILE_ROWS * TILE_VECTORS };

static double peak(size_t rounds, float *sink) {
    tile_vector chains[PEAK_CHAINS];
    tile_vector x = {0}, w = {0};
    x += 0.999f;
    w += 1e-3f;
#pragma clang loop unroll(full)
    for (int chain = 0; chain < PEAK_CHAINS; chain++) chains[chain] = (tile_vector){0} + (float)chain;
    for (size_t round = 0; round < rounds; round++) {
#pragma clang loop unroll(full)
        for (int chain = 0; chain < PEAK_CHAINS; chain++) {
#if CK_FMA
            chains[chain] = __builtin_elementwise_fma(chains[chain], x, w);
#else
            chains[chain] = chains[chain] * x + w;
#endif
        }
    }
    tile_vector total = chains[0];
    for (int chain = 1; chain < PEAK_CHAINS; chain++) total += chains[chain];
    *sink = total[0];
    return 2.0 * (double)rounds * PEAK_CHAINS * TILE_LANES;
}
