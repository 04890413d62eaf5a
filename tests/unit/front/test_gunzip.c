/* SPDX-License-Identifier: Apache-2.0 */
/* test_gunzip.c: packed bodies, whole, spoilt, and made to hurt. */
#include "daemon/front/gunzip.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "tests/unit/test.h"

enum { MOST = 64 * 1024 * 1024 };

/* Packs `size` bytes; the caller's to free. */
static char *pack(const char *bytes, size_t size, size_t *packed)
{
    z_stream stream = {0};
    assert_int_equal(deflateInit2(&stream, 9, Z_DEFLATED, MAX_WBITS + 16, 8, Z_DEFAULT_STRATEGY),
                     Z_OK);
    uLong room = deflateBound(&stream, size) + 64;
    char *out = malloc(room), *copy = malloc(size + 1);
    assert_true(out && copy);
    memcpy(copy, bytes, size);
    stream.next_in = (Bytef *)copy;
    stream.avail_in = (uInt)size;
    stream.next_out = (Bytef *)out;
    stream.avail_out = (uInt)room;
    assert_int_equal(deflate(&stream, Z_FINISH), Z_STREAM_END);
    *packed = stream.total_out;
    deflateEnd(&stream);
    free(copy);
    return out;
}

/* In pieces; what was said last. */
static enum gunzip_said feed(const char *bytes, size_t size, size_t piece, size_t most,
                             struct buffer *out)
{
    struct gunzip *gunzip = gunzip_new();
    enum gunzip_said said = GUNZIP_MORE;
    assert_non_null(gunzip);
    for (size_t at = 0; at < size && (said == GUNZIP_MORE || said == GUNZIP_WHOLE); at += piece)
        said = gunzip_feed(gunzip, bytes + at, at + piece < size ? piece : size - at, most, out);
    assert_int_equal(gunzip_is_whole(gunzip), said == GUNZIP_WHOLE);
    gunzip_free(gunzip);
    return said;
}

/* Text like a rollout's: words in an order that a packer does not know. */
static char *make_text(size_t size)
{
    static const char *const words[] = {"therefore ", "let x = ", "12 ", "we try ", "so ", "73, "};
    char *text = malloc(size);
    unsigned seed = 1;
    assert_non_null(text);
    for (size_t at = 0; at < size;) {
        seed = seed * 1103515245 + 12345;
        const char *word = words[seed / 65536 % 6];
        for (; *word && at < size; word++)
            text[at++] = *word;
    }
    return text;
}

static void what_was_packed_comes_back_in_any_pieces(void **state)
{
    static const size_t sizes[] = {0, 1, 65535, 65536, 65537, 700000}, pieces[] = {1, 7, 16384};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        size_t packed;
        char *text = make_text(sizes[i] + 1), *bytes = pack(text, sizes[i], &packed);
        for (size_t p = sizes[i] > 100000; p < sizeof pieces / sizeof *pieces; p++) {
            struct buffer out = BUFFER_INIT;
            assert_int_equal(feed(bytes, packed, pieces[p], MOST, &out), GUNZIP_WHOLE);
            assert_int_equal(out.size, sizes[i]);
            if (sizes[i])
                assert_memory_equal(out.data, text, sizes[i]);
            buffer_deinit(&out);
        }
        free(text);
        free(bytes);
    }
}

static void what_is_spoilt_is_said(void **state)
{
    struct buffer out = BUFFER_INIT;
    size_t packed;
    char *text = make_text(5000), *bytes = pack(text, 5000, &packed), longer[8192];
    assert_int_equal(feed(bytes, packed - 1, 100, MOST, &out), GUNZIP_MORE); /* has no end */
    if (packed < 8 || packed >= sizeof longer)
        fail();
    memcpy(longer, bytes, packed);
    longer[packed] = 'x';
    assert_int_equal(feed(longer, packed + 1, 100, MOST, &out), GUNZIP_SPOILT);
    assert_int_equal(feed(longer, packed + 1, packed, MOST, &out), GUNZIP_SPOILT);
    memcpy(longer, bytes, packed);
    longer[packed - 6] ^= 1; /* in the checksum */
    assert_int_equal(feed(longer, packed, 100, MOST, &out), GUNZIP_SPOILT);
    assert_int_equal(feed("{\"items\": []}", 13, 13, MOST, &out), GUNZIP_SPOILT);
    buffer_deinit(&out);
    free(text);
    free(bytes);
}

static void bombs_stop_early(void **state)
{
    struct buffer out = BUFFER_INIT;
    size_t size = (size_t)8 * 1024 * 1024, packed;
    char *zeros = calloc(1, size);
    assert_non_null(zeros);
    char *bomb = pack(zeros, size, &packed);
    assert_int_equal(feed(bomb, packed, 4096, MOST, &out), GUNZIP_TOO_LONG);
    assert_true(out.size <= (size_t)GUNZIP_FREE_BYTES + 128 * 1024);
    buffer_clear(&out);
    free(bomb);
    bomb =
        pack(zeros, GUNZIP_FREE_BYTES / 2, &packed); /* small ones may be as packed as they like */
    assert_int_equal(feed(bomb, packed, 4096, MOST, &out), GUNZIP_WHOLE);
    buffer_clear(&out);
    assert_int_equal(feed(bomb, packed, 4096, 1000, &out), GUNZIP_TOO_LONG);
    assert_true(out.size <= 1000 + 64 * 1024);
    buffer_deinit(&out);
    free(bomb);
    free(zeros);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(what_was_packed_comes_back_in_any_pieces),
    cmocka_unit_test(what_is_spoilt_is_said),
    cmocka_unit_test(bombs_stop_early),
};
RUN_TESTS(tests)
