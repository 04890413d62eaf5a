/* SPDX-License-Identifier: Apache-2.0 */
/* test_outbox.c: messages that wait keep their order, and descriptors that wait are not lost. */
#include "lib/channel/channel.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "tests/unit/channel/descriptors.h"
#include "tests/unit/test.h"

enum { MANY = 1000 }; /* more than a socket holds */

struct rig {
    int ends[2];
    struct outbox outbox;
    int before;
};

static int set_up(void **state)
{
    static struct rig rig;
    rig.before = descriptors_open();
    assert_int_equal(channel_pair(rig.ends), 0);
    outbox_init(&rig.outbox, rig.ends[0]);
    *state = &rig;
    return 0;
}

static int tear_down(void **state)
{
    struct rig *rig = *state;
    outbox_deinit(&rig->outbox);
    close(rig->ends[0]);
    if (rig->ends[1] >= 0)
        close(rig->ends[1]);
    assert_int_equal(descriptors_open(), rig->before);
    return 0;
}

static void send_many(struct rig *rig)
{
    for (uint64_t i = 0; i < MANY; i++) {
        struct message message = {.kind = MESSAGE_FRONT_COMPILE, .image = {i}};
        int source = open("/dev/null", O_RDONLY);
        assert_int_equal(outbox_send(&rig->outbox, &message, &source, 1), 0);
    }
}

/* Takes all that is there; says how many. */
static uint64_t take(struct rig *rig, uint64_t next)
{
    struct message message;
    int descriptors[MESSAGE_DESCRIPTORS_MAX], count;
    while (channel_receive(rig->ends[1], PEER_FRONT, PEER_SUPERVISOR, &message, descriptors,
                           &count) == 1) {
        assert_int_equal(message.image.image, next);
        assert_int_equal(count, 1);
        assert_true(fcntl(descriptors[0], F_GETFD) >= 0);
        close(descriptors[0]);
        next++;
    }
    return next;
}

static void what_waits_arrives_later_in_order(void **state)
{
    struct rig *rig = *state;
    send_many(rig);
    assert_true(rig->outbox.waiting > 0);
    assert_int_equal(outbox_flush(&rig->outbox), 1);
    uint64_t next = 0;
    for (int turn = 0; turn < MANY && next < MANY; turn++) {
        next = take(rig, next);
        assert_true(outbox_flush(&rig->outbox) >= 0);
    }
    assert_int_equal(next, MANY);
    assert_int_equal(rig->outbox.waiting, 0);
    assert_int_equal(outbox_flush(&rig->outbox), 0);
}

static void nothing_overtakes_what_waits(void **state)
{
    struct rig *rig = *state;
    send_many(rig);
    uint64_t next = take(rig, 0); /* now there is room again */
    unsigned waiting = rig->outbox.waiting;
    struct message message = {.kind = MESSAGE_FRONT_COMPILE, .image = {MANY}};
    int source = open("/dev/null", O_RDONLY);
    assert_int_equal(outbox_send(&rig->outbox, &message, &source, 1), 0);
    assert_int_equal(rig->outbox.waiting, waiting + 1);
    while (next < MANY + 1) {
        assert_true(outbox_flush(&rig->outbox) >= 0);
        next = take(rig, next);
    }
}

static void an_outbox_that_ends_closes_what_waits(void **state)
{
    struct rig *rig = *state;
    send_many(rig);
    assert_true(rig->outbox.waiting > 0);
    /* tear_down counts */
}

static void a_broken_channel_closes_what_it_was_given(void **state)
{
    struct rig *rig = *state;
    struct message message = {.kind = MESSAGE_FRONT_COMPILE};
    close(rig->ends[1]);
    rig->ends[1] = -1;
    int source = open("/dev/null", O_RDONLY);
    assert_int_equal(outbox_send(&rig->outbox, &message, &source, 1), -EPIPE);
    assert_true(fcntl(source, F_GETFD) < 0);
}

static void a_message_outside_the_table_is_not_kept(void **state)
{
    struct rig *rig = *state;
    struct message message = {.kind = MESSAGE_FRONT_READY};
    int source = open("/dev/null", O_RDONLY);
    assert_int_equal(outbox_send(&rig->outbox, &message, &source, 1), -EINVAL);
    assert_int_equal(rig->outbox.waiting, 0);
}

static void a_peer_that_never_reads_does_not_take_all_memory(void **state)
{
    struct rig *rig = *state;
    const struct message message = {.kind = MESSAGE_FRONT_READY};
    int result = 0;
    for (int i = 0; i < 100000 && result == 0; i++)
        result = outbox_send(&rig->outbox, &message, NULL, 0);
    assert_int_equal(result, -ENOBUFS);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(what_waits_arrives_later_in_order),
        TEST(nothing_overtakes_what_waits),
        TEST(an_outbox_that_ends_closes_what_waits),
        TEST(a_broken_channel_closes_what_it_was_given),
        TEST(a_message_outside_the_table_is_not_kept),
        TEST(a_peer_that_never_reads_does_not_take_all_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
