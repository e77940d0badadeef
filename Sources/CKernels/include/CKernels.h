/*
 * Numeric kernels. Everything is Float32, row-major, channels last. Callers own all memory, including scratch;
 * nothing here allocates, keeps state or starts threads, so callers cut the work and call from any thread.
 * No result depends on how rows were cut into calls: an element is always the same chain of operations.
 *
 * `tier` (first argument) names the instruction set and must not exceed ck_best_tier().
 */
#ifndef CKERNELS_H
#define CKERNELS_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Instruction sets, in ascending order. */
enum ck_tier { CK_PORTABLE = 0, CK_AVX2 = 1, CK_AVX512 = 2 };

/* Columns of a weight panel, and the most rows that one call of a blocked kernel takes. */
enum { CK_PANEL = 32, CK_BLOCK_ROWS = 112 };

/* The highest tier of this processor. */
int ck_best_tier(void);

/* Nonzero when bfloat16 dot products exist (AVX512_BF16). */
int ck_has_bf16(void);

/* Pointwise functions; the numbering of Swift's `Activation`. */
enum ck_activation {
    CK_NONE = 0,
    CK_RELU = 1,
    CK_SILU = 2,
    CK_GELU = 3,
    CK_QUICK_GELU = 4,
    CK_SIGMOID = 5,
    CK_TANH = 6
};

/* ---- Matrix products (pack.c, gemm.h) -------------------------------------------------------------------- */

/*
 * What happens to a product before it is stored: y = outer(activation(a W + bias) + residual). Gated products hold
 * 16 columns u and the 16 columns g that go with them in every panel, and store u * gelu(g) + residual.
 * With an outer function the activation is CK_NONE (or CK_RELU, twice); with slopes it is CK_NONE.
 */
typedef struct {
    const float *bias;     /* [panels * 32], in panel order, or null */
    const float *residual; /* same rows as y, or null */
    size_t residual_stride;
    int activation;
    int gated;
    int outer;           /* CK_NONE, CK_RELU, CK_SIGMOID or CK_TANH */
    const float *slopes; /* [panels * 32], in panel order: factors of negative results in place of outer; or null */
} ck_epilogue;

/*
 * Rows of a product: a [rows, depth] with row stride a_stride (ck_row_stride avoids cache conflicts), panels
 * [ceil(N / 32)][depth][32], y [rows, columns] with row stride y_stride. Panels first ..< last are computed;
 * `columns` counts the valid columns of the whole result. rows <= CK_BLOCK_ROWS.
 * In bfloat16 an element of a and of panels is a pair of neighbours along the depth.
 */
typedef struct {
    size_t rows, depth;
    const void *a;
    size_t a_stride;
    const void *panels;
    size_t columns, first_panel, last_panel;
    float *y;
    size_t y_stride;
    ck_epilogue epilogue;
} ck_product;

void ck_gemm(int tier, const ck_product *product);
void ck_gemm_bf16(const ck_product *product);

/* Row stride for blocks of `depth` columns: at least depth, an odd number of cache lines. */
size_t ck_row_stride(size_t depth);

/*
 * Packs rows of weight [n, channels, taps] into panels first ..< last of [ceil(n / 32)][taps * channels][32],
 * depth ordered tap first, missing rows zero. Gated: 16 rows of the first half, then their 16 of the second.
 */
void ck_pack_weights(const float *weight, size_t n, size_t channels, size_t taps, int gated, size_t first,
                     size_t last, float *panels);

/* The inverse of ck_pack_weights. */
void ck_unpack_weights(const float *panels, size_t n, size_t channels, size_t taps, int gated, size_t first,
                       size_t last, float *weight);

/* Panels [count][depth][32] to bfloat16 pairs [count][ceil(depth / 2)][32][2], round to nearest even. */
void ck_panels_to_bf16(const float *panels, size_t count, size_t depth, uint16_t *pairs);

/* Rows of x to a block of row stride a_stride. */
void ck_copy_rows(const float *x, size_t x_stride, size_t rows, size_t depth, float *a, size_t a_stride);

/* The same in bfloat16 pairs; a_stride counts pairs. Only with ck_has_bf16(). */
void ck_copy_rows_bf16(const float *x, size_t x_stride, size_t rows, size_t depth, uint16_t *a,
                       size_t a_stride);

/* ---- Convolution and pooling (gather.c, volume.c, winograd.h, pool.h) ------------------------------------------------------------------ */

/* A 2-D convolution's geometry; images are [height, width, channels]. */
typedef struct {
    size_t height, width, channels;
    size_t kernel_height, kernel_width, stride;
    size_t top, left;
    size_t output_height, output_width;
} ck_window;

/*
 * Rows of the implicit matrix: output pixels first ..< first + rows counted over all images, each
 * kernel_height * kernel_width * channels values in tap order, zero where the window leaves the image.
 */
void ck_gather(int tier, const ck_window *window, const float *images, size_t first, size_t rows, float *a,
               size_t a_stride);

/* A window's geometry in three dimensions; videos are [frames, height, width, channels]. */
typedef struct {
    size_t frames, height, width, channels;
    size_t kernel_frames, kernel_height, kernel_width;
    size_t stride_frames, stride_height, stride_width;
    size_t front, top, left;
    size_t output_frames, output_height, output_width;
} ck_volume;

/*
 * Rows of the implicit matrix: output pixels first ..< first + rows counted over all videos, each
 * kernel_frames * kernel_height * kernel_width * channels values in tap order, zero outside the video.
 */
void ck_gather_volume(const ck_volume *volume, const float *videos, size_t first, size_t rows, float *a,
                      size_t a_stride);

/*
 * Largest value, or (average) mean, of the pixels under the window that lie in the video, for output pixels
 * first ..< first + rows counted over all videos: y [rows, channels] with row stride y_stride. Every window must touch
 * the video.
 */
void ck_pool(int tier, const ck_volume *volume, const float *videos, size_t first, size_t rows, int average,
             float *y, size_t y_stride);

/*
 * A convolution of every channel by itself, added to `residual` [rows, channels] of the same place:
 * y = residual + bias + sum of taps, for output pixels first ..< first + rows counted over all videos. weights
 * [taps][channels] in tap order; taps outside the video count as zero.
 */
void ck_depthwise(int tier, const ck_volume *volume, const float *videos, const float *weights, const float *bias,
                  const float *residual, size_t first, size_t rows, float *y);

/*
 * Winograd F(4x4,3x3) (36 positions, tiles of 4x4 outputs) and, along one axis, F(4,3) (6 positions, tiles
 * of 4 outputs). Values of a tile between channels and the next multiple of 16 are undefined and not used.
 */
typedef struct {
    size_t height, width, channels; /* of an image; in one dimension height counts frames, width pixels */
    size_t top, left;
    size_t output_height, output_width;
    int one_dimensional;
} ck_winograd;

/* Tiles per image, and positions of the transform. */
size_t ck_winograd_tiles(const ck_winograd *shape);
size_t ck_winograd_positions(const ck_winograd *shape);

/*
 * Floats from one position to the next in a block of `rows` (even) tiles, or rows of weights, of stride `stride`: an
 * odd number of cache lines, so that the positions of one tile do not compete for the same cache sets.
 */
size_t ck_winograd_plane(size_t rows, size_t stride);

/* Tiles first ..< first + count of all images to v [positions], v_plane floats apart, rows of v_stride. */
void ck_winograd_input(int tier, const ck_winograd *shape, const float *images, size_t first, size_t count,
                       float *v, size_t v_stride, size_t v_plane);

/* One panel [taps][channels][32] of 9 (3 in one dimension) taps to u [positions][channels][32], u_plane apart. */
void ck_winograd_weights(int tier, const ck_winograd *shape, const float *panel, float *u, size_t u_plane);

/*
 * Products of transformed tiles and transformed weights, and the output transform. Panels first_panel ..<
 * last_panel of tiles first ..< first + count go to y [images, output_height, output_width, columns]. u points to
 * first_panel's weights at position 0; the next panel follows channels * 32 floats later.
 * scratch: positions * ck_winograd_plane(even count, panels * 32) floats.
 */
typedef struct {
    const float *v;
    size_t v_stride, v_plane;
    const float *u;
    size_t u_plane;
    size_t first, count;
    size_t first_panel, last_panel, columns;
    ck_epilogue epilogue;
    float *y;
    size_t y_stride; /* floats from one pixel to the next */
    float *scratch;
} ck_winograd_block;

void ck_winograd_output(int tier, const ck_winograd *shape, const ck_winograd_block *block);

/*
 * The same with three taps along time as well, one frame of zeros at each end: the transformed frames before, at and
 * after an output frame are multiplied by their tap's weights and summed before the output transform. `shape` is that
 * of one frame; images are the frames of all videos. Output frames first_frame ..< last_frame of `video`, tiles
 * first ..< first + count of each, one panel. v holds rows [frames][count] of the input frames from the one before
 * first_frame to the one after the last, as far as they exist; u [3][channels][32] for every position.
 * scratch: positions * ck_winograd_plane(even number of rows, 32) floats.
 */
typedef struct {
    const float *v;
    size_t v_stride, v_plane;
    const float *u;
    size_t u_plane;
    size_t video, frames, first_frame, last_frame;
    size_t first, count;
    size_t panel, columns;
    ck_epilogue epilogue;
    float *y;
    size_t y_stride;
    float *scratch;
} ck_winograd_frames;

void ck_winograd_frames_output(int tier, const ck_winograd *shape, const ck_winograd_frames *block);

/*
 * Winograd's algorithm for convolutions of few channels with square kernels of stride 1 or 2 in space. A stride of two
 * is taken apart: pixels two apart make a phase image, on whose channels (phases of rows, of columns, channels of the
 * video) the kernel has stride 1 and half as many taps. Kernel frames are neighbours in memory, so that one product
 * runs over all of them. Tiles are F(4x4,3x3) or, at the same points, F(3x3,4x4).
 */
typedef struct {
    size_t frames;        /* of a video */
    size_t height, width; /* of a phase image, padding included, so that every tile lies inside */
    size_t depth;         /* channels of a phase image, at most 16 */
    size_t taps;          /* of the kernel on a phase image: 3 or 4 */
    size_t kernel_frames, stride_frames, front;
    size_t output_frames, output_height, output_width;
} ck_stem;

/* Outputs of a tile along one axis, tiles of an output frame, and floats of a tile's row in v. */
size_t ck_stem_outputs(const ck_stem *stem);
size_t ck_stem_tiles(const ck_stem *stem);
size_t ck_stem_row(const ck_stem *stem);

/* One frame of a video to its phase image [height][width][depth]. */
void ck_stem_phases(const ck_volume *volume, const ck_stem *stem, const float *frame, float *phases);

/*
 * Tiles first ..< first + count of all frames of a video to v [36], v_plane apart: rows of ck_stem_row floats that hold
 * [padded frames][depth]. 16 floats after the last phase image must be readable.
 */
void ck_stem_input(int tier, const ck_stem *stem, const float *phases, size_t first, size_t count, float *v,
                   size_t v_plane);

/* One panel [taps][channels][32] of the volume's kernel to u [36][kernel_frames * depth][32], u_plane apart. */
void ck_stem_weights(int tier, const ck_volume *volume, const ck_stem *stem, const float *panel, float *u,
                     size_t u_plane);

/*
 * Products of one panel and the output transform. scratch: 36 * ck_winograd_plane(even number of rows, 32) floats, a row
 * for every tile and output frame.
 */
typedef struct {
    const float *v;
    size_t v_plane;
    const float *u;
    size_t u_plane;
    size_t video, first, count;
    size_t panel, columns;
    ck_epilogue epilogue;
    float *y;
    size_t y_stride;
    float *scratch;
} ck_stem_block;

void ck_stem_output(int tier, const ck_stem *stem, const ck_stem_block *block);

/* ---- Attention (attention.h, temporal.h) ----------------------------------------------------------------- */

/* Keys [count, size] of row stride `stride` to columns position ..< of panels [ceil(total / 32)][size][32]. */
void ck_pack_keys(int tier, const float *keys, size_t stride, size_t count, size_t size, size_t position,
                  float *panels);

/* Values [count, size] to rows position ..< of panels [ceil(size / 32)][total][32], missing columns zero. */
void ck_pack_values(const float *values, size_t stride, size_t count, size_t size, size_t position,
                    size_t total, float *panels);

/* Softmax attention of one head for up to CK_BLOCK_ROWS queries. */
typedef struct {
    const float *queries;
    size_t query_stride, rows, size;
    const float *keys, *values; /* packed as above; lanes of keys past `total` must be finite */
    size_t total;
    size_t first_query; /* of this block, for the causal mask */
    int causal;         /* hide keys after the query */
    float scale;
    /* Added to the scaled scores: bias[query * bias_stride + key] of this block's queries, or null. -inf hides. */
    const float *bias;
    size_t bias_stride;
    /*
     * Added too, for keys that are cells of a grid of grid_width columns: grid_rows[.. + key / grid_width] +
     * grid_columns[.. + key % grid_width], queries grid_*_stride apart; or null.
     */
    const float *grid_rows, *grid_columns;
    size_t grid_rows_stride, grid_columns_stride, grid_width;
    float *y;
    size_t y_stride;
    float *scratch; /* ck_attention_scratch(size) floats */
} ck_attention_block;

size_t ck_attention_scratch(size_t size);

/* A query from which every key is hidden gets zeros. */
void ck_attention(int tier, const ck_attention_block *block);

/*
 * Attention of `queries` tokens at one place, each of them against `keys` tokens given by pointers, all heads.
 * Query f starts at queries + f * query_stride; the result likewise. scratch: ck_temporal_scratch floats.
 */
typedef struct {
    const float *queries;
    size_t query_stride, query_count;
    const float *const *keys;
    const float *const *values;
    size_t key_count;
    size_t heads, size;
    float scale;
    float *y;
    size_t y_stride;
    float *scratch;
} ck_temporal_block;

size_t ck_temporal_scratch(size_t key_count, size_t size);
void ck_temporal_attention(int tier, const ck_temporal_block *block);

/* ---- Regions (region.h) ---------------------------------------------------------------------------------- */

/*
 * A box on a feature map [height, width, channels], cut into bins * bins; every bin is the mean of
 * samples_down * samples_across bilinear samples at regular places. Samples beyond one cell outside the map are 0,
 * nearer ones take the value at its edge. left and top count cells from the centre of the first.
 */
typedef struct {
    const float *image;
    size_t height, width, channels;
    float left, top, bin_width, bin_height;
    size_t bins, samples_across, samples_down;
} ck_region;

/* y [bins, bins, channels] */
void ck_region_align(int tier, const ck_region *region, float *y);

/* ---- Normalisation (norm.h) ------------------------------------------------------------------------------ */

/* Sums and sums of squares of every channel over rows [pixels, channels]: sums [2][channels]. */
void ck_channel_sums(int tier, const float *x, size_t pixels, size_t channels, double *sums);

/*
 * Scale and shift [channels] such that a normalised value is x * scale + shift, from `parts` consecutive results of
 * ck_channel_sums over `pixels` pixels in all. Biased variance.
 */
void ck_group_scale(const double *sums, size_t parts, size_t pixels, size_t channels, size_t groups, double epsilon,
                    const float *weight, const float *bias, float *scale, float *shift);

/* y = activation(x * scale + shift) on rows of `channels`. */
void ck_scale_shift(int tier, const float *x, size_t rows, size_t channels, const float *scale,
                    const float *shift, int activation, float *y);

/* y = max(0, residual + activation(x * scale + shift)); the activation is CK_NONE or CK_RELU. */
void ck_scale_shift_add(int tier, const float *x, size_t rows, size_t channels, const float *scale,
                        const float *shift, int activation, const float *residual, float *y);

/* Layer normalisation of rows. */
void ck_layer_norm(int tier, const float *x, size_t rows, size_t width, double epsilon, const float *weight,
                   const float *bias, float *y);

/* ---- Pointwise (pointwise.h) ----------------------------------------------------------------------------- */

/* y = a * x + b * z over count elements. */
void ck_combine(int tier, const float *x, float a, const float *z, float b, size_t count, float *y);

/* y = factor * x. */
void ck_multiply(int tier, const float *x, float factor, size_t count, float *y);

void ck_activate(int tier, const float *x, int activation, size_t count, float *y);

/* Adds `term` [width] to rows. */
void ck_add_row(int tier, const float *x, const float *term, size_t rows, size_t width, float *y);

/* y [columns, rows] = transpose of x [rows, columns], with row strides. */
void ck_transpose(int tier, const float *x, size_t x_stride, size_t rows, size_t columns, float *y,
                  size_t y_stride);

/* Turns column pairs (2m, 2m + 1), m < pairs, of every row by the angle of (cosines[m], sines[m]), in place. */
void ck_rotate(int tier, float *x, size_t stride, size_t rows, size_t pairs, const float *cosines,
               const float *sines);

/* y = x * z on rows, and y = (1 - z) * x + z * q; every row stride is its own. */
void ck_multiply_rows(int tier, const float *x, size_t x_stride, const float *z, size_t z_stride, size_t rows,
                      size_t width, float *y, size_t y_stride);
void ck_mix_rows(int tier, const float *x, size_t x_stride, const float *q, size_t q_stride, const float *z,
                 size_t z_stride, size_t rows, size_t width, float *y, size_t y_stride);

/* ---- Sampling (sampling.h) ------------------------------------------------------------------------------- */

/*
 * Bilinear resize of an image [height, width, channels], output rows first ..< first + rows of y [..., output_width,
 * channels]: source coordinate max((d + 0.5) * ratio - 0.5, 0), border-clamped neighbour, times `factor`.
 */
typedef struct {
    size_t height, width, channels, output_width;
    float vertical_ratio, horizontal_ratio, factor;
} ck_resize;

void ck_resize_rows(int tier, const ck_resize *shape, const float *image, size_t first, size_t rows, float *y);

/*
 * Bilinear samples of an image [height, width, channels] at (x + u, y + v), border-clamped, for its pixels first ..<
 * first + count; flow points to (u, v) of the image's first pixel, y to the first result. A flow that is no number
 * gives no number.
 */
typedef struct {
    size_t height, width, channels;
    size_t flow_stride, y_stride;
} ck_warp_shape;

void ck_warp(int tier, const ck_warp_shape *shape, const float *image, const float *flow, size_t first, size_t count,
             float *y);

/*
 * Windows of correlation maps. Query q has its maps of all levels behind each other at maps + q * map_stride, of
 * (height >> level) * (width >> level) values. Level l is sampled bilinearly, zero outside, at
 * (x + factor * u, y + factor * v) / 2^l + (i, j) for i, j in -radius ... radius, where (x, y) is place q in the grid
 * of query_width columns. Row q of y holds levels * (2 radius + 1)^2 values, level first, then i, then j.
 */
enum { CK_LARGEST_RADIUS = 7 };
typedef struct {
    size_t height, width, levels, radius, map_stride;
    size_t query_width, flow_stride, y_stride;
    float factor;
} ck_lookup_shape;

void ck_lookup(int tier, const ck_lookup_shape *shape, const float *maps, const float *flow, size_t first,
               size_t count, float *y);

/*
 * Convex upsampling by n = factor of a flow [height, width, 2]: output pixel (n y + a, n x + b) is
 * the sum over the 3 x 3 neighbours k (zero outside) of softmax_k(mask[k][a][b]) * n * flow. mask points to the first
 * pixel of row `first`, 9 n n values a pixel; rows first ..< first + rows go to y, the whole output
 * [n height, n width, 2].
 */
void ck_convex_upsample(int tier, const float *mask, const float *flow, size_t height, size_t width, size_t factor,
                        size_t first, size_t rows, float *y);

/* ---- Measurement (peak.h) -------------------------------------------------------------------------------- */

/* Runs `rounds` rounds of independent multiply-adds in registers and returns the operations done. */
double ck_peak(int tier, size_t rounds, float *sink);

#ifdef __cplusplus
}
#endif
#endif
