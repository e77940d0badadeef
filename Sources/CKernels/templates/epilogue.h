#pragma once
/* What follows a matrix product: bias, activation or gate, residual, and the store of the valid columns. */
#include "functions.h"

/* One vector of results: value is activated, the residual added, `count` lanes stored. */
CK_INLINE void finish_vector(v16 value, const float *residual, float *y, size_t count) {
    if (count >= LANES) {
        store(y, residual ? value + load(residual) : value);
    } else {
        store_part(y, residual ? value + load_part(residual, count) : value, count);
    }
}

CK_INLINE void finish_rows(const float *c, size_t c_stride, size_t rows, const float *bias,
                           const float *residual, size_t residual_stride, const int activation, float *y,
                           size_t y_stride, size_t count) {
    const v16 first = bias ? load(bias) : splat(0.0f), second = bias ? load(bias + LANES) : splat(0.0f);
    for (size_t row = 0; row < rows; row++) {
        const float *from = c + row * c_stride, *extra = residual ? residual + row * residual_stride : 0;
        float *to = y + row * y_stride;
        finish_vector(activated(load(from) + first, activation), extra, to, count);
        if (count > LANES) {
            finish_vector(activated(load(from + LANES) + second, activation), extra ? extra + LANES : 0,
                          to + LANES, count - LANES);
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
                          extra ? extra + row * epilogue->residual_stride : 0, y + row * y_stride + start, count);
        }
        return;
    }
#define CK_FINISH(kind)                                                                                      \
    case kind:                                                                                               \
        finish_rows(c, c_stride, rows, bias, extra, epilogue->residual_stride, kind, y + start, y_stride,    \
                    count);                                                                                  \
        break;
    switch (epilogue->activation) {
        CK_FINISH(CK_RELU)
        CK_FINISH(CK_SILU)
        CK_FINISH(CK_GELU)
        CK_FINISH(CK_QUICK_GELU)
    default:
        finish_rows(c, c_stride, rows, bias, extra, epilogue->residual_stride, CK_NONE, y + start, y_stride, count);
    }
#undef CK_FINISH
}
