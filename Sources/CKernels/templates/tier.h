/* All kernels of one tier as a table CK_TABLE. The including file has set the target and the CK_ and TILE_ macros. */
#include "functions.h"
#include "tile.h"

#include "pointwise.h"

#include "attention.h"
#include "epilogue.h"
#include "gather.h"
#include "gemm.h"
#include "norm.h"
#include "peak.h"
#include "pool.h"
#include "depthwise.h"
#include "region.h"
#include "sampling.h"
#include "stem.h"
#include "temporal.h"
#include "winograd.h"
#include "winograd_frames.h"

const ck_kernels CK_TABLE = {
    .gemm = gemm,
    .gather = gather,
    .winograd_input = winograd_input,
    .winograd_weights = winograd_weights,
    .winograd_output = winograd_output,
    .winograd_frames_output = winograd_frames_output,
    .pool = pool,
    .depthwise = depthwise,
    .stem_input = stem_input,
    .stem_weights = stem_weights,
    .stem_output = stem_output,
    .pack_keys = pack_keys,
    .attention = attention,
    .temporal_attention = temporal_attention,
    .region_align = region_align,
    .channel_sums = channel_sums,
    .scale_shift = scale_shift,
    .scale_shift_add = scale_shift_add,
    .layer_norm = layer_norm,
    .combine = combine,
    .multiply = multiply,
    .activate = activate,
    .add_row = add_row,
    .transpose = transpose,
    .rotate = rotate,
    .multiply_rows = multiply_rows,
    .mix_rows = mix_rows,
    .resize_rows = resize_rows,
    .warp = warp,
    .lookup = lookup,
    .convex_upsample = convex_upsample,
    .peak = peak,
};
