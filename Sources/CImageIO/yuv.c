#include "CImageIO.h"

static uint8_t clip(int value) { return (uint8_t)(value < 0 ? 0 : value > 255 ? 255 : value); }

void cimage_rgb_from_yuv420(const uint8_t *y, ptrdiff_t y_stride, const uint8_t *u, ptrdiff_t u_stride,
                            const uint8_t *v, ptrdiff_t v_stride, int width, int height,
                            const cimage_yuv_factors *factors, uint8_t *rgb) {
    const cimage_yuv_factors k = *factors;
    for (int row = 0; row < height; row++) {
        const uint8_t *luma = y + row * y_stride;
        const uint8_t *blue = u + row / 2 * u_stride;
        const uint8_t *red = v + row / 2 * v_stride;
        uint8_t *out = rgb + (size_t)row * width * 3;
        for (int column = 0; column < width; column++) {
            int base = ((8 * luma[column] - k.oy) * k.cy) >> 16;
            int cb = 8 * blue[column / 2] - 1024;
            int cr = 8 * red[column / 2] - 1024;
            out[3 * column] = clip(base + ((cr * k.crv) >> 16));
            out[3 * column + 1] = clip(base + ((cb * k.cgu) >> 16) + ((cr * k.cgv) >> 16));
            out[3 * column + 2] = clip(base + ((cb * k.cub) >> 16));
        }
    }
}

/* 16-bit fixed point: 0.299, 0.587, 0.114 times 219/255, and the colour differences times 224/255. */
void cimage_yuv420_from_rgb(const uint8_t *rgb, int width, int height, uint8_t *y, ptrdiff_t y_stride,
                            uint8_t *u, ptrdiff_t u_stride, uint8_t *v, ptrdiff_t v_stride) {
    for (int row = 0; row < height; row++) {
        const uint8_t *pixel = rgb + (size_t)row * width * 3;
        uint8_t *luma = y + row * y_stride;
        for (int column = 0; column < width; column++, pixel += 3) {
            luma[column] =
                (uint8_t)((16829 * pixel[0] + 33039 * pixel[1] + 6416 * pixel[2] + (16 << 16) + (1 << 15)) >> 16);
        }
    }
    for (int row = 0; row < height / 2; row++) {
        const uint8_t *upper = rgb + (size_t)row * 2 * width * 3;
        const uint8_t *lower = upper + (size_t)width * 3;
        for (int column = 0; column < width / 2; column++, upper += 6, lower += 6) {
            int r = upper[0] + upper[3] + lower[0] + lower[3];
            int g = upper[1] + upper[4] + lower[1] + lower[4];
            int b = upper[2] + upper[5] + lower[2] + lower[5];
            u[row * u_stride + column] = (uint8_t)((-9714 * r - 19070 * g + 28784 * b + (512 << 16) + (1 << 17)) >> 18);
            v[row * v_stride + column] = (uint8_t)((28784 * r - 24103 * g - 4681 * b + (512 << 16) + (1 << 17)) >> 18);
        }
    }
}
