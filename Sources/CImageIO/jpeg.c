#include "CImageIO.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>
/* After jpeglib.h, which it needs. */
#include <jerror.h>

/* libjpeg reports fatal errors by a call that must not return. */
struct failure {
    struct jpeg_error_mgr manager;
    jmp_buf escape;
    char *message;
};

static void fail(j_common_ptr state) {
    struct failure *failure = (struct failure *)state->err;
    char text[JMSG_LENGTH_MAX];
    failure->manager.format_message(state, text);
    snprintf(failure->message, CIMAGE_MESSAGE, "%s", text);
    longjmp(failure->escape, 1);
}

/* Warnings after which pixels are made up are failures; the harmless ones pass silently. */
static void judge(j_common_ptr state, int level) {
    if (level >= 0) return;
    switch (state->err->msg_code) {
    case JWRN_JPEG_EOF:
    case JWRN_HIT_MARKER:
    case JWRN_HUFF_BAD_CODE:
    case JWRN_MUST_RESYNC:
    case JWRN_ARITH_BAD_CODE:
        fail(state);
    default:
        return;
    }
}

static void arm(struct jpeg_decompress_struct *image, struct failure *failure, char *message) {
    memset(image, 0, sizeof *image);
    image->err = jpeg_std_error(&failure->manager);
    failure->manager.error_exit = fail;
    failure->manager.emit_message = judge;
    failure->message = message;
}

int cimage_jpeg_size(const uint8_t *bytes, size_t count, int *width, int *height, char *message) {
    struct jpeg_decompress_struct image;
    struct failure failure;
    arm(&image, &failure, message);
    if (setjmp(failure.escape)) {
        jpeg_destroy_decompress(&image);
        return -1;
    }
    jpeg_create_decompress(&image);
    jpeg_mem_src(&image, bytes, count);
    jpeg_read_header(&image, TRUE);
    *width = (int)image.image_width;
    *height = (int)image.image_height;
    jpeg_destroy_decompress(&image);
    return 0;
}

static uint8_t scaled(unsigned value, unsigned by) {
    unsigned product = value * by + 128;
    return (uint8_t)(((product >> 8) + product) >> 8);
}

/* Adobe writers store CMYK inverted. */
static void compose_cmyk(const uint8_t *cmyk, uint8_t *rgb, int width, int inverted) {
    for (int column = 0; column < width; column++) {
        const uint8_t *ink = cmyk + 4 * column;
        unsigned white = inverted ? ink[3] : 255u - ink[3];
        for (int channel = 0; channel < 3; channel++) {
            unsigned amount = inverted ? 255u - ink[channel] : ink[channel];
            rgb[3 * column + channel] = (uint8_t)(white - scaled(amount, white));
        }
    }
}

int cimage_jpeg_decode(const uint8_t *bytes, size_t count, uint8_t *rgb, int width, int height, char *message) {
    struct jpeg_decompress_struct image;
    struct failure failure;
    uint8_t *volatile inks = NULL;
    arm(&image, &failure, message);
    if (setjmp(failure.escape)) {
        jpeg_destroy_decompress(&image);
        free(inks);
        return -1;
    }
    jpeg_create_decompress(&image);
    jpeg_mem_src(&image, bytes, count);
    jpeg_read_header(&image, TRUE);
    int is_cmyk = image.num_components == 4;
    image.out_color_space = is_cmyk ? JCS_CMYK : JCS_RGB;
    image.dct_method = JDCT_ISLOW;
    image.do_fancy_upsampling = TRUE;
    jpeg_start_decompress(&image);
    if ((int)image.output_width != width || (int)image.output_height != height) {
        snprintf(message, CIMAGE_MESSAGE, "the dimensions changed while decoding");
        longjmp(failure.escape, 1);
    }
    if (is_cmyk && !(inks = malloc((size_t)width * 4))) {
        snprintf(message, CIMAGE_MESSAGE, "out of memory");
        longjmp(failure.escape, 1);
    }
    while (image.output_scanline < image.output_height) {
        uint8_t *row = rgb + (size_t)image.output_scanline * width * 3;
        JSAMPROW target = is_cmyk ? inks : row;
        jpeg_read_scanlines(&image, &target, 1);
        if (is_cmyk) compose_cmyk(inks, row, width, image.saw_Adobe_marker);
    }
    jpeg_finish_decompress(&image);
    jpeg_destroy_decompress(&image);
    free(inks);
    return 0;
}
