#include "CImageIO.h"

#include <stdio.h>
#include <string.h>

#include <libavutil/log.h>

static _Thread_local char last_message[CIMAGE_MESSAGE];

static void capture(void *context, int level, const char *format, va_list arguments) {
    if (level > AV_LOG_ERROR) return;
    char line[CIMAGE_MESSAGE];
    int continues = 1;
    av_log_format_line2(NULL, level, format, arguments, line, sizeof line, &continues);
    (void)context;
    line[strcspn(line, "\n")] = 0;
    if (line[0]) snprintf(last_message, sizeof last_message, "%s", line);
}

void cimage_capture_libav_log(void) { av_log_set_callback(capture); }

void cimage_clear_libav_log(void) { last_message[0] = 0; }

const char *cimage_libav_log(void) { return last_message; }
