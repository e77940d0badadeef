/* Rows of the implicit matrix of a convolution. */
#include "CKernels.h"
#include "copy.h"

void ck_gather(const ck_window *window, const float *images, size_t first, size_t rows, float *a,
               size_t a_stride) {
    const ptrdiff_t height = (ptrdiff_t)window->height, width = (ptrdiff_t)window->width;
    const size_t channels = window->channels, line = window->kernel_width * channels;
    const size_t each = window->output_height * window->output_width;
    for (size_t i = 0; i < rows; i++) {
        const size_t pixel = (first + i) % each;
        const float *image = images + (first + i) / each * window->height * window->width * channels;
        const ptrdiff_t y0 = (ptrdiff_t)(pixel / window->output_width * window->stride) - (ptrdiff_t)window->top;
        const ptrdiff_t x0 = (ptrdiff_t)(pixel % window->output_width * window->stride) - (ptrdiff_t)window->left;
        /* Taps of one kernel row are neighbours in memory; those outside the image are zero. */
        const ptrdiff_t kernel = (ptrdiff_t)window->kernel_width;
        ptrdiff_t begin = x0 < 0 ? -x0 : 0, end = x0 + kernel > width ? width - x0 : kernel;
        if (begin > kernel) begin = kernel;
        if (end < begin) end = begin;
        float *to = a + i * a_stride;
        for (ptrdiff_t y = y0; y < y0 + (ptrdiff_t)window->kernel_height; y++, to += line) {
            if (y < 0 || y >= height || begin == end) {
                clear(to, line);
                continue;
            }
            clear(to, (size_t)begin * channels);
            copy(to + (size_t)begin * channels, image + (y * width + x0 + begin) * (ptrdiff_t)channels,
                 (size_t)(end - begin) * channels);
            clear(to + (size_t)end * channels, (size_t)(kernel - end) * channels);
        }
    }
}
