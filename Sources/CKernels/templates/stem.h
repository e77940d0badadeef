#pragma once
/* Winograd's algorithm on phase images, with the points of winograd.h for three and for four taps. */
#include "winograd.h"

/* u = G g */
CK_INLINE void stem_weight_transform(const v16 g[4], const int taps, v16 u[6]) {
    if (taps == 3) {
        winograd_weight_transform(g, u);
        return;
    }
    const double a2 = WINOGRAD_A * WINOGRAD_A, b2 = WINOGRAD_B * WINOGRAD_B;
    const float fa = (float)(1 / (2 * a2 * (a2 - b2))), fb = (float)(1 / (2 * b2 * (b2 - a2)));
    const v16 even_a = multiply_add(splat((float)a2), g[2], g[0]), even_b = multiply_add(splat((float)b2), g[2], g[0]);
    const v16 odd_a = splat(WINOGRAD_A) * multiply_add(splat((float)a2), g[3], g[1]);
    const v16 odd_b = splat(WINOGRAD_B) * multiply_add(splat((float)b2), g[3], g[1]);
    u[0] = g[0] * splat((float)(1 / (a2 * b2)));
    u[1] = splat(fa) * (even_a + odd_a);
    u[2] = splat(fa) * (even_a - odd_a);
    u[3] = splat(fb) * (even_b + odd_b);
    u[4] = splat(fb) * (even_b - odd_b);
    u[5] = g[3];
}

/* y = A' m, 7 - taps outputs */
CK_INLINE void stem_output_transform(const v16 m[6], const int taps, v16 y[4]) {
    if (taps == 3) {
        winograd_output_transform(m, y);
        return;
    }
    const float a = WINOGRAD_A, b = WINOGRAD_B;
    const v16 even_a = m[1] + m[2], odd_a = m[1] - m[2], even_b = m[3] + m[4], odd_b = m[3] - m[4];
    y[0] = m[0] + (even_a + even_b);
    y[1] = multiply_add(splat(b), odd_b, splat(a) * odd_a);
    y[2] = multiply_add(splat(b * b), even_b, multiply_add(splat(a * a), even_a, m[5]));
}

static void stem_input(const ck_stem *stem, const float *phases, size_t first, size_t count, float *v,
                       size_t v_plane) {
    const size_t side = ck_stem_outputs(stem), across = (stem->output_width + side - 1) / side;
    const size_t row = ck_stem_row(stem), image = stem->height * stem->width * stem->depth;
    const size_t padded = (stem->output_frames - 1) * stem->stride_frames + stem->kernel_frames;
    for (size_t i = 0; i < count; i++) {
        const size_t y = (first + i) / across * side, x = (first + i) % across * side;
        /* Lanes past the depth run into the next frame's place, which is written afterwards. */
        float *to = v + i * row;
        for (size_t place = 0; place < padded; place++, to += stem->depth) {
            const size_t frame = place - stem->front; /* below zero wraps to a huge number */
            if (frame >= stem->frames) {
                for (size_t p = 0; p < 36; p++) store(to + p * v_plane, splat(0.0f));
                continue;
            }
            const float *from = phases + frame * image + (y * stem->width + x) * stem->depth;
            v16 half[WINOGRAD_INPUTS][WINOGRAD_INPUTS];
            for (size_t j = 0; j < WINOGRAD_INPUTS; j++) {
                v16 d[WINOGRAD_INPUTS], t[WINOGRAD_INPUTS];
#pragma clang loop unroll(full)
                for (size_t k = 0; k < WINOGRAD_INPUTS; k++) d[k] = load(from + (k * stem->width + j) * stem->depth);
                winograd_input_transform(d, t);
#pragma clang loop unroll(full)
                for (size_t k = 0; k < WINOGRAD_INPUTS; k++) half[k][j] = t[k];
            }
            for (size_t k = 0; k < WINOGRAD_INPUTS; k++) {
                v16 t[WINOGRAD_INPUTS];
                winograd_input_transform(half[k], t);
#pragma clang loop unroll(full)
                for (size_t j = 0; j < WINOGRAD_INPUTS; j++) store(to + (k * WINOGRAD_INPUTS + j) * v_plane, t[j]);
            }
        }
    }
}

/* The two-dimensional transform of one channel's taps, 16 columns. */
CK_INLINE void stem_channel_weights(v16 g[4][4], const int taps, float *u, size_t u_plane) {
    v16 half[WINOGRAD_INPUTS][4], t[WINOGRAD_INPUTS], column[4] = {0};
    for (int x = 0; x < taps; x++) {
        for (int y = 0; y < taps; y++) column[y] = g[y][x];
        stem_weight_transform(column, taps, t);
        for (int y = 0; y < WINOGRAD_INPUTS; y++) half[y][x] = t[y];
    }
    for (int y = 0; y < WINOGRAD_INPUTS; y++) {
        stem_weight_transform(half[y], taps, t);
        for (int x = 0; x < WINOGRAD_INPUTS; x++) store(u + (y * WINOGRAD_INPUTS + x) * u_plane, t[x]);
    }
}

static void stem_weights(const ck_volume *volume, const ck_stem *stem, const float *panel, float *u,
                         size_t u_plane) {
    const size_t step = volume->stride_height, channels = volume->channels;
    for (size_t row = 0; row < volume->kernel_frames * stem->depth; row++) {
        const size_t frame = row / stem->depth, phase = row % stem->depth / channels, channel = row % channels;
        for (size_t lane = 0; lane < CK_PANEL; lane += LANES) {
            v16 g[4][4];
            for (size_t y = 0; y < stem->taps; y++) {
                for (size_t x = 0; x < stem->taps; x++) {
                    const size_t down = step * y + phase / step, across = step * x + phase % step;
                    const size_t tap =
                        (frame * volume->kernel_height + down) * volume->kernel_width + across;
                    const int inside = down < volume->kernel_height && across < volume->kernel_width;
                    g[y][x] = inside ? load(panel + (tap * channels + channel) * CK_PANEL + lane) : splat(0.0f);
                }
            }
            if (stem->taps == 3) {
                stem_channel_weights(g, 3, u + row * CK_PANEL + lane, u_plane);
            } else {
                stem_channel_weights(g, 4, u + row * CK_PANEL + lane, u_plane);
            }
        }
    }
}

/* Stores the outputs of one tile and output frame from products m [36], `plane` floats apart. */
CK_INLINE void stem_finish(const ck_stem *stem, const ck_stem_block *block, size_t frame, size_t tile, const float *m,
                           size_t plane, const int taps) {
    const int side = 7 - taps;
    _Alignas(64) float outputs[WINOGRAD_OUTPUTS][WINOGRAD_OUTPUTS][CK_PANEL];
    for (int v = 0; v < CK_PANEL; v += LANES) {
        v16 half[WINOGRAD_OUTPUTS][WINOGRAD_INPUTS], p[WINOGRAD_INPUTS], t[WINOGRAD_OUTPUTS];
        for (int j = 0; j < WINOGRAD_INPUTS; j++) {
#pragma clang loop unroll(full)
            for (int i = 0; i < WINOGRAD_INPUTS; i++) p[i] = load(m + (i * WINOGRAD_INPUTS + j) * plane + v);
            stem_output_transform(p, taps, t);
#pragma clang loop unroll(full)
            for (int i = 0; i < side; i++) half[i][j] = t[i];
        }
        for (int i = 0; i < side; i++) {
            stem_output_transform(half[i], taps, t);
#pragma clang loop unroll(full)
            for (int j = 0; j < side; j++) store(outputs[i][j] + v, t[j]);
        }
    }
    const size_t extent = (size_t)side, across = (stem->output_width + extent - 1) / extent;
    const size_t y = tile / across * extent, x = tile % across * extent;
    const size_t lines = stem->output_height - y < extent ? stem->output_height - y : extent;
    const size_t width = stem->output_width - x < extent ? stem->output_width - x : extent;
    for (size_t line = 0; line < lines; line++) {
        const size_t pixel =
            ((block->video * stem->output_frames + frame) * stem->output_height + y + line) * stem->output_width + x;
        finish_panel(outputs[line][0], CK_PANEL, width, block->panel, block->columns, &block->epilogue, 0,
                     block->y + pixel * block->y_stride, block->y_stride);
    }
}

static void stem_output(const ck_stem *stem, const ck_stem_block *block) {
    const size_t frames = stem->output_frames, rows = block->count * frames, row = ck_stem_row(stem);
    const size_t depth = stem->kernel_frames * stem->depth, step = stem->stride_frames * stem->depth;
    const size_t plane = ck_winograd_plane((rows + 1) / 2 * 2, CK_PANEL);
    for (size_t p = 0; p < 36; p++) {
        const float *v = block->v + p * block->v_plane, *u = block->u + p * block->u_plane;
        float *c = block->scratch + p * plane;
        for (size_t i = 0; i < block->count; i++) {
            multiply_block(frames, depth, v + i * row, step, u, CK_PANEL, c + i * frames * CK_PANEL,
                           CK_PANEL, 0);
        }
    }
    for (size_t i = 0; i < block->count; i++) {
        for (size_t frame = 0; frame < frames; frame++) {
            const float *m = block->scratch + (i * frames + frame) * CK_PANEL;
            if (stem->taps == 3) {
                stem_finish(stem, block, frame, block->first + i, m, plane, 3);
            } else {
                stem_finish(stem, block, frame, block->first + i, m, plane, 4);
            }
        }
    }
}
