#pragma once
/* What follows a matrix product: bias, activation or gate, residual, and the store of the valid columns. */
#include "functions.h"

/* What finish_vector applies to negative results. */
enum { LEAK = -1 };

/* One vector of results: the residual is added, the outer function applied, `count` lanes stored. */
CK_INLINE void finish_vector(v16 value, const float *residual, const int outer, v16 slopes, float *y, size_t count) {
    if (residual) value += count >= LANES ? load(residual) : load_part(residual, count);
    value = outer == LEAK ? (value < splat(0.0f) ? value * slopes : value) : activated(value, outer);
    if (count >= LANES) {
        store(y, value);
    } else {
        store_part(y, value, count);
    }
}

CK_INLINE void finish_rows(const float *c, size_t c_stride, size_t rows, const float *bias, const float *residual,
                           size_t residual_stride, const int activation, const int outer, const float *slopes,
                           float *y, size_t y_stride, size_t count) {
    const v16 first = bias ? load(bias) : splat(0.0f), second = bias ? load(bias + LANES) : splat(0.0f);
    const v16 leak = slopes ? load(slopes) : splat(0.0f), next_leak = slopes ? load(slopes + LANES) : splat(0.0f);
    for (size_t row = 0; row < rows; row++) {
        const float *from = c + row * c_stride, *extra = residual ? residual + row * residual_stride : 0;
        float *to = y + row * y_stride;
        finish_vector(activated(load(from) + first, activation), extra, outer, leak, to, count);
        if (count > LANES) {
            finish_vector(activated(load(from + LANES) + second, activation), extra ? extra + LANES : 0, outer,
                          next_leak, to + LANES, count - LANES);
        }
    }
}

/*
 * Products c [rows][32] of panel `panel` to their columns of y. `columns` counts those of the whole result,
 * y and the residual point to the first row's first column.
 */
static void finish_panel(const float *c, size_t c_stride, size_t rows, size_t panel, size_t columns,
                         const ck_epilogue *epilogue, const float *residual, float *y, size_t y_stride) {
    const float *bias = epilogue->bias ? epilogue->bias + panel * CK_PANEL : 0;
    const size_t width = epilogue->gated ? LANES : CK_PANEL, start = panel * width;
    const size_t count = columns - start < width ? columns - start : width;
    const float *extra = residual ? residual + start : 0;
    if (epilogue->gated) {
        const v16 first = bias ? load(bias) : splat(0.0f), second = bias ? load(bias + LANES) : splat(0.0f);
        for (size_t row = 0; row < rows; row++) {
            const float *from = c + row * c_stride;
            finish_vector((load(from) + first) * gelu(load(from + LANES) + second),
                          extra ? extra + row * epilogue->residual_stride : 0, CK_NONE, splat(0.0f),
                          y + row * y_stride + start, count);
        }
        return;
    }
#define CK_FINISH(kind, outer)                                                                               \
    finish_rows(c, c_stride, rows, bias, extra, epilogue->residual_stride, kind, outer, slopes, y + start,   \
                y_stride, count)
    const float *slopes = epilogue->slopes ? epilogue->slopes + panel * CK_PANEL : 0;
    if (slopes) {
        CK_FINISH(CK_NONE, LEAK);
        return;
    }
    switch (epilogue->outer) {
    case CK_RELU:
        if (epilogue->activation == CK_RELU) {
            CK_FINISH(CK_RELU, CK_RELU);
        } else {
            CK_FINISH(CK_NONE, CK_RELU);
        }
        return;
    case CK_SIGMOID: CK_FINISH(CK_NONE, CK_SIGMOID); return;
    case CK_TANH: CK_FINISH(CK_NONE, CK_TANH); return;
    }
    switch (epilogue->activation) {
    case CK_RELU: CK_FINISH(CK_RELU, CK_NONE); break;
    case CK_SILU: CK_FINISH(CK_SILU, CK_NONE); break;
    case CK_GELU: CK_FINISH(CK_GELU, CK_NONE); break;
    case CK_QUICK_GELU: CK_FINISH(CK_QUICK_GELU, CK_NONE); break;
    case CK_SIGMOID: CK_FINISH(CK_SIGMOID, CK_NONE); break;
    case CK_TANH: CK_FINISH(CK_TANH, CK_NONE); break;
    default: CK_FINISH(CK_NONE, CK_NONE);
    }
#undef CK_FINISH
}
