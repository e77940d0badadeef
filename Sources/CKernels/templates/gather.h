#pragma once
/* Rows of the implicit matrix of a convolution. */
#include "vector.h"

/* Runs of few channels are too short for a call of memcpy to pay. */
CK_INLINE void copy_run(float *to, const float *from, size_t count) {
    if (count < LANES) {
        store_part(to, load_part(from, count), count);
        return;
    }
    for (size_t i = 0; i + LANES < count; i += LANES) store(to + i, load(from + i));
    store(to + count - LANES, load(from + count - LANES));
}

CK_INLINE void clear_run(float *to, size_t count) {
    size_t i = 0;
    for (; i + LANES <= count; i += LANES) store(to + i, splat(0.0f));
    for (; i < count; i++) to[i] = 0;
}

/* The values under the window whose first tap is at row y0, column x0 of `image`. */
CK_INLINE void gather_window(const ck_window *window, const float *image, ptrdiff_t y0, ptrdiff_t x0, float *to) {
    const ptrdiff_t height = (ptrdiff_t)window->height, width = (ptrdiff_t)window->width;
    const ptrdiff_t kernel = (ptrdiff_t)window->kernel_width;
    const size_t channels = window->channels, line = window->kernel_width * channels;
    /* Taps of one kernel row are neighbours in memory; those outside the image are zero. */
    ptrdiff_t begin = x0 < 0 ? -x0 : 0, end = x0 + kernel > width ? width - x0 : kernel;
    if (begin > kernel) begin = kernel;
    if (end < begin) end = begin;
    for (ptrdiff_t y = y0; y < y0 + (ptrdiff_t)window->kernel_height; y++, to += line) {
        if (y < 0 || y >= height || begin == end) {
            clear_run(to, line);
            continue;
        }
        clear_run(to, (size_t)begin * channels);
        copy_run(to + (size_t)begin * channels, image + (y * width + x0 + begin) * (ptrdiff_t)channels,
                 (size_t)(end - begin) * channels);
        clear_run(to + (size_t)end * channels, (size_t)(kernel - end) * channels);
    }
}

static void gather(const ck_window *window, const float *images, size_t first, size_t rows, float *a,
                   size_t a_stride) {
    const size_t each = window->output_height * window->output_width;
    const size_t size = window->height * window->width * window->channels;
    const float *image = images + first / each * size;
    size_t row = first % each / window->output_width, column = first % window->output_width;
    for (size_t i = 0; i < rows; i++, a += a_stride) {
        gather_window(window, image, (ptrdiff_t)(row * window->stride) - (ptrdiff_t)window->top,
                      (ptrdiff_t)(column * window->stride) - (ptrdiff_t)window->left, a);
        if (++column < window->output_width) continue;
        column = 0;
        if (++row < window->output_height) continue;
        row = 0;
        image += size;
    }
}
