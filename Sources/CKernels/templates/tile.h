#pragma once
/*
 * The micro-kernel: TILE_ROWS rows of a times one 32-column panel, accumulators in registers, in column steps of
 * TILE_VECTORS vectors of TILE_LANES lanes. Every sum runs over the depth in ascending order, whatever the tile.
 *
 * The including file defines TILE_ROWS, TILE_VECTORS, TILE_LANES, the element of a and of panels TILE_ELEMENT,
 * TILE_WEIGHTS (the vector of panel elements), TILE_SPREAD (one element of a in every lane) and
 * TILE_MULTIPLY_ADD.
 */
typedef float tile_vector __attribute__((vector_size(TILE_LANES * 4)));
typedef float tile_memory __attribute__((vector_size(TILE_LANES * 4), aligned(4), may_alias));
typedef TILE_ELEMENT tile_weights __attribute__((vector_size(TILE_LANES * 4)));
typedef TILE_ELEMENT tile_panel __attribute__((vector_size(TILE_LANES * 4), aligned(4), may_alias));

/* c [rows][32] = (accumulate ? c : 0) + a [rows][depth] * panel [depth][32]; rows is a constant at each use. */
CK_INLINE void tile(const int rows, size_t depth, const TILE_ELEMENT *a, size_t a_stride,
                    const TILE_ELEMENT *panel, float *c, size_t c_stride, int accumulate) {
    tile_vector sums[TILE_ROWS][TILE_VECTORS];
#pragma clang loop unroll(full)
    for (int row = 0; row < rows; row++) {
#pragma clang loop unroll(full)
        for (int v = 0; v < TILE_VECTORS; v++) {
            sums[row][v] = accumulate ? *(const tile_memory *)(c + row * c_stride + v * TILE_LANES)
                                      : (tile_vector){0};
        }
    }
    for (size_t k = 0; k < depth; k++) {
        tile_weights w[TILE_VECTORS];
#pragma clang loop unroll(full)
        for (int v = 0; v < TILE_VECTORS; v++) w[v] = *(const tile_panel *)(panel + v * TILE_LANES);
        panel += CK_PANEL;
#pragma clang loop unroll(full)
        for (int row = 0; row < rows; row++) {
            const tile_weights x = TILE_SPREAD(a[row * a_stride + k]);
#pragma clang loop unroll(full)
            for (int v = 0; v < TILE_VECTORS; v++) sums[row][v] = TILE_MULTIPLY_ADD(x, w[v], sums[row][v]);
        }
    }
#pragma clang loop unroll(full)
    for (int row = 0; row < rows; row++) {
#pragma clang loop unroll(full)
        for (int v = 0; v < TILE_VECTORS; v++) {
            *(tile_memory *)(c + row * c_stride + v * TILE_LANES) = sums[row][v];
        }
    }
}

/* The tile of `rows` rows, as a function of its own so that each gets its own register allocation. */
#define TILE_FUNCTION(rows)                                                                                  \
    static __attribute__((noinline)) void tile_##rows(size_t depth, const TILE_ELEMENT *a, size_t a_stride,  \
                                                      const TILE_ELEMENT *panel, float *c, size_t c_stride,  \
                                                      int accumulate) {                                      \
        tile(rows, depth, a, a_stride, panel, c, c_stride, accumulate);                                      \
    }

typedef void (*tile_function)(size_t, const TILE_ELEMENT *, size_t, const TILE_ELEMENT *, float *, size_t, int);

TILE_FUNCTION(1)
TILE_FUNCTION(2)
TILE_FUNCTION(3)
TILE_FUNCTION(4)
#if TILE_ROWS > 4
TILE_FUNCTION(5)
TILE_FUNCTION(6)
#endif
#if TILE_ROWS > 6
TILE_FUNCTION(7)
TILE_FUNCTION(8)
TILE_FUNCTION(9)
TILE_FUNCTION(10)
TILE_FUNCTION(11)
TILE_FUNCTION(12)
TILE_FUNCTION(13)
TILE_FUNCTION(14)
#endif

static const tile_function tile_functions[TILE_ROWS] = {
    tile_1,  tile_2,  tile_3,  tile_4,
#if TILE_ROWS > 4
    tile_5,  tile_6,
#endif
#if TILE_ROWS > 6
    tile_7,  tile_8,  tile_9,  tile_10, tile_11, tile_12, tile_13, tile_14,
#endif
};

/* Any number of rows against one panel. */
static void multiply_block(size_t rows, size_t depth, const TILE_ELEMENT *a, size_t a_stride,
                           const TILE_ELEMENT *panel, float *c, size_t c_stride, int accumulate) {
    for (size_t row = 0; row < rows; row += TILE_ROWS) {
        const size_t height = rows - row < TILE_ROWS ? rows - row : TILE_ROWS;
        for (size_t column = 0; column < CK_PANEL; column += TILE_VECTORS * TILE_LANES) {
            tile_functions[height - 1](depth, a + row * a_stride, a_stride, panel + column,
                                       c + row * c_stride + column, c_stride, accumulate);
        }
    }
}
