/* Phase images of strided convolutions of few channels. */
#include "CKernels.h"
#include "copy.h"

size_t ck_stem_outputs(const ck_stem *stem) { return 7 - stem->taps; }

size_t ck_stem_tiles(const ck_stem *stem) {
    const size_t side = ck_stem_outputs(stem);
    return (stem->output_height + side - 1) / side * ((stem->output_width + side - 1) / side);
}

size_t ck_stem_row(const ck_stem *stem) {
    const size_t padded = (stem->output_frames - 1) * stem->stride_frames + stem->kernel_frames;
    return ck_row_stride(padded * stem->depth + 16);
}

void ck_stem_phases(const ck_volume *volume, const ck_stem *stem, const float *frame, float *phases) {
    const ptrdiff_t step = (ptrdiff_t)volume->stride_height, channels = (ptrdiff_t)volume->channels;
    const ptrdiff_t height = (ptrdiff_t)volume->height, width = (ptrdiff_t)volume->width;
    const size_t piece = (size_t)(step * channels);
    for (size_t row = 0; row < stem->height; row++) {
        for (ptrdiff_t phase = 0; phase < step; phase++) {
            const ptrdiff_t y = (ptrdiff_t)row * step + phase - (ptrdiff_t)volume->top;
            float *to = phases + row * stem->width * stem->depth + (size_t)phase * piece;
            for (size_t column = 0; column < stem->width; column++, to += stem->depth) {
                const ptrdiff_t x = (ptrdiff_t)column * step - (ptrdiff_t)volume->left;
                if (y < 0 || y >= height || x + step <= 0 || x >= width) {
                    clear(to, piece);
                } else if (x >= 0 && x + step <= width) {
                    copy(to, frame + (y * width + x) * channels, piece);
                } else {
                    for (ptrdiff_t i = 0; i < step; i++) {
                        const ptrdiff_t at = x + i;
                        float *pixel = to + i * channels;
                        if (at < 0 || at >= width) {
                            clear(pixel, (size_t)channels);
                        } else {
                            copy(pixel, frame + (y * width + at) * channels, (size_t)channels);
                        }
                    }
                }
            }
        }
    }
}
