#pragma once
/* Bilinear resizing and warping, windows of correlation maps, convex upsampling. */
#include "functions.h"

/* y = sum of four pixels of `channels` values with their weights. */
CK_INLINE void blend_pixels(const float *const pixels[4], const float weights[4], size_t channels, float *y) {
    size_t c = 0;
    for (; c + LANES <= channels; c += LANES) {
        v16 sum = load(pixels[0] + c) * splat(weights[0]);
        for (int i = 1; i < 4; i++) sum = multiply_add(load(pixels[i] + c), splat(weights[i]), sum);
        store(y + c, sum);
    }
    for (; c < channels; c++) {
        float sum = pixels[0][c] * weights[0];
        for (int i = 1; i < 4; i++) sum += pixels[i][c] * weights[i];
        y[c] = sum;
    }
}

/* The lower of the two neighbours of a coordinate inside 0 ... size - 1, and the weight of the upper one. */
CK_INLINE size_t lower_neighbour(float coordinate, size_t size, float *fraction) {
    size_t lower = (size_t)coordinate;
    if (lower > size - 1) lower = size - 1;
    *fraction = coordinate - (float)lower;
    return lower;
}

static void resize_rows(const ck_resize *shape, const float *image, size_t first, size_t rows, float *y) {
    const size_t line = shape->width * shape->channels;
    for (size_t row = 0; row < rows; row++) {
        float down, across;
        const float vertical = ((float)(first + row) + 0.5f) * shape->vertical_ratio - 0.5f;
        const size_t y0 = lower_neighbour(vertical > 0 ? vertical : 0, shape->height, &down);
        const float *upper = image + y0 * line, *lower = y0 + 1 < shape->height ? upper + line : upper;
        for (size_t column = 0; column < shape->output_width; column++, y += shape->channels) {
            const float horizontal = ((float)column + 0.5f) * shape->horizontal_ratio - 0.5f;
            const size_t x0 = lower_neighbour(horizontal > 0 ? horizontal : 0, shape->width, &across);
            const size_t left = x0 * shape->channels, right = left + (x0 + 1 < shape->width ? shape->channels : 0);
            const float *const pixels[4] = {upper + left, upper + right, lower + left, lower + right};
            const float top = (1 - down) * shape->factor, bottom = down * shape->factor;
            const float weights[4] = {top * (1 - across), top * across, bottom * (1 - across), bottom * across};
            blend_pixels(pixels, weights, shape->channels, y);
        }
    }
}

/* Inside 0 ... size - 1, and no number where the coordinate is none. */
CK_INLINE size_t clamped_neighbour(float coordinate, size_t size, float *fraction) {
    const float highest = (float)(size - 1);
    float inside = coordinate > 0 ? coordinate : 0;
    inside = inside < highest ? inside : highest;
    const size_t lower = lower_neighbour(inside, size, fraction);
    if (coordinate != coordinate) *fraction = coordinate;
    return lower;
}

static void warp(const ck_warp_shape *shape, const float *image, const float *flow, size_t first, size_t count,
                 float *y) {
    const size_t line = shape->width * shape->channels;
    for (size_t pixel = first; pixel < first + count; pixel++, y += shape->y_stride) {
        const float *shift = flow + pixel * shape->flow_stride;
        float across, down;
        const size_t x0 = clamped_neighbour((float)(pixel % shape->width) + shift[0], shape->width, &across);
        const size_t y0 = clamped_neighbour((float)(pixel / shape->width) + shift[1], shape->height, &down);
        const float *upper = image + y0 * line + x0 * shape->channels;
        const float *lower = y0 + 1 < shape->height ? upper + line : upper;
        const size_t right = x0 + 1 < shape->width ? shape->channels : 0;
        const float *const pixels[4] = {upper, upper + right, lower, lower + right};
        const float weights[4] = {(1 - across) * (1 - down), across * (1 - down), (1 - across) * down, across * down};
        blend_pixels(pixels, weights, shape->channels, y);
    }
}

enum { LARGEST_SIDE = 2 * CK_LARGEST_RADIUS + 1 };

/*
 * Where a window of `side` values around a coordinate begins, and the fraction between neighbours. Windows that do
 * not touch the map begin just outside of it.
 */
CK_INLINE ptrdiff_t window_start(float coordinate, ptrdiff_t radius, ptrdiff_t size, float *fraction) {
    const float low = (float)(-radius - 2), high = (float)(size + radius + 1);
    float inside = coordinate > low ? coordinate : low;
    inside = inside < high ? inside : high;
    const ptrdiff_t lower = (ptrdiff_t)__builtin_floorf(inside);
    *fraction = inside - (float)lower;
    if (coordinate != coordinate) *fraction = coordinate;
    return lower - radius;
}

/*
 * One level of one query, `side` a constant at each use. Outside of the map all is zero. The next query looks at about
 * the same places of its own map, `map_stride` away, which are on their way to the cache meanwhile.
 */
CK_INLINE void lookup_level(const float *map, size_t map_stride, ptrdiff_t height, ptrdiff_t width, float x, float y,
                            const ptrdiff_t side, float *result) {
    _Alignas(64) float lines[LARGEST_SIDE * LANES];
    float across, down;
    const ptrdiff_t x0 = window_start(x, side / 2, width, &across), y0 = window_start(y, side / 2, height, &down);
    const ptrdiff_t left = x0 < 0 ? -x0 : 0, right = x0 + side + 1 > width ? width - x0 : side + 1;
    const float *rows = map + y0 * width + x0;
    v16 above = {0};
    for (ptrdiff_t j = 0; j <= side; j++) {
        const int inside = y0 + j >= 0 && y0 + j < height && left < right;
        if (inside) __builtin_prefetch(rows + j * width + (ptrdiff_t)map_stride);
        const v16 below = inside ? load_between(rows + j * width, (size_t)left, (size_t)right) : splat(0.0f);
        if (j > 0) {
            const v16 line = multiply_add(above, splat(1.0f - down), below * splat(down));
            const v16 next =
                __builtin_shufflevector(line, line, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 15);
            store(lines + (j - 1) * LANES, multiply_add(line, splat(1.0f - across), next * splat(across)));
        }
        above = below;
    }
    for (ptrdiff_t i = 0; i < side; i++) {
        for (ptrdiff_t j = 0; j < side; j++) result[i * side + j] = lines[j * LANES + i];
    }
}

CK_INLINE void lookup_window(const ck_lookup_shape *shape, const float *maps, const float *flow, size_t first,
                             size_t count, const size_t side, float *y) {
    for (size_t query = first; query < first + count; query++, y += shape->y_stride) {
        const float *shift = flow + query * shape->flow_stride, *map = maps + query * shape->map_stride;
        float column = (float)(query % shape->query_width) + shape->factor * shift[0];
        float row = (float)(query / shape->query_width) + shape->factor * shift[1];
        float *result = y;
        for (size_t level = 0; level < shape->levels; level++) {
            const size_t height = shape->height >> level, width = shape->width >> level;
            lookup_level(map, shape->map_stride, (ptrdiff_t)height, (ptrdiff_t)width, column, row, (ptrdiff_t)side,
                         result);
            map += height * width;
            result += side * side;
            column *= 0.5f;
            row *= 0.5f;
        }
    }
}

static void lookup(const ck_lookup_shape *shape, const float *maps, const float *flow, size_t first, size_t count,
                   float *y) {
    switch (shape->radius) {
    case 3: lookup_window(shape, maps, flow, first, count, 7, y); break;
    case 4: lookup_window(shape, maps, flow, first, count, 9, y); break;
    default: lookup_window(shape, maps, flow, first, count, 2 * shape->radius + 1, y);
    }
}

enum { NEIGHBOURS = 9 };

static void convex_upsample(const float *mask, const float *flow, size_t height, size_t width, size_t factor,
                            size_t first, size_t rows, float *y) {
    const size_t fine_pixels = factor * factor;
    for (size_t row = first; row < first + rows; row++) {
        for (size_t column = 0; column < width; column++, mask += NEIGHBOURS * fine_pixels) {
            float u[NEIGHBOURS], v[NEIGHBOURS];
            for (size_t k = 0; k < NEIGHBOURS; k++) {
                const size_t r = row + k / 3 - 1, c = column + k % 3 - 1; /* below zero wraps to a huge number */
                const int inside = r < height && c < width;
                u[k] = inside ? (float)factor * flow[(r * width + c) * 2] : 0;
                v[k] = inside ? (float)factor * flow[(r * width + c) * 2 + 1] : 0;
            }
            for (size_t fine = 0; fine < fine_pixels; fine += LANES) {
                const size_t part = fine_pixels - fine < LANES ? fine_pixels - fine : LANES;
                v16 logits[NEIGHBOURS];
                for (size_t k = 0; k < NEIGHBOURS; k++) {
                    const float *of = mask + k * fine_pixels + fine;
                    logits[k] = part == LANES ? load(of) : load_part(of, part);
                }
                v16 highest = logits[0];
                for (size_t k = 1; k < NEIGHBOURS; k++) highest = larger(highest, logits[k]);
                v16 total = splat(0.0f), across = total, down = total;
                for (size_t k = 0; k < NEIGHBOURS; k++) {
                    const v16 weight = exponential(logits[k] - highest);
                    total += weight;
                    across = multiply_add(weight, splat(u[k]), across);
                    down = multiply_add(weight, splat(v[k]), down);
                }
                const v16 horizontal = across / total, vertical = down / total;
                for (size_t lane = 0; lane < part; lane++) {
                    const size_t a = (fine + lane) / factor, b = (fine + lane) % factor;
                    float *to = y + ((row * factor + a) * width * factor + column * factor + b) * 2;
                    to[0] = horizontal[lane];
                    to[1] = vertical[lane];
                }
            }
        }
    }
}
