#pragma once
/* Rows of a matrix product against packed panels. */

static void gemm(const ck_product *product) {
    _Alignas(64) float c[CK_BLOCK_ROWS * CK_PANEL];
    const TILE_ELEMENT *panels = product->panels;
    for (size_t panel = product->first_panel; panel < product->last_panel; panel++) {
        multiply_block(product->rows, product->depth, product->a, product->a_stride,
                       panels + panel * product->depth * CK_PANEL, c, CK_PANEL, 0);
        finish_panel(c, CK_PANEL, product->rows, panel, product->columns, &product->epilogue,
                     product->epilogue.residual, product->y, product->y_stride);
    }
}
