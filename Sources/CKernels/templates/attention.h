#pragma once
/*
 * Softmax attention without the score matrix: keys are visited in blocks of KEY_BLOCK at fixed positions, and the
 * running maximum, sum and result of every query are rescaled from block to block.
 */
#include <float.h>

#include "functions.h"

enum { KEY_BLOCK = 256, SCORE_STRIDE = KEY_BLOCK + LANES };

static void pack_keys(const float *keys, size_t stride, size_t count, size_t size, size_t position,
                      float *panels) {
    for (size_t key = 0; key < count;) {
        const size_t lane = position % CK_PANEL, room = LANES - lane % LANES;
        const size_t some = count - key < room ? count - key : room;
        transpose(keys + key * stride, stride, some, size,
                  panels + position / CK_PANEL * size * CK_PANEL + lane, CK_PANEL);
        key += some;
        position += some;
    }
}

/* The scratch of one block of queries. */
typedef struct {
    float *queries, *scores, *result, *highest, *total, *rescale;
    size_t query_stride, result_stride;
} attention_state;

static attention_state attention_layout(const ck_attention_block *block) {
    attention_state s;
    s.query_stride = ck_row_stride(block->size);
    s.result_stride = (block->size + CK_PANEL - 1) / CK_PANEL * CK_PANEL;
    s.queries = block->scratch;
    s.scores = s.queries + CK_BLOCK_ROWS * s.query_stride;
    s.result = s.scores + CK_BLOCK_ROWS * SCORE_STRIDE;
    s.highest = s.result + CK_BLOCK_ROWS * s.result_stride;
    s.total = s.highest + CK_BLOCK_ROWS;
    s.rescale = s.total + CK_BLOCK_ROWS;
    return s;
}

/* Hides what a row must not see and returns the number of lanes to visit. */
CK_INLINE size_t mask_row(float *scores, size_t visible, size_t count) {
    const size_t whole = (count + LANES - 1) / LANES * LANES;
    for (size_t key = visible; key < whole; key++) scores[key] = -__builtin_inff();
    return whole;
}

/* Adds the bias of query `row` to its scores of keys start ..< start + count. */
CK_INLINE void add_bias(const ck_attention_block *block, size_t row, size_t start, size_t count, float *scores) {
    const float *bias = block->bias + row * block->bias_stride + start;
    size_t key = 0;
    for (; key + LANES <= count; key += LANES) store(scores + key, load(scores + key) + load(bias + key));
    for (; key < count; key++) scores[key] += bias[key];
}

/* The same for a bias that is the sum of a value for the key's row and one for its column. */
CK_INLINE void add_grid_bias(const ck_attention_block *block, size_t row, size_t start, size_t count, float *scores) {
    const float *rows = block->grid_rows + row * block->grid_rows_stride;
    const float *columns = block->grid_columns + row * block->grid_columns_stride;
    for (size_t key = 0; key < count;) {
        const size_t column = (start + key) % block->grid_width, room = block->grid_width - column;
        const size_t some = count - key < room ? count - key : room;
        const float term = rows[(start + key) / block->grid_width], *terms = columns + column;
        float *at = scores + key;
        size_t i = 0;
        for (; i + LANES <= some; i += LANES) store(at + i, load(at + i) + (load(terms + i) + splat(term)));
        for (; i < some; i++) at[i] += terms[i] + term;
        key += some;
    }
}

/* Scores to weights e^(score - highest), and the factor by which earlier results shrink. */
static void attention_softmax(const ck_attention_block *block, const attention_state *s, size_t start,
                              size_t count) {
    float previous[CK_BLOCK_ROWS];
    memcpy(previous, s->highest, sizeof previous);
    size_t whole = 0;
    for (size_t row = 0; row < block->rows; row++) {
        float *scores = s->scores + row * SCORE_STRIDE;
        if (block->bias) add_bias(block, row, start, count, scores);
        if (block->grid_rows) add_grid_bias(block, row, start, count, scores);
        size_t visible = count;
        if (block->causal) {
            const size_t end = block->first_query + row + 1;
            visible = end <= start ? 0 : end - start < count ? end - start : count;
        }
        whole = mask_row(scores, visible, count);
        v16 highest = load(scores);
        for (size_t key = LANES; key < whole; key += LANES) highest = larger(highest, load(scores + key));
        const float top = largest_lane(highest);
        if (top > s->highest[row]) s->highest[row] = top;
    }
    for (size_t row = 0; row < CK_BLOCK_ROWS; row += LANES) {
        store(s->rescale + row, exponential(load(previous + row) - load(s->highest + row)));
    }
    for (size_t row = 0; row < block->rows; row++) {
        float *scores = s->scores + row * SCORE_STRIDE;
        const v16 highest = splat(s->highest[row]);
        v16 sums = splat(0.0f);
        for (size_t key = 0; key < whole; key += LANES) {
            const v16 weight = exponential(load(scores + key) - highest);
            sums += weight;
            store(scores + key, weight);
        }
        s->total[row] = s->total[row] * s->rescale[row] + sum_lanes(sums);
    }
}

static void attention(const ck_attention_block *block) {
    const attention_state s = attention_layout(block);
    const size_t size = block->size;
    for (size_t row = 0; row < block->rows; row++) {
        const float *from = block->queries + row * block->query_stride;
        float *to = s.queries + row * s.query_stride;
        for (size_t i = 0; i < size; i++) to[i] = from[i] * block->scale;
    }
    for (size_t row = 0; row < CK_BLOCK_ROWS; row++) {
        s.highest[row] = -FLT_MAX; /* finite, so that e^(hidden - highest) is 0 where all keys so far are hidden */
        s.total[row] = 0;
    }
    size_t end = block->total;
    if (block->causal && block->first_query + block->rows < end) end = block->first_query + block->rows;
    for (size_t start = 0; start < end; start += KEY_BLOCK) {
        const size_t count = block->total - start < KEY_BLOCK ? block->total - start : KEY_BLOCK;
        for (size_t panel = 0; panel * CK_PANEL < count; panel++) {
            multiply_block(block->rows, size, s.queries, s.query_stride,
                           block->keys + (start + panel * CK_PANEL) * size, panel_columns(count, panel),
                           s.scores + panel * CK_PANEL, SCORE_STRIDE, 0);
        }
        attention_softmax(block, &s, start, count);
        for (size_t row = 0; start > 0 && row < block->rows; row++) {
            const v16 factor = splat(s.rescale[row]);
            float *result = s.result + row * s.result_stride;
            for (size_t i = 0; i < s.result_stride; i += LANES) store(result + i, load(result + i) * factor);
        }
        for (size_t panel = 0; panel * CK_PANEL < size; panel++) {
            multiply_block(block->rows, count, s.scores, SCORE_STRIDE,
                           block->values + (panel * block->total + start) * CK_PANEL, panel_columns(size, panel),
                           s.result + panel * CK_PANEL, s.result_stride, start > 0);
        }
    }
    for (size_t row = 0; row < block->rows; row++) {
        const float factor = s.total[row] == 0 ? 0 : 1 / s.total[row], *from = s.result + row * s.result_stride;
        float *to = block->y + row * block->y_stride;
        for (size_t i = 0; i < size; i++) to[i] = from[i] * factor;
    }
}
