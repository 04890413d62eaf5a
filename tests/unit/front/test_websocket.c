/* SPDX-License-Identifier: Apache-2.0 */
/* test_websocket.c: frames of RFC 6455 and its handshake. Hostile frames over a socket are
 * tests/api/test_trainers_openenv_ws.py's. */
#include "daemon/front/websocket_frame.h"

#include <stdlib.h>
#include <string.h>

#include "tests/unit/test.h"

static void the_handshake(void **state)
{
    char accept[WEBSOCKET_ACCEPT_BYTES];
    /* RFC 6455, 1.3; the others by OpenSSL. */
    assert_true(websocket_accept("dGhlIHNhbXBsZSBub25jZQ==", accept));
    assert_string_equal(accept, "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    assert_true(websocket_accept("AAAAAAAAAAAAAAAAAAAAAA==", accept));
    assert_string_equal(accept, "ICX+Yqv66kxgM0FcWaLWlFLwTAI=");
    assert_false(websocket_accept("", accept));
    assert_false(websocket_accept("dGhlIHNhbXBsZSBub25jZR==", accept));
    assert_false(websocket_accept("dGhlIHNhbXBsZSBub25jZQ=", accept));
    assert_false(websocket_accept("dGhlIHNhbXBsZSBub25jZQ==\n", accept));
    assert_false(websocket_accept("dGhlIHNhbXBsZSBub25j====", accept));
    assert_false(websocket_accept("dGhlIHNhb*BsZSBub25jZQ==", accept));
}

/* The masked "Hello" of RFC 6455, 5.7. */
#define HELLO "\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58"

static enum frame_event read_all(const char *bytes, size_t size, struct frame *frame)
{
    static char copy[256];
    struct frame_reader reader = {0};
    char *at = copy;
    memcpy(copy, bytes, size);
    return frame_read(&reader, &at, copy + size, frame);
}

static void frames_of_the_rfc(void **state)
{
    struct frame frame;
    assert_int_equal(read_all("\x81\x85" HELLO, 11, &frame), FRAME_PIECE);
    assert_int_equal(frame.opcode, FRAME_TEXT);
    assert_true(frame.ends);
    assert_int_equal(frame.size, 5);
    assert_memory_equal(frame.data, "Hello", 5);
    assert_int_equal(read_all("\x89\x85" HELLO, 11, &frame), FRAME_CONTROL);
    assert_int_equal(frame.opcode, FRAME_PING);
    assert_memory_equal(frame.data, "Hello", 5);
    assert_int_equal(read_all("\x01\x85" HELLO, 11, &frame), FRAME_PIECE);
    assert_false(frame.ends);
    assert_int_equal(read_all("\x88\x80"
                              "mask",
                              6, &frame),
                     FRAME_CONTROL);
    assert_int_equal(frame.size, 0);
    assert_int_equal(read_all("\x81\x85", 2, &frame), FRAME_MORE);
}

static void frames_that_are_wrong(void **state)
{
    static const struct {
        const char *bytes;
        size_t size;
    } rows[] = {
        {"\x81\x05Hello", 7},    /* not masked */
        {"\xc1\x85" HELLO, 11},  /* reserved */
        {"\x80\x85" HELLO, 11},  /* continues nothing */
        {"\x83\x85" HELLO, 11},  /* unknown */
        {"\x8b\x85" HELLO, 11},  /* unknown control */
        {"\x09\x85" HELLO, 11},  /* a ping in pieces */
        {"\x89\xfe\x00\x7e", 4}, /* a long ping */
        {"\x81\xfe\x00\x7d"
         "mask",
         8}, /* 125 in two bytes */
        {"\x81\xff\0\0\0\0\0\0\xff\xff"
         "mask",
         14}, /* 65535 in eight */
        {"\x81\xff\x80\0\0\0\0\0\0\0"
         "mask",
         14}, /* 2^63 */
    };
    struct frame frame;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_int_equal(read_all(rows[i].bytes, rows[i].size, &frame), FRAME_WRONG);
}

/* Byte by byte it is the same as at once. */
static void pieces(void **state)
{
    static const char bytes[] = "\x01\x85" HELLO "\x8a\x80mask"
                                "\x80\x85" HELLO;
    struct frame_reader reader = {0};
    char text[16], copy[sizeof bytes];
    size_t size = 0;
    bool pong = false, ended = false;
    memcpy(copy, bytes, sizeof bytes);
    for (char *at = copy, *end = copy; end < copy + sizeof bytes - 1;) {
        struct frame frame;
        enum frame_event event = frame_read(&reader, &at, ++end, &frame);
        assert_ptr_equal(at, end);
        if (event == FRAME_PIECE) {
            memcpy(text + size, frame.data, frame.size);
            size += frame.size;
            ended = frame.ends;
        } else if (event == FRAME_CONTROL) {
            assert_int_equal(frame.opcode, FRAME_PONG);
            assert_false(ended);
            pong = true;
        } else {
            assert_int_equal(event, FRAME_MORE);
        }
    }
    assert_true(pong && ended);
    assert_int_equal(size, 10);
    assert_memory_equal(text, "HelloHello", 10);
}

static void heads(void **state)
{
    static const struct {
        uint64_t size;
        const char *bytes;
        size_t count;
    } rows[] = {
        {0, "\x81\x00", 2},
        {125, "\x81\x7d", 2},
        {126, "\x81\x7e\x00\x7e", 4},
        {65535, "\x81\x7e\xff\xff", 4},
        {65536, "\x81\x7f\0\0\0\0\0\x01\0\0", 10},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char head[FRAME_HEAD_MAX];
        assert_int_equal(frame_head(FRAME_TEXT, rows[i].size, head), rows[i].count);
        assert_memory_equal(head, rows[i].bytes, rows[i].count);
    }
}

static void codes(void **state)
{
    static const unsigned fine[] = {1000, 1001, 1003, 1007, 1014, 3000, 4999},
                          wrong[] = {0, 999, 1004, 1005, 1006, 1015, 2999, 5000, 65535};
    for (size_t i = 0; i < sizeof fine / sizeof *fine; i++)
        assert_true(frame_code_valid(fine[i]));
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_false(frame_code_valid(wrong[i]));
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(the_handshake),
    cmocka_unit_test(frames_of_the_rfc),
    cmocka_unit_test(frames_that_are_wrong),
    cmocka_unit_test(pieces),
    cmocka_unit_test(heads),
    cmocka_unit_test(codes),
};
RUN_TESTS(tests)
