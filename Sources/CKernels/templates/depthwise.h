#pragma once
/* Convolution of every channel by itself: sixteen channels of a pixel at a time, one multiply-add for a tap. */
#include "pool.h"

/* The channels of one pixel under the taps t, y and x (as places in the video). */
CK_INLINE void depthwise_pixel(const ck_volume *s, const float *video, const float *weights, pool_range t, pool_range y,
                               pool_range x, const size_t tap[3], const float *bias, const float *residual, float *to) {
    const size_t line = s->width * s->channels, frame = s->height * line;
    for (size_t c = 0; c < s->channels; c += LANES) {
        const size_t part = s->channels - c < LANES ? s->channels - c : LANES;
        v16 sum = part == LANES ? load(bias + c) : load_part(bias + c, part);
        for (size_t i = t.begin; i < t.end; i++) {
            for (size_t j = y.begin; j < y.end; j++) {
                const float *from = video + i * frame + j * line + x.begin * s->channels + c;
                const size_t first = ((i - t.begin + tap[0]) * s->kernel_height + j - y.begin + tap[1]) *
                                         s->kernel_width + tap[2];
                const float *weight = weights + first * s->channels + c;
                for (size_t k = x.begin; k < x.end; k++, from += s->channels, weight += s->channels) {
                    sum = part == LANES ? multiply_add(load(from), load(weight), sum)
                                        : multiply_add(load_part(from, part), load_part(weight, part), sum);
                }
            }
        }
        if (part == LANES) {
            store(to + c, load(residual + c) + sum);
        } else {
            store_part(to + c, load_part(residual + c, part) + sum, part);
        }
    }
}

/* The first tap that lies inside, where the window of an output begins before the data. */
CK_INLINE size_t depthwise_tap(size_t output, size_t stride, size_t before) {
    return output * stride < before ? before - output * stride : 0;
}

static void depthwise(const ck_volume *s, const float *videos, const float *weights, const float *bias,
                      const float *residual, size_t first, size_t rows, float *y) {
    const size_t plane = s->output_height * s->output_width, each = s->output_frames * plane;
    for (size_t i = 0; i < rows; i++) {
        const size_t pixel = (first + i) % each, place = (first + i) * s->channels;
        const size_t frame = pixel / plane, row = pixel % plane / s->output_width, column = pixel % s->output_width;
        const float *video = videos + (first + i) / each * s->frames * s->height * s->width * s->channels;
        const size_t tap[3] = {depthwise_tap(frame, s->stride_frames, s->front),
                               depthwise_tap(row, s->stride_height, s->top),
                               depthwise_tap(column, s->stride_width, s->left)};
        depthwise_pixel(s, video, weights,
                        pool_taps(frame, s->stride_frames, s->front, s->kernel_frames, s->frames),
                        pool_taps(row, s->stride_height, s->top, s->kernel_height, s->height),
                        pool_taps(column, s->stride_width, s->left, s->kernel_width, s->width), tap, bias,
                        residual + place, y + place);
    }
}
