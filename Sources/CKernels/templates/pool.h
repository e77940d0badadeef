#pragma once
/* Largest value and mean under a window. */
#include "functions.h"

/* The taps of a window that lie inside along one axis: begin ..< end, counted from the axis's start. */
typedef struct {
    size_t begin, end;
} pool_range;

CK_INLINE pool_range pool_taps(size_t output, size_t stride, size_t before, size_t kernel, size_t extent) {
    const ptrdiff_t start = (ptrdiff_t)(output * stride) - (ptrdiff_t)before;
    const ptrdiff_t end = start + (ptrdiff_t)kernel;
    return (pool_range){start < 0 ? 0 : (size_t)start, end > (ptrdiff_t)extent ? extent : (size_t)end};
}

CK_INLINE void pool_pixel(const ck_volume *s, const float *video, pool_range t, pool_range y, pool_range x,
                          const int average, float *to) {
    const size_t line = s->width * s->channels, frame = s->height * line;
    const float count = (float)((t.end - t.begin) * (y.end - y.begin) * (x.end - x.begin));
    for (size_t c = 0; c < s->channels; c += LANES) {
        const size_t part = s->channels - c < LANES ? s->channels - c : LANES;
        v16 value = average ? splat(0.0f) : splat(-__builtin_inff());
        for (size_t i = t.begin; i < t.end; i++) {
            for (size_t j = y.begin; j < y.end; j++) {
                const float *from = video + i * frame + j * line + x.begin * s->channels + c;
                for (size_t k = x.begin; k < x.end; k++, from += s->channels) {
                    const v16 next = part == LANES ? load(from) : load_part(from, part);
                    /* Not-a-number stays: it is never larger, so it is asked for by itself. */
                    value = average ? value + next : ((next > value) | (next != next)) ? next : value;
                }
            }
        }
        if (average) value = value / splat(count);
        if (part == LANES) {
            store(to + c, value);
        } else {
            store_part(to + c, value, part);
        }
    }
}

static void pool(const ck_volume *s, const float *videos, size_t first, size_t rows, int average, float *y,
                 size_t y_stride) {
    const size_t plane = s->output_height * s->output_width, each = s->output_frames * plane;
    for (size_t i = 0; i < rows; i++) {
        const size_t pixel = (first + i) % each;
        const float *video = videos + (first + i) / each * s->frames * s->height * s->width * s->channels;
        const pool_range t = pool_taps(pixel / plane, s->stride_frames, s->front, s->kernel_frames, s->frames);
        const pool_range row = pool_taps(pixel % plane / s->output_width, s->stride_height, s->top,
                                         s->kernel_height, s->height);
        const pool_range column =
            pool_taps(pixel % s->output_width, s->stride_width, s->left, s->kernel_width, s->width);
        if (average) {
            pool_pixel(s, video, t, row, column, 1, y + i * y_stride);
        } else {
            pool_pixel(s, video, t, row, column, 0, y + i * y_stride);
        }
    }
}
