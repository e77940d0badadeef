/* Weight panels, row blocks and value panels: copies, the same for every tier. */
#include <string.h>

#include "CKernels.h"

enum { LINE = 16, DEPTH_STEP = 64 };

size_t ck_row_stride(size_t depth) { return ((depth + LINE - 1) / LINE | 1) * LINE; }

/* Row of the weight that lane `lane` of panel `panel` holds, or n where there is none. */
static size_t weight_row(size_t panel, size_t lane, size_t n, int gated) {
    if (!gated) return panel * CK_PANEL + lane;
    const size_t half = n / 2, column = panel * LINE + lane % LINE;
    return column >= half ? n : lane < LINE ? column : half + column;
}

void ck_pack_weights(const float *weight, size_t n, size_t channels, size_t taps, int gated, size_t first,
                     size_t last, float *panels) {
    const size_t depth = channels * taps;
    for (size_t panel = first; panel < last; panel++) {
        float *to = panels + panel * depth * CK_PANEL;
        /* A few channels at a time, so that the scattered stores stay in the nearest cache. */
        for (size_t start = 0; start < channels; start += DEPTH_STEP) {
            const size_t end = start + DEPTH_STEP < channels ? start + DEPTH_STEP : channels;
            for (size_t lane = 0; lane < CK_PANEL; lane++) {
                const size_t row = weight_row(panel, lane, n, gated);
                const float *from = weight + row * depth;
                for (size_t c = start; c < end; c++) {
                    for (size_t tap = 0; tap < taps; tap++) {
                        to[(tap * channels + c) * CK_PANEL + lane] = row < n ? from[c * taps + tap] : 0;
                    }
                }
            }
        }
    }
}

void ck_unpack_weights(const float *panels, size_t n, size_t channels, size_t taps, int gated, size_t first,
                       size_t last, float *weight) {
    const size_t depth = channels * taps;
    for (size_t panel = first; panel < last; panel++) {
        const float *from = panels + panel * depth * CK_PANEL;
        for (size_t lane = 0; lane < CK_PANEL; lane++) {
            const size_t row = weight_row(panel, lane, n, gated);
            if (row >= n) continue;
            for (size_t c = 0; c < channels; c++) {
                for (size_t tap = 0; tap < taps; tap++) {
                    weight[row * depth + c * taps + tap] = from[(tap * channels + c) * CK_PANEL + lane];
                }
            }
        }
    }
}

/* Round to nearest, ties to even; not-a-number stays one. */
static uint16_t bf16(float value) {
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    if ((bits & 0x7fffffff) > 0x7f800000) return (uint16_t)(bits >> 16 | 0x40);
    return (uint16_t)((bits + 0x7fff + (bits >> 16 & 1)) >> 16);
}

void ck_panels_to_bf16(const float *panels, size_t count, size_t depth, uint16_t *pairs) {
    const size_t half = (depth + 1) / 2;
    for (size_t panel = 0; panel < count; panel++) {
        const float *from = panels + panel * depth * CK_PANEL;
        uint16_t *to = pairs + panel * half * CK_PANEL * 2;
        for (size_t k = 0; k < half * 2; k++) {
            for (size_t lane = 0; lane < CK_PANEL; lane++) {
                to[(k / 2 * CK_PANEL + lane) * 2 + k % 2] = k < depth ? bf16(from[k * CK_PANEL + lane]) : 0;
            }
        }
    }
}

void ck_copy_rows(const float *x, size_t x_stride, size_t rows, size_t depth, float *a, size_t a_stride) {
    for (size_t row = 0; row < rows; row++) memcpy(a + row * a_stride, x + row * x_stride, depth * sizeof(float));
}

void ck_pack_values(const float *values, size_t stride, size_t count, size_t size, size_t position,
                    size_t total, float *panels) {
    for (size_t panel = 0; panel * CK_PANEL < size; panel++) {
        const size_t rest = size - panel * CK_PANEL, width = rest < CK_PANEL ? rest : CK_PANEL;
        for (size_t key = 0; key < count; key++) {
            float *to = panels + (panel * total + position + key) * CK_PANEL;
            memcpy(to, values + key * stride + panel * CK_PANEL, width * sizeof(float));
            memset(to + width, 0, (CK_PANEL - width) * sizeof(float));
        }
    }
}
