/* Which instruction set this processor has, and the kernels of the tier that a caller asks for. */
#include "kernels.h"

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

static const ck_kernels *kernels(int tier) {
    return tier >= CK_AVX512 ? &ck_avx512 : tier == CK_AVX2 ? &ck_avx2 : &ck_portable;
}
#else
int ck_best_tier(void) { return CK_PORTABLE; }

int ck_has_bf16(void) { return 0; }

static const ck_kernels *kernels(int tier) {
    (void)tier;
    return &ck_portable;
}
#endif

void ck_gemm(int tier, const ck_product *product) { kernels(tier)->gemm(product); }

void ck_gather(int tier, const ck_window *window, const float *images, size_t first, size_t rows, float *a,
               size_t a_stride) {
    kernels(tier)->gather(window, images, first, rows, a, a_stride);
}

void ck_winograd_input(int tier, const ck_winograd *shape, const float *images, size_t first, size_t count,
                       float *v, size_t v_stride, size_t v_plane) {
    kernels(tier)->winograd_input(shape, images, first, count, v, v_stride, v_plane);
}

void ck_winograd_weights(int tier, const ck_winograd *shape, const float *panel, float *u, size_t u_plane) {
    kernels(tier)->winograd_weights(shape, panel, u, u_plane);
}

void ck_winograd_output(int tier, const ck_winograd *shape, const ck_winograd_block *block) {
    kernels(tier)->winograd_output(shape, block);
}

void ck_winograd_frames_output(int tier, const ck_winograd *shape, const ck_winograd_frames *block) {
    kernels(tier)->winograd_frames_output(shape, block);
}

void ck_pool(int tier, const ck_volume *volume, const float *videos, size_t first, size_t rows, int average,
             float *y, size_t y_stride) {
    kernels(tier)->pool(volume, videos, first, rows, average, y, y_stride);
}

void ck_depthwise(int tier, const ck_volume *volume, const float *videos, const float *weights, const float *bias,
                  const float *residual, size_t first, size_t rows, float *y) {
    kernels(tier)->depthwise(volume, videos, weights, bias, residual, first, rows, y);
}

void ck_stem_input(int tier, const ck_stem *stem, const float *phases, size_t first, size_t count, float *v,
                   size_t v_plane) {
    kernels(tier)->stem_input(stem, phases, first, count, v, v_plane);
}

void ck_stem_weights(int tier, const ck_volume *volume, const ck_stem *stem, const float *panel, float *u,
                     size_t u_plane) {
    kernels(tier)->stem_weights(volume, stem, panel, u, u_plane);
}

void ck_stem_output(int tier, const ck_stem *stem, const ck_stem_block *block) {
    kernels(tier)->stem_output(stem, block);
}

void ck_pack_keys(int tier, const float *keys, size_t stride, size_t count, size_t size, size_t position,
                  float *panels) {
    kernels(tier)->pack_keys(keys, stride, count, size, position, panels);
}

void ck_attention(int tier, const ck_attention_block *block) { kernels(tier)->attention(block); }

void ck_temporal_attention(int tier, const ck_temporal_block *block) {
    kernels(tier)->temporal_attention(block);
}

void ck_region_align(int tier, const ck_region *region, float *y) { kernels(tier)->region_align(region, y); }

void ck_channel_sums(int tier, const float *x, size_t pixels, size_t channels, double *sums) {
    kernels(tier)->channel_sums(x, pixels, channels, sums);
}

void ck_scale_shift(int tier, const float *x, size_t rows, size_t channels, const float *scale,
                    const float *shift, int activation, float *y) {
    kernels(tier)->scale_shift(x, rows, channels, scale, shift, activation, y);
}

void ck_scale_shift_add(int tier, const float *x, size_t rows, size_t channels, const float *scale,
                        const float *shift, int activation, const float *residual, float *y) {
    kernels(tier)->scale_shift_add(x, rows, channels, scale, shift, activation, residual, y);
}

void ck_layer_norm(int tier, const float *x, size_t rows, size_t width, double epsilon, const float *weight,
                   const float *bias, float *y) {
    kernels(tier)->layer_norm(x, rows, width, epsilon, weight, bias, y);
}

void ck_combine(int tier, const float *x, float a, const float *z, float b, size_t count, float *y) {
    kernels(tier)->combine(x, a, z, b, count, y);
}

void ck_multiply(int tier, const float *x, float factor, size_t count, float *y) {
    kernels(tier)->multiply(x, factor, count, y);
}

void ck_activate(int tier, const float *x, int activation, size_t count, float *y) {
    kernels(tier)->activate(x, activation, count, y);
}

void ck_add_row(int tier, const float *x, const float *term, size_t rows, size_t width, float *y) {
    kernels(tier)->add_row(x, term, rows, width, y);
}

void ck_transpose(int tier, const float *x, size_t x_stride, size_t rows, size_t columns, float *y,
                  size_t y_stride) {
    kernels(tier)->transpose(x, x_stride, rows, columns, y, y_stride);
}

void ck_rotate(int tier, float *x, size_t stride, size_t rows, size_t pairs, const float *cosines,
               const float *sines) {
    kernels(tier)->rotate(x, stride, rows, pairs, cosines, sines);
}

void ck_multiply_rows(int tier, const float *x, size_t x_stride, const float *z, size_t z_stride, size_t rows,
                      size_t width, float *y, size_t y_stride) {
    kernels(tier)->multiply_rows(x, x_stride, z, z_stride, rows, width, y, y_stride);
}

void ck_mix_rows(int tier, const float *x, size_t x_stride, const float *q, size_t q_stride, const float *z,
                 size_t z_stride, size_t rows, size_t width, float *y, size_t y_stride) {
    kernels(tier)->mix_rows(x, x_stride, q, q_stride, z, z_stride, rows, width, y, y_stride);
}

void ck_resize_rows(int tier, const ck_resize *shape, const float *image, size_t first, size_t rows, float *y) {
    kernels(tier)->resize_rows(shape, image, first, rows, y);
}

void ck_warp(int tier, const ck_warp_shape *shape, const float *image, const float *flow, size_t first, size_t count,
             float *y) {
    kernels(tier)->warp(shape, image, flow, first, count, y);
}

void ck_lookup(int tier, const ck_lookup_shape *shape, const float *maps, const float *flow, size_t first,
               size_t count, float *y) {
    kernels(tier)->lookup(shape, maps, flow, first, count, y);
}

void ck_convex_upsample(int tier, const float *mask, const float *flow, size_t height, size_t width, size_t factor,
                        size_t first, size_t rows, float *y) {
    kernels(tier)->convex_upsample(mask, flow, height, width, factor, first, rows, y);
}

double ck_peak(int tier, size_t rounds, float *sink) { return kernels(tier)->peak(rounds, sink); }
