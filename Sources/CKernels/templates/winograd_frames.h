#pragma once
/* Winograd's algorithm in space with three taps along time, summed in the transformed domain. */
#include "winograd.h"

/* Products of output frames first ..< last (a subset of the block's) with the input frames `shift` away. */
static void winograd_add_tap(const ck_winograd *shape, const ck_winograd_frames *block, size_t first, size_t last,
                             ptrdiff_t shift, const float *v, const float *weights, float *c) {
    if (first >= last) return;
    const size_t start = block->first_frame > 0 ? block->first_frame - 1 : 0;
    const size_t from = (size_t)((ptrdiff_t)first + shift) - start;
    multiply_block((last - first) * block->count, shape->channels, v + from * block->count * block->v_stride,
                   block->v_stride, weights, CK_PANEL, c + (first - block->first_frame) * block->count * CK_PANEL,
                   CK_PANEL, shift != 0);
}

static void winograd_frames_output(const ck_winograd *shape, const ck_winograd_frames *block) {
    const size_t first = block->first_frame, last = block->last_frame, frames = block->frames;
    const size_t rows = (last - first) * block->count, plane = ck_winograd_plane((rows + 1) / 2 * 2, CK_PANEL);
    const size_t tap = shape->channels * CK_PANEL;
    for (size_t p = 0; p < ck_winograd_positions(shape); p++) {
        const float *v = block->v + p * block->v_plane, *u = block->u + p * block->u_plane;
        float *c = block->scratch + p * plane;
        winograd_add_tap(shape, block, first, last, 0, v, u + tap, c);
        winograd_add_tap(shape, block, first > 0 ? first : 1, last, -1, v, u, c);
        winograd_add_tap(shape, block, first, last < frames ? last : frames - 1, 1, v, u + 2 * tap, c);
    }
    ck_winograd_block finish = {
        .columns = block->columns, .epilogue = block->epilogue, .y = block->y, .y_stride = block->y_stride};
    const size_t each = ck_winograd_tiles(shape);
    for (size_t row = 0; row < rows; row++) {
        const size_t frame = block->video * frames + first + row / block->count;
        const winograd_place place = place_of(shape, frame * each + block->first + row % block->count);
        winograd_finish(shape, &finish, place, block->panel, block->scratch + row * CK_PANEL, plane, 0);
    }
}
