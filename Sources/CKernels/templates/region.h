#pragma once
/* Bilinear sampling of feature maps inside boxes. */
#include "functions.h"

/* The two cells around a coordinate and their weights; no weight where it lies outside the map. */
typedef struct {
    size_t low, high;
    float low_weight, high_weight;
} region_tap;

CK_INLINE region_tap region_tap_at(float at, size_t extent) {
    if (!(at >= -1.0f && at <= (float)extent)) return (region_tap){0, 0, 0, 0};
    if (at < 0) at = 0;
    const size_t low = (size_t)at;
    if (low + 1 >= extent) return (region_tap){extent - 1, extent - 1, 1, 0};
    const float rest = at - (float)low;
    return (region_tap){low, low + 1, 1 - rest, rest};
}

/* y += the four cells' rows under their weights. */
CK_INLINE void region_sample(const ck_region *region, region_tap down, region_tap across, float *y) {
    const size_t channels = region->channels;
    const float *top = region->image + down.low * region->width * channels;
    const float *bottom = region->image + down.high * region->width * channels;
    const float *a = top + across.low * channels, *b = top + across.high * channels;
    const float *c = bottom + across.low * channels, *d = bottom + across.high * channels;
    const float wa = down.low_weight * across.low_weight, wb = down.low_weight * across.high_weight;
    const float wc = down.high_weight * across.low_weight, wd = down.high_weight * across.high_weight;
    size_t i = 0;
    for (; i + LANES <= channels; i += LANES) {
        v16 sum = splat(wa) * load(a + i);
        sum = multiply_add(splat(wb), load(b + i), sum);
        sum = multiply_add(splat(wc), load(c + i), sum);
        sum = multiply_add(splat(wd), load(d + i), sum);
        store(y + i, load(y + i) + sum);
    }
    for (; i < channels; i++) y[i] += wa * a[i] + wb * b[i] + wc * c[i] + wd * d[i];
}

static void region_align(const ck_region *region, float *y) {
    const size_t channels = region->channels;
    for (size_t row = 0; row < region->bins; row++) {
        for (size_t column = 0; column < region->bins; column++, y += channels) {
            memset(y, 0, channels * sizeof(float));
            for (size_t j = 0; j < region->samples_down; j++) {
                const float at = region->top + (float)row * region->bin_height +
                                 ((float)j + 0.5f) * region->bin_height / (float)region->samples_down;
                const region_tap down = region_tap_at(at, region->height);
                if (down.low_weight == 0 && down.high_weight == 0) continue;
                for (size_t i = 0; i < region->samples_across; i++) {
                    const float place = region->left + (float)column * region->bin_width +
                                        ((float)i + 0.5f) * region->bin_width / (float)region->samples_across;
                    const region_tap across = region_tap_at(place, region->width);
                    if (across.low_weight == 0 && across.high_weight == 0) continue;
                    region_sample(region, down, across, y);
                }
            }
            const size_t samples = region->samples_down * region->samples_across;
            if (samples <= 1) continue;
            for (size_t i = 0; i < channels; i++) y[i] /= (float)samples;
        }
    }
}
