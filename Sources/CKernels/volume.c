/* Rows of the implicit matrix of a convolution over time and space. */
#include "CKernels.h"
#include "copy.h"

void ck_gather_volume(const ck_volume *volume, const float *videos, size_t first, size_t rows, float *a,
                      size_t a_stride) {
    const ptrdiff_t height = (ptrdiff_t)volume->height, width = (ptrdiff_t)volume->width;
    const ptrdiff_t frames = (ptrdiff_t)volume->frames, kernel = (ptrdiff_t)volume->kernel_width;
    const size_t channels = volume->channels, line = volume->kernel_width * channels;
    const size_t sheet = volume->kernel_height * line;
    const size_t plane = volume->output_height * volume->output_width, each = volume->output_frames * plane;
    for (size_t i = 0; i < rows; i++) {
        const size_t pixel = (first + i) % each;
        const float *video =
            videos + (first + i) / each * volume->frames * volume->height * volume->width * channels;
        const ptrdiff_t t0 =
            (ptrdiff_t)(pixel / plane * volume->stride_frames) - (ptrdiff_t)volume->front;
        const ptrdiff_t y0 = (ptrdiff_t)(pixel % plane / volume->output_width * volume->stride_height) -
                             (ptrdiff_t)volume->top;
        const ptrdiff_t x0 =
            (ptrdiff_t)(pixel % volume->output_width * volume->stride_width) - (ptrdiff_t)volume->left;
        /* Taps of one kernel row are neighbours in memory; those outside the video are zero. */
        ptrdiff_t begin = x0 < 0 ? -x0 : 0, end = x0 + kernel > width ? width - x0 : kernel;
        if (begin > kernel) begin = kernel;
        if (end < begin) end = begin;
        float *to = a + i * a_stride;
        for (ptrdiff_t t = t0; t < t0 + (ptrdiff_t)volume->kernel_frames; t++) {
            if (t < 0 || t >= frames || begin == end) {
                clear(to, sheet);
                to += sheet;
                continue;
            }
            for (ptrdiff_t y = y0; y < y0 + (ptrdiff_t)volume->kernel_height; y++, to += line) {
                if (y < 0 || y >= height) {
                    clear(to, line);
                    continue;
                }
                clear(to, (size_t)begin * channels);
                copy(to + (size_t)begin * channels,
                     video + ((t * height + y) * width + x0 + begin) * (ptrdiff_t)channels,
                     (size_t)(end - begin) * channels);
                clear(to + (size_t)end * channels, (size_t)(kernel - end) * channels);
            }
        }
    }
}
