#pragma once
/* Rows of a matrix product against packed panels. */

static void gemm(const ck_product *product) {
    _Alignas(64) float c[TILE_ROWS * CK_PANEL];
    const TILE_ELEMENT *a = product->a, *panels = product->panels;
    const size_t residual_stride = product->epilogue.residual_stride;
    for (size_t panel = product->first_panel; panel < product->last_panel; panel++) {
        const size_t columns = product->epilogue.gated ? CK_PANEL : panel_columns(product->columns, panel);
        for (size_t row = 0; row < product->rows; row += TILE_ROWS) {
            const size_t height = product->rows - row < TILE_ROWS ? product->rows - row : TILE_ROWS;
            multiply_block(height, product->depth, a + row * product->a_stride, product->a_stride,
                           panels + panel * product->depth * CK_PANEL, columns, c, CK_PANEL, 0);
            finish_panel(c, CK_PANEL, height, panel, product->columns, &product->epilogue,
                         product->epilogue.residual ? product->epilogue.residual + row * residual_stride : 0,
                         product->y + row * product->y_stride, product->y_stride);
        }
    }
}
