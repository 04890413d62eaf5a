/* SPDX-License-Identifier: Apache-2.0 */
/* gunzip.h: a request's body that comes packed (Content-Encoding: gzip), unpacked as it arrives.
 * What it costs is bounded by what was sent: nobody gets much work done with few bytes. */
#ifndef FRONT_GUNZIP_H
#define FRONT_GUNZIP_H

#include <stdbool.h>

#include "lib/base/buffer.h"

enum {
    GUNZIP_BYTES = 48 * 1024, /* that one takes, beside what it unpacks */
    /* JSON of rollouts is packed to a tenth or a twentieth; what is packed to less than a hundredth
     * is a bomb, from a size on at which one hurts. */
    GUNZIP_RATIO_MAX = 100,
    GUNZIP_FREE_BYTES = 1024 * 1024,
};

struct gunzip;

enum gunzip_said {
    GUNZIP_MORE,     /* fine so far */
    GUNZIP_WHOLE,    /* fine: the end of the packed bytes has come */
    GUNZIP_SPOILT,   /* this is no gzip, or something follows its end */
    GUNZIP_TOO_LONG, /* it unpacks to more than `most` bytes, or than its ratio allows */
    GUNZIP_NO_MEMORY,
};

struct gunzip *gunzip_new(void); /* NULL: no memory */
void gunzip_free(struct gunzip *gunzip);
/* Whether the end of the packed bytes has come. */
bool gunzip_is_whole(const struct gunzip *gunzip);
/* Appends what the bytes unpack to. `out` never gets longer than `most` and 64 KiB. */
enum gunzip_said gunzip_feed(struct gunzip *gunzip, const char *bytes, size_t size, size_t most,
                             struct buffer *out);

#endif
