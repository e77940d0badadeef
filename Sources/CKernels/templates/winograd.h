#pragma once
/*
 * Winograd's minimal filtering F(4,3), nested for two dimensions, at the points 0, ±5/8, ±3/2 and infinity. These
 * have half the rounding noise of the customary 0, ±1, ±2, and their squares are exact.
 */
#include "epilogue.h"

#define WINOGRAD_A (5.0f / 8)
#define WINOGRAD_B (3.0f / 2)
enum { WINOGRAD_INPUTS = 6, WINOGRAD_OUTPUTS = 4 };

/* v = Bᵀ d */
CK_INLINE void winograd_input_transform(const v16 d[6], v16 v[6]) {
    const float a = WINOGRAD_A, b = WINOGRAD_B;
    const v16 product = splat(a * a * b * b), sum = splat(-(a * a + b * b));
    const v16 even_a = multiply_add(splat(-b * b), d[2], d[4]), even_b = multiply_add(splat(-a * a), d[2], d[4]);
    const v16 odd_a = splat(a) * multiply_add(splat(-b * b), d[1], d[3]);
    const v16 odd_b = splat(b) * multiply_add(splat(-a * a), d[1], d[3]);
    v[0] = multiply_add(product, d[0], multiply_add(sum, d[2], d[4]));
    v[1] = even_a + odd_a;
    v[2] = even_a - odd_a;
    v[3] = even_b + odd_b;
    v[4] = even_b - odd_b;
    v[5] = multiply_add(product, d[1], multiply_add(sum, d[3], d[5]));
}

/* u = G g */
CK_INLINE void winograd_weight_transform(const v16 g[3], v16 u[6]) {
    const double a2 = WINOGRAD_A * WINOGRAD_A, b2 = WINOGRAD_B * WINOGRAD_B;
    const float fa = (float)(1 / (2 * a2 * (a2 - b2))), fb = (float)(1 / (2 * b2 * (b2 - a2)));
    const v16 even_a = multiply_add(splat((float)a2), g[2], g[0]), even_b = multiply_add(splat((float)b2), g[2], g[0]);
    u[0] = g[0] * splat((float)(1 / (a2 * b2)));
    u[1] = splat(fa) * multiply_add(splat(WINOGRAD_A), g[1], even_a);
    u[2] = splat(fa) * multiply_add(splat(-WINOGRAD_A), g[1], even_a);
    u[3] = splat(fb) * multiply_add(splat(WINOGRAD_B), g[1], even_b);
    u[4] = splat(fb) * multiply_add(splat(-WINOGRAD_B), g[1], even_b);
    u[5] = g[2];
}

/* y = Aᵀ m */
CK_INLINE void winograd_output_transform(const v16 m[6], v16 y[4]) {
    const float a = WINOGRAD_A, b = WINOGRAD_B;
    const v16 even_a = m[1] + m[2], odd_a = m[1] - m[2], even_b = m[3] + m[4], odd_b = m[3] - m[4];
    y[0] = m[0] + (even_a + even_b);
    y[1] = multiply_add(splat(b), odd_b, splat(a) * odd_a);
    y[2] = multiply_add(splat(b * b), even_b, splat(a * a) * even_a);
    y[3] = multiply_add(splat(b * b * b), odd_b, multiply_add(splat(a * a * a), odd_a, m[5]));
}

/* Where tile `tile` lies: its image and its first output row and column (frame and pixel in one dimension). */
typedef struct {
    size_t image, y, x;
} winograd_place;

CK_INLINE winograd_place place_of(const ck_winograd *shape, size_t tile) {
    const size_t each = ck_winograd_tiles(shape), rest = tile % each;
    const size_t across =
        shape->one_dimensional ? shape->width : (shape->output_width + WINOGRAD_OUTPUTS - 1) / WINOGRAD_OUTPUTS;
    const size_t step = shape->one_dimensional ? 1 : WINOGRAD_OUTPUTS;
    return (winograd_place){tile / each, rest / across * WINOGRAD_OUTPUTS, rest % across * step};
}

/*
 * Sixteen channels of a pixel, or its last ones and lanes that nothing reads: those of the next pixel, or zero where
 * the image may end.
 */
CK_INLINE v16 load_channels(const float *pixel, size_t c, size_t channels, int at_end) {
    return c + LANES <= channels || !at_end ? load(pixel + c) : load_part(pixel + c, channels - c);
}

static void winograd_input_plane(const ck_winograd *shape, const float *image, winograd_place place, float *v,
                                 size_t plane) {
    const float *pixels[WINOGRAD_INPUTS][WINOGRAD_INPUTS];
    for (size_t i = 0; i < WINOGRAD_INPUTS; i++) {
        for (size_t j = 0; j < WINOGRAD_INPUTS; j++) {
            const size_t y = place.y + i - shape->top, x = place.x + j - shape->left;
            const int inside = y < shape->height && x < shape->width; /* below zero wraps to a huge number */
            pixels[i][j] = inside ? image + (y * shape->width + x) * shape->channels : 0;
        }
    }
    const int at_end = place.y + WINOGRAD_INPUTS >= shape->height + shape->top;
    for (size_t c = 0; c < shape->channels; c += LANES) {
        v16 half[WINOGRAD_INPUTS][WINOGRAD_INPUTS];
        for (int j = 0; j < WINOGRAD_INPUTS; j++) {
            v16 d[WINOGRAD_INPUTS], t[WINOGRAD_INPUTS];
#pragma clang loop unroll(full)
            for (int i = 0; i < WINOGRAD_INPUTS; i++) d[i] = pixels[i][j] ? load_channels(pixels[i][j], c, shape->channels, at_end) : splat(0.0f);
            winograd_input_transform(d, t);
#pragma clang loop unroll(full)
            for (int i = 0; i < WINOGRAD_INPUTS; i++) half[i][j] = t[i];
        }
        for (int i = 0; i < WINOGRAD_INPUTS; i++) {
            v16 t[WINOGRAD_INPUTS];
            winograd_input_transform(half[i], t);
#pragma clang loop unroll(full)
            for (int j = 0; j < WINOGRAD_INPUTS; j++) store(v + (i * WINOGRAD_INPUTS + j) * plane + c, t[j]);
        }
    }
}

static void winograd_input_line(const ck_winograd *shape, const float *video, winograd_place place, float *v,
                                size_t plane) {
    const float *pixels[WINOGRAD_INPUTS];
    for (size_t i = 0; i < WINOGRAD_INPUTS; i++) {
        const size_t frame = place.y + i - shape->top;
        pixels[i] = frame < shape->height ? video + (frame * shape->width + place.x) * shape->channels : 0;
    }
    const int at_end = place.y + WINOGRAD_INPUTS >= shape->height + shape->top;
    for (size_t c = 0; c < shape->channels; c += LANES) {
        v16 d[WINOGRAD_INPUTS], t[WINOGRAD_INPUTS];
        for (int i = 0; i < WINOGRAD_INPUTS; i++) {
            d[i] = pixels[i] ? load_channels(pixels[i], c, shape->channels, at_end) : splat(0.0f);
        }
        winograd_input_transform(d, t);
        for (int i = 0; i < WINOGRAD_INPUTS; i++) store(v + i * plane + c, t[i]);
    }
}

static void winograd_input(const ck_winograd *shape, const float *images, size_t first, size_t count, float *v,
                           size_t v_stride, size_t v_plane) {
    const size_t image = shape->height * shape->width * shape->channels;
    for (size_t i = 0; i < count; i++) {
        const winograd_place place = place_of(shape, first + i);
        const float *from = images + place.image * image;
        if (shape->one_dimensional) {
            winograd_input_line(shape, from, place, v + i * v_stride, v_plane);
        } else {
            winograd_input_plane(shape, from, place, v + i * v_stride, v_plane);
        }
    }
}

static void winograd_weights(const ck_winograd *shape, const float *panel, float *u, size_t u_plane) {
    const size_t plane = shape->channels * CK_PANEL;
    for (size_t i = 0; i < plane; i += LANES) {
        v16 half[WINOGRAD_INPUTS][3], g[3], t[WINOGRAD_INPUTS];
        if (shape->one_dimensional) {
            for (int k = 0; k < 3; k++) g[k] = load(panel + k * plane + i);
            winograd_weight_transform(g, t);
            for (int k = 0; k < WINOGRAD_INPUTS; k++) store(u + k * u_plane + i, t[k]);
            continue;
        }
        for (int x = 0; x < 3; x++) {
            for (int y = 0; y < 3; y++) g[y] = load(panel + (y * 3 + x) * plane + i);
            winograd_weight_transform(g, t);
            for (int y = 0; y < WINOGRAD_INPUTS; y++) half[y][x] = t[y];
        }
        for (int y = 0; y < WINOGRAD_INPUTS; y++) {
            winograd_weight_transform(half[y], t);
            for (int x = 0; x < WINOGRAD_INPUTS; x++) store(u + (y * WINOGRAD_INPUTS + x) * u_plane + i, t[x]);
        }
    }
}

/* The 4 x 4 (or 4 x 1) outputs of one tile for 32 columns, from products m [positions], `plane` floats apart. */
CK_INLINE void winograd_tile_outputs(const float *m, size_t plane, const int one_dimensional,
                                     float y[WINOGRAD_OUTPUTS][WINOGRAD_OUTPUTS][CK_PANEL]) {
    for (int v = 0; v < CK_PANEL; v += LANES) {
        v16 half[WINOGRAD_OUTPUTS][WINOGRAD_INPUTS], p[WINOGRAD_INPUTS], t[WINOGRAD_OUTPUTS];
        const int across = one_dimensional ? 1 : WINOGRAD_INPUTS;
        for (int j = 0; j < across; j++) {
#pragma clang loop unroll(full)
            for (int i = 0; i < WINOGRAD_INPUTS; i++) p[i] = load(m + (i * across + j) * plane + v);
            winograd_output_transform(p, t);
#pragma clang loop unroll(full)
            for (int i = 0; i < WINOGRAD_OUTPUTS; i++) half[i][j] = t[i];
        }
        for (int i = 0; i < WINOGRAD_OUTPUTS; i++) {
            if (one_dimensional) {
                store(y[0][i] + v, half[i][0]);
                continue;
            }
            winograd_output_transform(half[i], t);
#pragma clang loop unroll(full)
            for (int j = 0; j < WINOGRAD_OUTPUTS; j++) store(y[i][j] + v, t[j]);
        }
    }
}

static size_t remaining(size_t extent, size_t start) {
    return extent - start < WINOGRAD_OUTPUTS ? extent - start : WINOGRAD_OUTPUTS;
}

/* Stores the outputs of one tile and panel. Neighbours along a tile row are pixels, or frames of one pixel. */
CK_INLINE void winograd_finish(const ck_winograd *shape, const ck_winograd_block *block, winograd_place place,
                               size_t panel, const float *m, size_t plane, const int one_dimensional) {
    _Alignas(64) float outputs[WINOGRAD_OUTPUTS][WINOGRAD_OUTPUTS][CK_PANEL];
    winograd_tile_outputs(m, plane, one_dimensional, outputs);
    const size_t height = remaining(shape->output_height, place.y);
    const size_t lines = one_dimensional ? 1 : height;
    const size_t width = one_dimensional ? height : remaining(shape->output_width, place.x);
    const size_t step = one_dimensional ? shape->output_width : 1;
    ck_epilogue epilogue = block->epilogue;
    epilogue.residual_stride = step * block->columns;
    for (size_t line = 0; line < lines; line++) {
        const size_t pixel = (place.image * shape->output_height + place.y + line) * shape->output_width + place.x;
        finish_panel(outputs[line][0], CK_PANEL, width, panel, block->columns, &epilogue,
                     epilogue.residual ? epilogue.residual + pixel * block->columns : 0,
                     block->y + pixel * block->y_stride, step * block->y_stride);
    }
}

static void winograd_output(const ck_winograd *shape, const ck_winograd_block *block) {
    const size_t positions = ck_winograd_positions(shape), panels = block->last_panel - block->first_panel;
    const size_t stride = panels * CK_PANEL, plane = ck_winograd_plane((block->count + 1) / 2 * 2, stride);
    /* A position's tiles stay in the nearest cache while its weights stream past. */
    for (size_t p = 0; p < positions; p++) {
        for (size_t panel = 0; panel < panels; panel++) {
            multiply_block(block->count, shape->channels, block->v + p * block->v_plane, block->v_stride,
                           block->u + p * block->u_plane + panel * shape->channels * CK_PANEL, CK_PANEL,
                           block->scratch + p * plane + panel * CK_PANEL, stride, 0);
        }
    }
    for (size_t i = 0; i < block->count; i++) {
        const winograd_place place = place_of(shape, block->first + i);
        for (size_t panel = 0; panel < panels; panel++) {
            const float *m = block->scratch + i * stride + panel * CK_PANEL;
            if (shape->one_dimensional) {
                winograd_finish(shape, block, place, block->first_panel + panel, m, plane, 1);
            } else {
                winograd_finish(shape, block, place, block->first_panel + panel, m, plane, 0);
            }
        }
    }
}
