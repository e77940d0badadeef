/* The table of one tier's kernels; the functions are those of CKernels.h without the tier. */
#ifndef CK_KERNELS_H
#define CK_KERNELS_H

#include "CKernels.h"

typedef struct {
    void (*gemm)(const ck_product *);
    void (*gather)(const ck_window *, const float *, size_t, size_t, float *, size_t);
    void (*winograd_input)(const ck_winograd *, const float *, size_t, size_t, float *, size_t, size_t);
    void (*winograd_weights)(const ck_winograd *, const float *, float *, size_t);
    void (*winograd_output)(const ck_winograd *, const ck_winograd_block *);
    void (*winograd_frames_output)(const ck_winograd *, const ck_winograd_frames *);
    void (*pool)(const ck_volume *, const float *, size_t, size_t, int, float *, size_t);
    void (*depthwise)(const ck_volume *, const float *, const float *, const float *, const float *, size_t, size_t,
                      float *);
    void (*stem_input)(const ck_stem *, const float *, size_t, size_t, float *, size_t);
    void (*stem_weights)(const ck_volume *, const ck_stem *, const float *, float *, size_t);
    void (*stem_output)(const ck_stem *, const ck_stem_block *);
    void (*pack_keys)(const float *, size_t, size_t, size_t, size_t, float *);
    void (*attention)(const ck_attention_block *);
    void (*temporal_attention)(const ck_temporal_block *);
    void (*region_align)(const ck_region *, float *);
    void (*channel_sums)(const float *, size_t, size_t, double *);
    void (*scale_shift)(const float *, size_t, size_t, const float *, const float *, int, float *);
    void (*scale_shift_add)(const float *, size_t, size_t, const float *, const float *, int, const float *, float *);
    void (*layer_norm)(const float *, size_t, size_t, double, const float *, const float *, float *);
    void (*combine)(const float *, float, const float *, float, size_t, float *);
    void (*multiply)(const float *, float, size_t, float *);
    void (*activate)(const float *, int, size_t, float *);
    void (*add_row)(const float *, const float *, size_t, size_t, float *);
    void (*transpose)(const float *, size_t, size_t, size_t, float *, size_t);
    void (*rotate)(float *, size_t, size_t, size_t, const float *, const float *);
    void (*multiply_rows)(const float *, size_t, const float *, size_t, size_t, size_t, float *, size_t);
    void (*mix_rows)(const float *, size_t, const float *, size_t, const float *, size_t, size_t, size_t, float *,
                     size_t);
    void (*resize_rows)(const ck_resize *, const float *, size_t, size_t, float *);
    void (*warp)(const ck_warp_shape *, const float *, const float *, size_t, size_t, float *);
    void (*lookup)(const ck_lookup_shape *, const float *, const float *, size_t, size_t, float *);
    void (*convex_upsample)(const float *, const float *, size_t, size_t, size_t, size_t, size_t, float *);
    double (*peak)(size_t, float *);
} ck_kernels;

extern const ck_kernels ck_portable, ck_avx2, ck_avx512;

#endif
