#ifndef CIMAGEIO_H
#define CIMAGEIO_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Bytes that an error text of the functions below may take, terminator included. */
enum { CIMAGE_MESSAGE = 256 };

/* Reads the dimensions of a JPEG image. Returns 0, or -1 with the reason in `message`. */
int cimage_jpeg_size(const uint8_t *bytes, size_t count, int *width, int *height, char *message);

/* Decodes a JPEG image to width*height*3 RGB bytes as libjpeg-turbo does by default (accurate integer DCT,
   smooth chroma upsampling); grey is replicated, CMYK is composed over black as Pillow composes it. Orientation
   tags are not looked at. Returns 0, or -1 with the reason in `message`, also when the data ends early. */
int cimage_jpeg_decode(const uint8_t *bytes, size_t count, uint8_t *rgb, int width, int height, char *message);

/* Sends what libav would print to a buffer of the calling thread instead. Call once. */
void cimage_capture_libav_log(void);

/* Forgets the captured message of this thread. */
void cimage_clear_libav_log(void);

/* The last message of at least error severity that libav had for this thread, or an empty string. */
const char *cimage_libav_log(void);

/* Factors of YCbCr to RGB in 13-bit fixed point. */
typedef struct {
    int cy, crv, cgu, cgv, cub, oy;
} cimage_yuv_factors;

/* Converts 8-bit 4:2:0 planes to interleaved RGB. Every chroma sample serves its 2x2 block of pixels:
   R = clip(Y' + ((V' * crv) >> 16)) and so on, Y' = ((8Y - oy) * cy) >> 16, U' = 8U - 1024, V' = 8V - 1024. */
void cimage_rgb_from_yuv420(const uint8_t *y, ptrdiff_t y_stride, const uint8_t *u, ptrdiff_t u_stride,
                            const uint8_t *v, ptrdiff_t v_stride, int width, int height,
                            const cimage_yuv_factors *factors, uint8_t *rgb);

/* Converts interleaved RGB of even size to 8-bit 4:2:0 planes, BT.601, limited range; a chroma sample is the
   rounded value of the mean of its 2x2 block. */
void cimage_yuv420_from_rgb(const uint8_t *rgb, int width, int height, uint8_t *y, ptrdiff_t y_stride,
                            uint8_t *u, ptrdiff_t u_stride, uint8_t *v, ptrdiff_t v_stride);

#ifdef __cplusplus
}
#endif
#endif
