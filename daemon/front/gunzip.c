/* SPDX-License-Identifier: Apache-2.0 */
/* gunzip.c: see gunzip.h. */
#include "daemon/front/gunzip.h"

#include <stdint.h>
#include <stdlib.h>
#define ZLIB_CONST 1
#include <zlib.h>

struct gunzip {
    z_stream stream;
    uint64_t packed;
    bool whole;
};

enum { GZIP_ONLY = MAX_WBITS + 16, PIECE_BYTES = 64 * 1024 };

struct gunzip *gunzip_new(void)
{
    struct gunzip *gunzip = calloc(1, sizeof *gunzip);
    if (gunzip && inflateInit2(&gunzip->stream, GZIP_ONLY) == Z_OK)
        return gunzip;
    free(gunzip);
    return NULL;
}

void gunzip_free(struct gunzip *gunzip)
{
    if (!gunzip)
        return;
    inflateEnd(&gunzip->stream);
    free(gunzip);
}

bool gunzip_is_whole(const struct gunzip *gunzip)
{
    return gunzip->whole;
}

static bool too_long(const struct gunzip *gunzip, const struct buffer *out, size_t most)
{
    return out->size > most ||
           (out->size > GUNZIP_FREE_BYTES && out->size / GUNZIP_RATIO_MAX > gunzip->packed);
}

/* One piece of what there is. */
static enum gunzip_said unpack(struct gunzip *gunzip, struct buffer *out)
{
    static _Thread_local unsigned char piece[PIECE_BYTES];
    gunzip->stream.next_out = piece;
    gunzip->stream.avail_out = sizeof piece;
    int code = inflate(&gunzip->stream, Z_NO_FLUSH);
    buffer_append(out, piece, sizeof piece - gunzip->stream.avail_out);
    if (out->failed || code == Z_MEM_ERROR)
        return GUNZIP_NO_MEMORY;
    if (code == Z_STREAM_END)
        return gunzip->stream.avail_in ? GUNZIP_SPOILT : GUNZIP_WHOLE;
    return code == Z_OK || code == Z_BUF_ERROR ? GUNZIP_MORE : GUNZIP_SPOILT;
}

enum gunzip_said gunzip_feed(struct gunzip *gunzip, const char *bytes, size_t size, size_t most,
                             struct buffer *out)
{
    enum gunzip_said said = gunzip->whole ? GUNZIP_SPOILT : GUNZIP_MORE;
    gunzip->packed += size;
    gunzip->stream.next_in = (const Bytef *)bytes;
    gunzip->stream.avail_in = (unsigned)size;
    while (said == GUNZIP_MORE) {
        said = unpack(gunzip, out);
        if (too_long(gunzip, out, most) && (said == GUNZIP_MORE || said == GUNZIP_WHOLE))
            said = GUNZIP_TOO_LONG;
        if (said == GUNZIP_MORE && gunzip->stream.avail_out) /* it has taken all, and waits */
            break;
    }
    gunzip->whole = said == GUNZIP_WHOLE;
    return said;
}
