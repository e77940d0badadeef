#pragma once
/* Elementwise operations, transposition and rotation. */
#include "functions.h"

static void combine(const float *x, float a, const float *z, float b, size_t count, float *y) {
    size_t i = 0;
    for (; i + LANES <= count; i += LANES) store(y + i, splat(a) * load(x + i) + splat(b) * load(z + i));
    if (i < count) {
        const v16 left = load_part(x + i, count - i), right = load_part(z + i, count - i);
        store_part(y + i, splat(a) * left + splat(b) * right, count - i);
    }
}

static void multiply(const float *x, float factor, size_t count, float *y) {
    for (size_t i = 0; i < count; i++) y[i] = x[i] * factor;
}

CK_INLINE void activate_all(const float *x, const int activation, size_t count, float *y) {
    size_t i = 0;
    for (; i + LANES <= count; i += LANES) store(y + i, activated(load(x + i), activation));
    if (i < count) store_part(y + i, activated(load_part(x + i, count - i), activation), count - i);
}

static void activate(const float *x, int activation, size_t count, float *y) {
    switch (activation) {
    case CK_RELU: activate_all(x, CK_RELU, count, y); break;
    case CK_SILU: activate_all(x, CK_SILU, count, y); break;
    case CK_GELU: activate_all(x, CK_GELU, count, y); break;
    case CK_QUICK_GELU: activate_all(x, CK_QUICK_GELU, count, y); break;
    case CK_SIGMOID: activate_all(x, CK_SIGMOID, count, y); break;
    case CK_TANH: activate_all(x, CK_TANH, count, y); break;
    default: memmove(y, x, count * sizeof(float));
    }
}

static void add_row(const float *x, const float *term, size_t rows, size_t width, float *y) {
    for (size_t row = 0; row < rows; row++) {
        for (size_t i = 0; i < width; i++) y[row * width + i] = x[row * width + i] + term[i];
    }
}

static void multiply_rows(const float *x, size_t x_stride, const float *z, size_t z_stride, size_t rows, size_t width,
                          float *y, size_t y_stride) {
    for (size_t row = 0; row < rows; row++) {
        const float *a = x + row * x_stride, *b = z + row * z_stride;
        float *to = y + row * y_stride;
        for (size_t i = 0; i < width; i++) to[i] = a[i] * b[i];
    }
}

static void mix_rows(const float *x, size_t x_stride, const float *q, size_t q_stride, const float *z, size_t z_stride,
                     size_t rows, size_t width, float *y, size_t y_stride) {
    for (size_t row = 0; row < rows; row++) {
        const float *a = x + row * x_stride, *b = q + row * q_stride, *weight = z + row * z_stride;
        float *to = y + row * y_stride;
        for (size_t i = 0; i < width; i++) to[i] = (1.0f - weight[i]) * a[i] + weight[i] * b[i];
    }
}

/* Transposes sixteen vectors in registers: four rounds that exchange blocks of 8, 4, 2 and 1 lanes. */
CK_INLINE void transpose_vectors(v16 r[LANES]) {
    v16 t[LANES];
#define CK_EXCHANGE(from, to, step, low, high)                                                               \
    _Pragma("clang loop unroll(full)") for (int i = 0; i < LANES; i++) {                                     \
        if (!(i & (step))) {                                                                                 \
            to[i] = __builtin_shufflevector(from[i], from[i + (step)], low);                                 \
            to[i + (step)] = __builtin_shufflevector(from[i], from[i + (step)], high);                       \
        }                                                                                                    \
    }
#define CK_LIST(...) __VA_ARGS__
    CK_EXCHANGE(r, t, 8, CK_LIST(0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23),
                CK_LIST(8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 26, 27, 28, 29, 30, 31))
    CK_EXCHANGE(t, r, 4, CK_LIST(0, 1, 2, 3, 16, 17, 18, 19, 8, 9, 10, 11, 24, 25, 26, 27),
                CK_LIST(4, 5, 6, 7, 20, 21, 22, 23, 12, 13, 14, 15, 28, 29, 30, 31))
    CK_EXCHANGE(r, t, 2, CK_LIST(0, 1, 16, 17, 4, 5, 20, 21, 8, 9, 24, 25, 12, 13, 28, 29),
                CK_LIST(2, 3, 18, 19, 6, 7, 22, 23, 10, 11, 26, 27, 14, 15, 30, 31))
    CK_EXCHANGE(t, r, 1, CK_LIST(0, 16, 2, 18, 4, 20, 6, 22, 8, 24, 10, 26, 12, 28, 14, 30),
                CK_LIST(1, 17, 3, 19, 5, 21, 7, 23, 9, 25, 11, 27, 13, 29, 15, 31))
#undef CK_EXCHANGE
#undef CK_LIST
}

static void transpose(const float *x, size_t x_stride, size_t rows, size_t columns, float *y,
                      size_t y_stride) {
    for (size_t row = 0; row < rows; row += LANES) {
        const size_t height = rows - row < LANES ? rows - row : LANES;
        for (size_t column = 0; column < columns; column += LANES) {
            const size_t width = columns - column < LANES ? columns - column : LANES;
            v16 block[LANES];
            for (size_t i = 0; i < LANES; i++) {
                const float *from = x + (row + i) * x_stride + column;
                block[i] = i >= height ? splat(0.0f) : width == LANES ? load(from) : load_part(from, width);
            }
            transpose_vectors(block);
            for (size_t i = 0; i < width; i++) {
                float *to = y + (column + i) * y_stride + row;
                if (height == LANES) {
                    store(to, block[i]);
                } else {
                    store_part(to, block[i], height);
                }
            }
        }
    }
}

static void rotate(float *x, size_t stride, size_t rows, size_t pairs, const float *cosines,
                   const float *sines) {
    for (size_t row = 0; row < rows; row++) {
        float *p = x + row * stride;
        for (size_t m = 0; m < pairs; m++) {
            const float a = p[2 * m], b = p[2 * m + 1];
            p[2 * m] = a * cosines[m] - b * sines[m];
            p[2 * m + 1] = a * sines[m] + b * cosines[m];
        }
    }
}
