#pragma once
/*
 * The micro-kernel: TILE_ROWS rows of a times one 32-column panel, accumulators in registers, in column steps of
 * TILE_VECTORS vectors of TILE_LANES lanes, or of one vector where no more columns are asked for. Every sum runs over
 * the depth in ascending order, whatever the tile.
 *
 * The including file defines TILE_ROWS, TILE_VECTORS, TILE_LANES, the element of a and of panels TILE_ELEMENT,
 * TILE_WEIGHTS (the vector of panel elements), TILE_SPREAD (one element of a in every lane) and
 * TILE_MULTIPLY_ADD.
 */
typedef float tile_vector __attribute__((vector_size(TILE_LANES * 4)));
typedef float tile_memory __attribute__((vector_size(TILE_LANES * 4), aligned(4), may_alias));
typedef TILE_ELEMENT tile_weights __attribute__((vector_size(TILE_LANES * 4)));
typedef TILE_ELEMENT tile_panel __attribute__((vector_size(TILE_LANES * 4), aligned(4), may_alias));

/* c [rows][32] = (accumulate ? c : 0) + a [rows][depth] * panel [depth][32]; rows and vectors are constants at each use. */
CK_INLINE void tile(const int rows, const int vectors, size_t depth, const TILE_ELEMENT *a, size_t a_stride,
                    const TILE_ELEMENT *panel, float *c, size_t c_stride, int accumulate) {
    tile_vector sums[TILE_ROWS][TILE_VECTORS];
#pragma clang loop unroll(full)
    for (int row = 0; row < rows; row++) {
#pragma clang loop unroll(full)
        for (int v = 0; v < vectors; v++) {
            sums[row][v] = accumulate ? *(const tile_memory *)(c + row * c_stride + v * TILE_LANES)
                                      : (tile_vector){0};
        }
    }
    for (size_t k = 0; k < depth; k++) {
        tile_weights w[TILE_VECTORS];
#pragma clang loop unroll(full)
        for (int v = 0; v < vectors; v++) w[v] = *(const tile_panel *)(panel + v * TILE_LANES);
        panel += CK_PANEL;
#pragma clang loop unroll(full)
        for (int row = 0; row < rows; row++) {
            const tile_weights x = TILE_SPREAD(a[row * a_stride + k]);
#pragma clang loop unroll(full)
            for (int v = 0; v < vectors; v++) sums[row][v] = TILE_MULTIPLY_ADD(x, w[v], sums[row][v]);
        }
    }
#pragma clang loop unroll(full)
    for (int row = 0; row < rows; row++) {
#pragma clang loop unroll(full)
        for (int v = 0; v < vectors; v++) {
            *(tile_memory *)(c + row * c_stride + v * TILE_LANES) = sums[row][v];
        }
    }
}

/* The tile of `rows` rows, as a function of its own so that each gets its own register allocation. */
#define TILE_FUNCTION(name, rows, vectors)                                                                   \
    static __attribute__((noinline)) void name##_##rows(size_t depth, const TILE_ELEMENT *a,                 \
                                                        size_t a_stride, const TILE_ELEMENT *panel,          \
                                                        float *c, size_t c_stride, int accumulate) {         \
        tile(rows, vectors, depth, a, a_stride, panel, c, c_stride, accumulate);                             \
    }

typedef void (*tile_function)(size_t, const TILE_ELEMENT *, size_t, const TILE_ELEMENT *, float *, size_t, int);

#if TILE_ROWS > 6
#define TILE_FUNCTIONS(name, vectors)                                                                        \
    TILE_FUNCTION(name, 1, vectors) TILE_FUNCTION(name, 2, vectors) TILE_FUNCTION(name, 3, vectors)          \
    TILE_FUNCTION(name, 4, vectors) TILE_FUNCTION(name, 5, vectors) TILE_FUNCTION(name, 6, vectors)          \
    TILE_FUNCTION(name, 7, vectors) TILE_FUNCTION(name, 8, vectors) TILE_FUNCTION(name, 9, vectors)          \
    TILE_FUNCTION(name, 10, vectors) TILE_FUNCTION(name, 11, vectors) TILE_FUNCTION(name, 12, vectors)       \
    TILE_FUNCTION(name, 13, vectors) TILE_FUNCTION(name, 14, vectors)                                        \
    static const tile_function name##_functions[TILE_ROWS] = {                                               \
        name##_1, name##_2, name##_3, name##_4,  name##_5,  name##_6,  name##_7,                             \
        name##_8, name##_9, name##_10, name##_11, name##_12, name##_13, name##_14,                           \
    };
#elif TILE_ROWS > 4
#define TILE_FUNCTIONS(name, vectors)                                                                        \
    TILE_FUNCTION(name, 1, vectors) TILE_FUNCTION(name, 2, vectors) TILE_FUNCTION(name, 3, vectors)          \
    TILE_FUNCTION(name, 4, vectors) TILE_FUNCTION(name, 5, vectors) TILE_FUNCTION(name, 6, vectors)          \
    static const tile_function name##_functions[TILE_ROWS] = {                                               \
        name##_1, name##_2, name##_3, name##_4, name##_5, name##_6,                                          \
    };
#else
#define TILE_FUNCTIONS(name, vectors)                                                                        \
    TILE_FUNCTION(name, 1, vectors) TILE_FUNCTION(name, 2, vectors) TILE_FUNCTION(name, 3, vectors)          \
    TILE_FUNCTION(name, 4, vectors)                                                                          \
    static const tile_function name##_functions[TILE_ROWS] = {name##_1, name##_2, name##_3, name##_4};
#endif

TILE_FUNCTIONS(tile, TILE_VECTORS)
TILE_FUNCTIONS(narrow_tile, 1)

/* Columns of panel `panel` where there are `columns` in all. */
CK_INLINE size_t panel_columns(size_t columns, size_t panel) {
    const size_t rest = columns - panel * CK_PANEL;
    return rest < CK_PANEL ? rest : CK_PANEL;
}

/* Any number of rows against the first `columns` columns of one panel, in whole vectors. */
static void multiply_block(size_t rows, size_t depth, const TILE_ELEMENT *a, size_t a_stride,
                           const TILE_ELEMENT *panel, size_t columns, float *c, size_t c_stride, int accumulate) {
    for (size_t row = 0; row < rows; row += TILE_ROWS) {
        const size_t height = rows - row < TILE_ROWS ? rows - row : TILE_ROWS;
        for (size_t column = 0; column < columns; column += TILE_VECTORS * TILE_LANES) {
            const tile_function *functions =
                columns - column <= TILE_LANES ? narrow_tile_functions : tile_functions;
            functions[height - 1](depth, a + row * a_stride, a_stride, panel + column, c + row * c_stride + column,
                                  c_stride, accumulate);
        }
    }
}
