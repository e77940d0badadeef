/* Kernels for any processor: vectors of four, which SSE, NEON and others have. */
#define CK_FMA 0
#define CK_REGISTERS 16
#define CK_TABLE ck_portable
#define TILE_ROWS 4
#define TILE_VECTORS 2
#define TILE_LANES 4
#define TILE_ELEMENT float
#define TILE_SPREAD(x) ((tile_weights){(x), (x), (x), (x)})
#define TILE_MULTIPLY_ADD(x, w, sum) ((x) * (w) + (sum))

#include "templates/tier.h"
