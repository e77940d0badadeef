#pragma once
/* Sums for group normalisation, its application, and layer normalisation. */
#include "functions.h"

CK_INLINE d8 widened(const float *p) { return __builtin_convertvector(*(const v8u *)p, d8); }

CK_INLINE double sum_wide(d8 x) {
    return ((x[0] + x[4]) + (x[2] + x[6])) + ((x[1] + x[5]) + (x[3] + x[7]));
}

static void channel_sums(const float *x, size_t pixels, size_t channels, double *sums) {
    double *squares = sums + channels;
    memset(sums, 0, 2 * channels * sizeof(double));
    for (size_t pixel = 0; pixel < pixels; pixel++) {
        const float *p = x + pixel * channels;
        size_t c = 0;
        for (; c + 8 <= channels; c += 8) {
            const d8 value = widened(p + c);
            *(d8u *)(sums + c) += value;
            *(d8u *)(squares + c) += value * value;
        }
        for (; c < channels; c++) {
            const double value = p[c];
            sums[c] += value;
            squares[c] += value * value;
        }
    }
}

CK_INLINE void scale_shift_all(const float *x, size_t rows, size_t channels, const float *scale,
                               const float *shift, const int activation, float *y) {
    for (size_t row = 0; row < rows; row++) {
        const float *p = x + row * channels;
        float *to = y + row * channels;
        size_t c = 0;
        for (; c + LANES <= channels; c += LANES) {
            store(to + c, activated(multiply_add(load(p + c), load(scale + c), load(shift + c)), activation));
        }
        if (c < channels) {
            const size_t rest = channels - c;
            const v16 value = multiply_add(load_part(p + c, rest), load_part(scale + c, rest),
                                           load_part(shift + c, rest));
            store_part(to + c, activated(value, activation), rest);
        }
    }
}

static void scale_shift(const float *x, size_t rows, size_t channels, const float *scale, const float *shift,
                        int activation, float *y) {
    switch (activation) {
    case CK_RELU: scale_shift_all(x, rows, channels, scale, shift, CK_RELU, y); break;
    case CK_SILU: scale_shift_all(x, rows, channels, scale, shift, CK_SILU, y); break;
    case CK_GELU: scale_shift_all(x, rows, channels, scale, shift, CK_GELU, y); break;
    case CK_QUICK_GELU: scale_shift_all(x, rows, channels, scale, shift, CK_QUICK_GELU, y); break;
    case CK_SIGMOID: scale_shift_all(x, rows, channels, scale, shift, CK_SIGMOID, y); break;
    case CK_TANH: scale_shift_all(x, rows, channels, scale, shift, CK_TANH, y); break;
    default: scale_shift_all(x, rows, channels, scale, shift, CK_NONE, y);
    }
}

static void scale_shift_add(const float *x, size_t rows, size_t channels, const float *scale, const float *shift,
                            int activation, const float *residual, float *y) {
    const v16 floor = splat(activation == CK_RELU ? 0.0f : -__builtin_inff());
    for (size_t row = 0; row < rows; row++) {
        const float *p = x + row * channels, *extra = residual + row * channels;
        float *to = y + row * channels;
        for (size_t c = 0; c < channels; c += LANES) {
            const size_t count = channels - c < LANES ? channels - c : LANES;
            const int whole = count == LANES;
            const v16 value = multiply_add(whole ? load(p + c) : load_part(p + c, count),
                                           whole ? load(scale + c) : load_part(scale + c, count),
                                           whole ? load(shift + c) : load_part(shift + c, count));
            v16 sum = (value < floor ? floor : value) + (whole ? load(extra + c) : load_part(extra + c, count));
            sum = sum < splat(0.0f) ? splat(0.0f) : sum;
            if (whole) {
                store(to + c, sum);
            } else {
                store_part(to + c, sum, count);
            }
        }
    }
}

/* Mean and variance in double, the variance about the mean. */
static void layer_norm(const float *x, size_t rows, size_t width, double epsilon, const float *weight,
                       const float *bias, float *y) {
    for (size_t row = 0; row < rows; row++) {
        const float *p = x + row * width;
        float *to = y + row * width;
        const size_t whole = width / 8 * 8;
        d8 sums = {0}, squares = {0};
        double rest = 0;
        for (size_t i = 0; i < whole; i += 8) sums += widened(p + i);
        for (size_t i = whole; i < width; i++) rest += p[i];
        const double mean = (sum_wide(sums) + rest) / (double)width;
        rest = 0;
        for (size_t i = 0; i < whole; i += 8) {
            const d8 difference = widened(p + i) - mean;
            squares += difference * difference;
        }
        for (size_t i = whole; i < width; i++) rest += (p[i] - mean) * (p[i] - mean);
        const double scale = 1 / __builtin_sqrt((sum_wide(squares) + rest) / (double)width + epsilon);
        for (size_t i = 0; i < whole; i += 8) {
            const v8 normal = __builtin_convertvector((widened(p + i) - mean) * scale, v8);
            *(v8u *)(to + i) = normal * *(const v8u *)(weight + i) + *(const v8u *)(bias + i);
        }
        for (size_t i = whole; i < width; i++) {
            to[i] = (float)((p[i] - mean) * scale) * weight[i] + bias[i];
        }
    }
}
