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

/* sums[n] = sum over k of terms[k] [lanes] * factors of entry n, where entry n's factor k is at(n, k). */
CK_INLINE void temporal_scores(const int entries, const float *queries, const float *const *keys, size_t offset,
                               size_t size, v16 scale, float *scores) {
    v16 sums[TEMPORAL_GROUP];
#pragma clang loop unroll(full)
    for (int n = 0; n < entries; n++) sums[n] = splat(0.0f);
    for (size_t k = 0; k < size; k++) {
        const v16 query = load(queries + k * LANES);
#pragma clang loop unroll(full)
        for (int n = 0; n < entries; n++) sums[n] = multiply_add(splat(keys[n][offset + k]), query, sums[n]);
    }
#pragma clang loop unroll(full)
    for (int n = 0; n < entries; n++) store(scores + n * LANES, sums[n] * scale);
}

CK_INLINE void temporal_results(const int columns, const float *weights, const float *const *values,
                                size_t offset, size_t key_count, v16 factor, float *result) {
    v16 sums[TEMPORAL_GROUP];
#pragma clang loop unroll(full)
    for (int n = 0; n < columns; n++) sums[n] = splat(0.0f);
    for (size_t key = 0; key < key_count; key++) {
        const v16 weight = load(weights + key * LANES);
        const float *value = values[key] + offset;
#pragma clang loop unroll(full)
        for (int n = 0; n < columns; n++) sums[n] = multiply_add(splat(value[n]), weight, sums[n]);
    }
#pragma clang loop unroll(full)
    for (int n = 0; n < columns; n++) store(result + n * LANES, sums[n] * factor);
}

/* Up to 16 queries of one head. */
static void temporal_lanes(const ck_temporal_block *block, size_t first, size_t count, size_t head) {
    const size_t size = block->size, keys = block->key_count, offset = head * size;
    float *queries = block->scratch, *weights = queries + size * LANES;
    if (count < LANES) memset(queries, 0, size * LANES * sizeof(float));
    transpose(block->queries + first * block->query_stride + offset, block->query_stride, count, size, queries,
              LANES);
    const v16 scale = splat(block->scale);
    size_t key = 0;
    for (; key + TEMPORAL_GROUP <= keys; key += TEMPORAL_GROUP) {
        temporal_scores(TEMPORAL_GROUP, queries, block->keys + key, offset, size, scale, weights + key * LANES);
    }
    for (; key < keys; key++) {
        temporal_scores(1, queries, block->keys + key, offset, size, scale, weights + key * LANES);
    }
    v16 highest = load(weights), total = splat(0.0f);
    for (key = 1; key < keys; key++) highest = larger(highest, load(weights + key * LANES));
    for (key = 0; key < keys; key++) {
        const v16 weight = exponential(load(weights + key * LANES) - highest);
        total += weight;
        store(weights + key * LANES, weight);
    }
    const v16 factor = splat(1.0f) / total;
    float *result = queries; /* no longer needed */
    size_t column = 0;
    for (; column + TEMPORAL_GROUP <= size; column += TEMPORAL_GROUP) {
        temporal_results(TEMPORAL_GROUP, weights, block->values, offset + column, keys, factor,
                         result + column * LANES);
    }
    for (; column < size; column++) {
        temporal_results(1, weights, block->values, offset + column, keys, factor, result + column * LANES);
    }
    transpose(result, LANES, size, count, block->y + first * block->y_stride + offset, block->y_stride);
}

static void temporal_attention(const ck_temporal_block *block) {
    for (size_t head = 0; head < block->heads; head++) {
        for (size_t first = 0; first < block->query_count; first += LANES) {
            const size_t rest = block->query_count - first;
            temporal_lanes(block, first, rest < LANES ? rest : LANES, head);
        }
    }
}
