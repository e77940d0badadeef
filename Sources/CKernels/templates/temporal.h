#pragma once
/*
 * Attention of few queries at one place: the queries (frames) are the lanes of a vector, so that scores, softmax
 * and result need no sums across lanes and never leave the nearest cache.
 */
#include "functions.h"

#if CK_REGISTERS >= 32
enum { TEMPORAL_GROUP = 8 };
#else
enum { TEMPORAL_GROUP = 4 };
#endif

/* Scores of `entries` keys [.., size], whose rows follow each other, for 16 queries [size][lanes]. */
CK_INLINE void temporal_scores(const int entries, const float *queries, const float *keys, size_t size, v16 scale,
                               float *scores) {
    v16 sums[TEMPORAL_GROUP];
#pragma clang loop unroll(full)
    for (int n = 0; n < entries; n++) sums[n] = splat(0.0f);
    for (size_t k = 0; k < size; k++) {
        const v16 query = load(queries + k * LANES);
#pragma clang loop unroll(full)
        for (int n = 0; n < entries; n++) sums[n] = multiply_add(splat(keys[n * size + k]), query, sums[n]);
    }
#pragma clang loop unroll(full)
    for (int n = 0; n < entries; n++) store(scores + n * LANES, sums[n] * scale);
}

/* `columns` columns of the mean of values [key_count, size] under the weights [key_count][lanes]. */
CK_INLINE void temporal_results(const int columns, const float *weights, const float *values, size_t size,
                                size_t key_count, v16 factor, float *result) {
    v16 sums[TEMPORAL_GROUP];
#pragma clang loop unroll(full)
    for (int n = 0; n < columns; n++) sums[n] = splat(0.0f);
    for (size_t key = 0; key < key_count; key++) {
        const v16 weight = load(weights + key * LANES);
        const float *value = values + key * size;
#pragma clang loop unroll(full)
        for (int n = 0; n < columns; n++) sums[n] = multiply_add(splat(value[n]), weight, sums[n]);
    }
#pragma clang loop unroll(full)
    for (int n = 0; n < columns; n++) store(result + n * LANES, sums[n] * factor);
}

/* The scratch of one place: transposed queries, weights, and one head's keys and values side by side. */
typedef struct {
    float *queries, *weights, *keys, *values;
} temporal_state;

static temporal_state temporal_layout(const ck_temporal_block *block) {
    temporal_state s;
    s.queries = block->scratch;
    s.weights = s.queries + block->size * LANES;
    s.keys = s.weights + block->key_count * LANES;
    s.values = s.keys + block->key_count * block->size;
    return s;
}

/* Asks for the same head's columns of the next place, which usually is the token behind this one. */
CK_INLINE void prefetch_next(const float *token, size_t depth, size_t size) {
    for (size_t i = 0; i < size; i += LANES) __builtin_prefetch(token + depth + i, 0, 2);
}

/* Up to 16 queries of one head. */
static void temporal_lanes(const ck_temporal_block *block, const temporal_state *s, size_t first, size_t count,
                           size_t head) {
    const size_t size = block->size, keys = block->key_count, offset = head * size;
    float *weights = s->weights;
    if (count < LANES) memset(s->queries, 0, size * LANES * sizeof(float));
    transpose(block->queries + first * block->query_stride + offset, block->query_stride, count, size, s->queries,
              LANES);
    const v16 scale = splat(block->scale);
    size_t key = 0;
    for (; key + TEMPORAL_GROUP <= keys; key += TEMPORAL_GROUP) {
        temporal_scores(TEMPORAL_GROUP, s->queries, s->keys + key * size, size, scale, weights + key * LANES);
    }
    for (; key < keys; key++) {
        temporal_scores(1, s->queries, s->keys + key * size, size, scale, weights + key * LANES);
    }
    v16 highest = load(weights), total = splat(0.0f);
    for (key = 1; key < keys; key++) highest = larger(highest, load(weights + key * LANES));
    for (key = 0; key < keys; key++) {
        const v16 weight = exponential(load(weights + key * LANES) - highest);
        total += weight;
        store(weights + key * LANES, weight);
    }
    const v16 factor = splat(1.0f) / total;
    float *result = s->queries; /* no longer needed */
    size_t column = 0;
    for (; column + TEMPORAL_GROUP <= size; column += TEMPORAL_GROUP) {
        temporal_results(TEMPORAL_GROUP, weights, s->values + column, size, keys, factor, result + column * LANES);
    }
    for (; column < size; column++) {
        temporal_results(1, weights, s->values + column, size, keys, factor, result + column * LANES);
    }
    transpose(result, LANES, size, count, block->y + first * block->y_stride + offset, block->y_stride);
}

static void temporal_attention(const ck_temporal_block *block) {
    const temporal_state s = temporal_layout(block);
    const size_t size = block->size;
    for (size_t head = 0; head < block->heads; head++) {
        /* Tokens of successive frames lie a power of two apart more often than not, and would share a few cache sets. */
        for (size_t key = 0; key < block->key_count; key++) {
            memcpy(s.keys + key * size, block->keys[key] + head * size, size * sizeof(float));
            memcpy(s.values + key * size, block->values[key] + head * size, size * sizeof(float));
            prefetch_next(block->keys[key] + head * size, block->heads * size, size);
            prefetch_next(block->values[key] + head * size, block->heads * size, size);
        }
        for (size_t query = 0; query < block->query_count; query++) {
            prefetch_next(block->queries + query * block->query_stride + head * size, block->heads * size, size);
        }
        for (size_t first = 0; first < block->query_count; first += LANES) {
            const size_t rest = block->query_count - first;
            temporal_lanes(block, &s, first, rest < LANES ? rest : LANES, head);
        }
    }
}
