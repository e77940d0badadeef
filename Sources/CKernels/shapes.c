/* Sizes that callers need, and the group statistics. */
#include <math.h>

#include "CKernels.h"

size_t ck_winograd_tiles(const ck_winograd *shape) {
    const size_t down = (shape->output_height + 3) / 4;
    return down * (shape->one_dimensional ? shape->width : (shape->output_width + 3) / 4);
}

size_t ck_winograd_positions(const ck_winograd *shape) { return shape->one_dimensional ? 6 : 36; }

size_t ck_winograd_plane(size_t rows, size_t stride) { return rows * stride + 16; }

size_t ck_attention_scratch(size_t size) {
    const size_t padded = (size + CK_PANEL - 1) / CK_PANEL * CK_PANEL;
    return CK_BLOCK_ROWS * (ck_row_stride(size) + 272 + padded + 3);
}

size_t ck_temporal_scratch(size_t key_count, size_t size) { return (key_count + size) * 16 + 2 * key_count * size; }

void ck_group_scale(const double *sums, size_t parts, size_t pixels, size_t channels, size_t groups, double epsilon,
                    const float *weight, const float *bias, float *scale, float *shift) {
    const size_t size = channels / groups;
    for (size_t group = 0; group < groups; group++) {
        double sum = 0, squares = 0;
        for (size_t part = 0; part < parts; part++) {
            const double *p = sums + part * 2 * channels + group * size;
            for (size_t c = 0; c < size; c++) {
                sum += p[c];
                squares += p[channels + c];
            }
        }
        const double count = (double)(pixels * size), mean = sum / count;
        const double variance = squares / count - mean * mean;
        const double inverse = 1 / sqrt((variance > 0 ? variance : 0) + epsilon);
        for (size_t c = group * size; c < (group + 1) * size; c++) {
            scale[c] = (float)(inverse * weight[c]);
            shift[c] = (float)(bias[c] - mean * inverse * weight[c]);
        }
    }
}
