/* SPDX-License-Identifier: Apache-2.0 */
/* test_channel.c: who may send what, with which descriptors, and that none is ever left open. */
#include "lib/channel/channel.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/unit/channel/descriptors.h"
#include "tests/unit/test.h"

struct channel {
    int ends[2];
    int before; /* descriptors open */
};

static int set_up(void **state)
{
    static struct channel channel;
    channel.before = descriptors_open();
    *state = &channel;
    return channel_pair(channel.ends);
}

static int tear_down(void **state)
{
    struct channel *channel = *state;
    close(channel->ends[0]);
    if (channel->ends[1] >= 0)
        close(channel->ends[1]);
    assert_int_equal(descriptors_open(), channel->before);
    return 0;
}

/* Sends past the table, as a hostile peer would. */
static void send_raw(int fd, const void *bytes, size_t size, const int *descriptors, size_t count)
{
    char control[CMSG_SPACE(sizeof(int) * 64)] = {0};
    struct iovec part = {(void *)(uintptr_t)bytes, size};
    struct msghdr packet = {.msg_iov = &part, .msg_iovlen = 1};
    if (count) {
        packet.msg_control = control;
        packet.msg_controllen = CMSG_SPACE(sizeof(int) * count);
        struct cmsghdr *header = CMSG_FIRSTHDR(&packet);
        header->cmsg_level = SOL_SOCKET;
        header->cmsg_type = SCM_RIGHTS;
        header->cmsg_len = CMSG_LEN(sizeof(int) * count);
        memcpy(CMSG_DATA(header), descriptors, sizeof(int) * count);
    }
    assert_int_equal(sendmsg(fd, &packet, 0), size);
}

static int receive(const struct channel *channel, enum peer from, enum peer to,
                   struct message *message)
{
    int descriptors[MESSAGE_DESCRIPTORS_MAX], count;
    int result = channel_receive(channel->ends[1], from, to, message, descriptors, &count);
    for (int i = 0; i < count; i++)
        close(descriptors[i]);
    return result;
}

static void a_message_arrives_with_its_descriptor(void **state)
{
    const struct channel *channel = *state;
    struct message message = {.kind = MESSAGE_FRONT_COMPILE, .image = {42}}, got;
    int descriptors[MESSAGE_DESCRIPTORS_MAX], count, null = open("/dev/null", O_RDONLY);
    assert_int_equal(channel_send(channel->ends[0], &message, &null, 1), 0);
    close(null);
    assert_int_equal(
        channel_receive(channel->ends[1], PEER_FRONT, PEER_SUPERVISOR, &got, descriptors, &count),
        1);
    assert_int_equal(got.kind, MESSAGE_FRONT_COMPILE);
    assert_int_equal(got.image.image, 42);
    assert_int_equal(count, 1);
    assert_int_equal(fcntl(descriptors[0], F_GETFD), FD_CLOEXEC);
    close(descriptors[0]);
}

static void nothing_now_is_no_error(void **state)
{
    struct message message;
    assert_int_equal(receive(*state, PEER_FRONT, PEER_SUPERVISOR, &message), 0);
}

static void a_peer_that_is_gone_is_a_broken_pipe(void **state)
{
    struct channel *channel = *state;
    struct message message = {.kind = MESSAGE_FRONT_READY};
    int null = open("/dev/null", O_RDONLY);
    /* Data that it has not read turns the close into a reset. */
    message.kind = MESSAGE_DRAIN;
    assert_int_equal(channel_send(channel->ends[0], &message, NULL, 0), 0);
    close(channel->ends[1]);
    channel->ends[1] = -1;
    struct channel swapped = {{-1, channel->ends[0]}, 0};
    assert_int_equal(receive(&swapped, PEER_FRONT, PEER_SUPERVISOR, &message), -EPIPE);
    assert_int_equal(receive(&swapped, PEER_FRONT, PEER_SUPERVISOR, &message), -EPIPE);
    message.kind = MESSAGE_DRAIN;
    assert_int_equal(channel_send(channel->ends[0], &message, NULL, 0), -EPIPE);
    close(null);
}

static void only_the_sender_of_the_table_may_send(void **state)
{
    const struct channel *channel = *state;
    for (uint32_t kind = MESSAGE_NONE + 1; kind < MESSAGE_KINDS; kind++) {
        struct message message = {.kind = kind}, got;
        send_raw(channel->ends[0], &message, sizeof message, NULL, 0);
        int result = receive(channel, PEER_FRONT, PEER_SUPERVISOR, &got);
        int allowed = kind == MESSAGE_FRONT_READY || kind == MESSAGE_FRONT_FORGET ||
                      kind == MESSAGE_FRONT_SPAWN || kind == MESSAGE_FRONT_KILL ||
                      kind == MESSAGE_FRONT_DRAINED;
        if (allowed)
            assert_int_equal(result, 1);
        else
            assert_int_equal(result, -EPROTO);
    }
}

static void kinds_that_do_not_exist_are_refused(void **state)
{
    const struct channel *channel = *state;
    const uint32_t kinds[] = {MESSAGE_NONE, MESSAGE_KINDS, 0x80000001u, UINT32_MAX};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        struct message message = {.kind = kinds[i]}, got;
        assert_int_equal(channel_send(channel->ends[0], &message, NULL, 0), -EINVAL);
        send_raw(channel->ends[0], &message, sizeof message, NULL, 0);
        assert_int_equal(receive(channel, PEER_FRONT, PEER_SUPERVISOR, &got), -EPROTO);
        assert_string_equal(message_name(kinds[i]), "unknown");
    }
}

static void another_size_is_refused(void **state)
{
    const struct channel *channel = *state;
    char bytes[sizeof(struct message) + 1] = {MESSAGE_FRONT_READY};
    struct message got;
    const size_t sizes[] = {1, sizeof(struct message) - 1, sizeof(struct message) + 1};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        send_raw(channel->ends[0], bytes, sizes[i], NULL, 0);
        assert_int_equal(receive(channel, PEER_FRONT, PEER_SUPERVISOR, &got), -EPROTO);
    }
}

static void another_number_of_descriptors_is_refused_and_closed(void **state)
{
    const struct channel *channel = *state;
    const size_t counts[] = {0, 2, MESSAGE_DESCRIPTORS_MAX, MESSAGE_DESCRIPTORS_MAX + 1, 40};
    int null[64];
    struct message message = {.kind = MESSAGE_FRONT_COMPILE}, got;
    for (size_t i = 0; i < 64; i++)
        null[i] = open("/dev/null", O_RDONLY);
    int before = descriptors_open();
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        send_raw(channel->ends[0], &message, sizeof message, null, counts[i]);
        assert_int_equal(receive(channel, PEER_FRONT, PEER_SUPERVISOR, &got), -EPROTO);
        assert_int_equal(descriptors_open(), before);
    }
    for (size_t i = 0; i < 64; i++)
        close(null[i]);
}

static void a_worker_comes_with_one_doorbell_for_each_thread(void **state)
{
    const struct channel *channel = *state;
    int null[MESSAGE_DESCRIPTORS_MAX + 1];
    struct message message = {.kind = MESSAGE_SPAWNED}, got;
    for (size_t i = 0; i < sizeof null / sizeof *null; i++)
        null[i] = open("/dev/null", O_RDONLY);
    for (int count = 0; count <= MESSAGE_DESCRIPTORS_MAX + 1; count++) {
        int fits = count >= 4 && count <= MESSAGE_DESCRIPTORS_MAX;
        assert_int_equal(channel_send(channel->ends[0], &message, null, count), fits ? 0 : -EINVAL);
        if (fits)
            assert_int_equal(receive(channel, PEER_SUPERVISOR, PEER_FRONT, &got), 1);
    }
    for (size_t i = 0; i < sizeof null / sizeof *null; i++)
        close(null[i]);
}

static void a_slow_peer_is_told_apart_from_a_broken_one(void **state)
{
    const struct channel *channel = *state;
    const struct message message = {.kind = MESSAGE_FRONT_READY};
    int result = 0, sent = 0;
    while (sent < 100000 && (result = channel_send(channel->ends[0], &message, NULL, 0)) == 0)
        sent++;
    assert_int_equal(result, -EAGAIN);
    assert_true(sent > 0);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(a_message_arrives_with_its_descriptor),
        TEST(nothing_now_is_no_error),
        TEST(a_peer_that_is_gone_is_a_broken_pipe),
        TEST(only_the_sender_of_the_table_may_send),
        TEST(kinds_that_do_not_exist_are_refused),
        TEST(another_size_is_refused),
        TEST(another_number_of_descriptors_is_refused_and_closed),
        TEST(a_worker_comes_with_one_doorbell_for_each_thread),
        TEST(a_slow_peer_is_told_apart_from_a_broken_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
