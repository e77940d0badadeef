/* Short copies and fills of the implicit matrices. */
#ifndef CK_COPY_H
#define CK_COPY_H

#include <stddef.h>
#include <string.h>

/* Copies `count` floats; rows of few channels make this too short for a call of memcpy to pay. */
static inline void copy(float *to, const float *from, size_t count) {
    if (count >= 64) {
        memcpy(to, from, count * sizeof(float));
        return;
    }
    size_t i = 0;
    for (; i + 8 <= count; i += 8) memcpy(to + i, from + i, 32);
    for (; i < count; i++) to[i] = from[i];
}

static inline void clear(float *to, size_t count) {
    for (size_t i = 0; i < count; i++) to[i] = 0;
}

#endif
