/* SPDX-License-Identifier: Apache-2.0 */
/* test_registry.c: what a front asks of the registry, in a database of the store's own, or, where
 * RESYND_DATABASE says where one is, in PostgreSQL: the answers, and what the library is then. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/base/sealed.h"
#include "lib/channel/channel.h"
#include "tests/process/store/rig.h"
#include "tests/unit/test.h"

static const char one[] = "int one;\n", two[] = "int two;\n", three[] = "int three;\n",
                  four[] = "int four;\n";
static const char image[] = "what the compiler made", findings[] = "what the gate found";

static int set_up(void **state)
{
    static struct rig rig;
    rig_open(&rig);
    rig_start(&rig);
    rig_meet_front(&rig);
    expect_synced(&rig);
    *state = &rig;
    return 0;
}

static int tear_down(void **state)
{
    rig_close(*state);
    return 0;
}

static void restart(struct rig *rig)
{
    rig_stop(rig);
    rig_start(rig);
    rig_meet_front(rig);
}

/* ---- Wishes ------------------------------------------------------------------------------------
 */

static uint64_t number;

static struct message wish_of(enum change_kind kind, const char *text)
{
    struct message wish = {.kind = MESSAGE_FRONT_CHANGE};
    wish.change.number = ++number;
    wish.change.kind = (uint16_t)kind;
    strcpy(wish.change.name, "sum");
    if (text)
        hash_bytes(text, strlen(text), wish.change.version);
    return wish;
}

static void send_wish(const struct rig *rig, const struct message *wish)
{
    assert_int_equal(channel_send(rig->front, wish, NULL, 0), 0);
}

static void send_put(const struct rig *rig, struct message *wish, const char *text)
{
    int files[] = {sealed_file("source", text, strlen(text)),
                   sealed_file("image", image, sizeof image),
                   sealed_file("findings", findings, strlen(findings))};
    assert_int_equal(channel_send(rig->front, wish, files, 3), 0);
    for (int i = 0; i < 3; i++)
        close(files[i]);
}

/* The answer: how it ended, and what the name means then (NULL: nothing). */
static void expect_done(const struct rig *rig, enum change_end end, const char *active)
{
    uint8_t version[HASH_BYTES] = {0};
    struct message message = next_done(rig, NULL);
    if (active)
        hash_bytes(active, strlen(active), version);
    assert_int_equal(message.changed.number, number);
    assert_int_equal(message.changed.end, end);
    assert_memory_equal(message.changed.active, version, HASH_BYTES);
}

static void expect_new(const struct rig *rig, const char *text, bool active)
{
    expect_built(rig, "sum", text, image, sizeof image, findings);
    if (active)
        expect_active(rig);
}

static void ask(const struct rig *rig, enum change_kind kind, const char *text)
{
    const struct message wish = wish_of(kind, text);
    send_wish(rig, &wish);
}

/* A new version, which the name means then. */
static void put_new(const struct rig *rig, const char *text)
{
    struct message wish = wish_of(CHANGE_PUT, text);
    wish.change.activate = 1;
    send_put(rig, &wish, text);
    expect_new(rig, text, true);
    expect_synced(rig);
    expect_done(rig, CHANGE_MADE, text);
}

/* The version is active now, and the front is told so. */
static void expect_change_to(const struct rig *rig, const char *text)
{
    expect_new(rig, text, true);
    expect_synced(rig);
    expect_done(rig, CHANGE_MADE, text);
}

/* ---- Putting -----------------------------------------------------------------------------------
 */

static void what_is_put_outlives_the_store(void **state)
{
    put_new(*state, one);
    restart(*state);
    expect_new(*state, one, true);
    expect_synced(*state);
}

static void the_same_again_changes_nothing(void **state)
{
    struct rig *rig = *state;
    put_new(rig, one);
    struct message wish = wish_of(CHANGE_PUT, one);
    wish.change.activate = 1;
    send_put(rig, &wish, one);
    expect_done(rig, CHANGE_NOTHING, one);
    ask(rig, CHANGE_PUT, one); /* without its files */
    expect_done(rig, CHANGE_NOTHING, one);
    ask(rig, CHANGE_PUT, two);
    expect_done(rig, CHANGE_UNKNOWN_VERSION, one);
}

static void a_version_may_be_put_without_being_active(void **state)
{
    struct rig *rig = *state;
    struct message wish = wish_of(CHANGE_PUT, one);
    send_put(rig, &wish, one);
    expect_new(rig, one, false);
    expect_synced(rig);
    expect_done(rig, CHANGE_MADE, NULL);
    ask(rig, CHANGE_ACTIVATE, one);
    expect_change_to(rig, one);
}

static void the_newer_is_active_and_the_older_stays(void **state)
{
    struct rig *rig = *state;
    put_new(rig, one);
    put_new(rig, two);
    restart(rig);
    expect_new(rig, one, false);
    expect_new(rig, two, true);
    expect_synced(rig);
}

static void what_was_expected_must_be_so(void **state)
{
    struct rig *rig = *state;
    put_new(rig, one);
    struct message wish = wish_of(CHANGE_PUT, two);
    wish.change.expects = wish.change.activate = 1; /* nothing */
    send_put(rig, &wish, two);
    expect_done(rig, CHANGE_CONFLICT, one);
    hash_bytes(one, strlen(one), wish.change.expected);
    wish.change.number = ++number;
    send_put(rig, &wish, two);
    expect_change_to(rig, two);
}

/* Two sources of one name whose versions begin alike cannot be made here; the second says so of
 * itself. */
static void what_is_not_its_version_is_not_kept(void **state)
{
    struct rig *rig = *state;
    struct message wish = wish_of(CHANGE_PUT, one);
    send_put(rig, &wish, two);
    expect_done(rig, CHANGE_NO_DATABASE, NULL);
    restart(rig);
    expect_synced(rig);
}

/* ---- What the name means -----------------------------------------------------------------------
 */

static void rollbacks_go_further_back_each_time(void **state)
{
    struct rig *rig = *state;
    put_new(rig, one);
    put_new(rig, two);
    put_new(rig, three);
    ask(rig, CHANGE_ROLLBACK, NULL);
    expect_change_to(rig, two);
    ask(rig, CHANGE_ROLLBACK, NULL);
    expect_change_to(rig, one);
    ask(rig, CHANGE_ROLLBACK, NULL);
    expect_done(rig, CHANGE_UNKNOWN_VERSION, one);
    put_new(rig, four); /* after what was rolled back: that is what it goes back to */
    ask(rig, CHANGE_ROLLBACK, NULL);
    expect_change_to(rig, one);
}

static void a_name_may_mean_nothing(void **state)
{
    struct rig *rig = *state;
    put_new(rig, one);
    ask(rig, CHANGE_DEACTIVATE, NULL);
    expect_new(rig, one, false);
    expect_synced(rig);
    expect_done(rig, CHANGE_MADE, NULL);
    ask(rig, CHANGE_DEACTIVATE, NULL);
    expect_done(rig, CHANGE_NOTHING, NULL);
    restart(rig);
    expect_new(rig, one, false);
    expect_synced(rig);
    ask(rig, CHANGE_ROLLBACK, NULL);
    expect_change_to(rig, one);
}

static void what_is_not_there_is_said(void **state)
{
    static const enum change_kind kinds[] = {CHANGE_ACTIVATE, CHANGE_FOLLOW,     CHANGE_ROLLBACK,
                                             CHANGE_PURGE,    CHANGE_DEACTIVATE, CHANGE_QUARANTINE,
                                             CHANGE_RELEASE,  CHANGE_HISTORY};
    struct rig *rig = *state;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        ask(rig, kinds[i], one);
        expect_done(rig, CHANGE_UNKNOWN_NAME, NULL);
    }
    put_new(rig, one);
    ask(rig, CHANGE_ACTIVATE, two);
    expect_done(rig, CHANGE_UNKNOWN_VERSION, one);
    ask(rig, CHANGE_FOLLOW, NULL);
    expect_done(rig, CHANGE_NO_FILE, one);
}

static void history_says_what_the_name_has_meant(void **state)
{
    static const enum change_kind kinds[] = {CHANGE_ACTIVATE, CHANGE_DEACTIVATE, CHANGE_ACTIVATE,
                                             CHANGE_ACTIVATE};
    struct rig *rig = *state;
    struct past_meaning past[8];
    uint8_t version[HASH_BYTES];
    int file;
    put_new(rig, one);
    put_new(rig, two);
    ask(rig, CHANGE_DEACTIVATE, NULL);
    expect_new(rig, two, false);
    expect_synced(rig);
    expect_done(rig, CHANGE_MADE, NULL);
    ask(rig, CHANGE_ROLLBACK, NULL);
    expect_change_to(rig, two);
    ask(rig, CHANGE_HISTORY, NULL);
    struct message message = next_done(rig, &file);
    assert_int_equal(message.changed.end, CHANGE_NOTHING);
    assert_int_equal(read(file, past, sizeof past), 4 * sizeof *past);
    close(file);
    for (int i = 0; i < 4; i++) {
        assert_int_equal(past[i].kind, kinds[i]);
        assert_int_equal(past[i].rollback, i == 0);
        assert_true(past[i].at > 1700000000);
    }
    hash_bytes(one, strlen(one), version);
    assert_memory_equal(past[3].version, version, HASH_BYTES);
}

/* ---- Files -------------------------------------------------------------------------------------
 */

static void what_is_put_comes_before_the_file_of_its_name(void **state)
{
    struct rig *rig = *state;
    put(rig, "sum.c", one);
    expect_entry(rig, "sum", one, true);
    expect_synced(rig);
    put_new(rig, two);
    put(rig, "sum.c", three); /* known, and not active */
    expect_entry(rig, "sum", three, false);
    expect_synced(rig);
    restart(rig);
    expect_new(rig, two, true);
    expect_entry(rig, "sum", three, false);
    expect_synced(rig);
    ask(rig, CHANGE_FOLLOW, NULL);
    expect_entry(rig, "sum", three, true);
    expect_synced(rig);
    expect_done(rig, CHANGE_MADE, three);
    put(rig, "sum.c", four);
    expect_entry(rig, "sum", four, true);
    expect_synced(rig);
}

static void before_all_that_was_put_there_was_the_file(void **state)
{
    struct rig *rig = *state;
    put(rig, "sum.c", one);
    expect_entry(rig, "sum", one, true);
    expect_synced(rig);
    put_new(rig, two);
    ask(rig, CHANGE_ROLLBACK, NULL);
    expect_entry(rig, "sum", one, true);
    expect_synced(rig);
    expect_done(rig, CHANGE_MADE, one);
    ask(rig, CHANGE_ROLLBACK, NULL);
    expect_done(rig, CHANGE_UNKNOWN_VERSION, one);
}

static void a_version_of_a_file_may_be_made_the_meaning(void **state)
{
    struct rig *rig = *state;
    put(rig, "sum.c", one);
    expect_entry(rig, "sum", one, true);
    expect_synced(rig);
    ask(rig, CHANGE_ACTIVATE, one);
    expect_done(rig, CHANGE_MADE, one);
    put(rig, "sum.c", two);
    expect_entry(rig, "sum", two, false);
    expect_synced(rig);
    /* With its file it goes, and the file that is there is what is left. */
    restart(rig);
    expect_entry(rig, "sum", two, true);
    expect_synced(rig);
}

/* ---- Purging -----------------------------------------------------------------------------------
 */

static void what_is_purged_is_gone_for_good(void **state)
{
    struct rig *rig = *state;
    put_new(rig, one);
    put_new(rig, two);
    ask(rig, CHANGE_PURGE, two);
    expect_done(rig, CHANGE_ACTIVE, two);
    ask(rig, CHANGE_PURGE, one);
    expect_gone(rig, "sum", one);
    expect_synced(rig);
    expect_done(rig, CHANGE_MADE, two);
    ask(rig, CHANGE_PURGE, one);
    expect_done(rig, CHANGE_UNKNOWN_VERSION, two);
    ask(rig, CHANGE_ROLLBACK, NULL);
    expect_done(rig, CHANGE_UNKNOWN_VERSION, two);
    restart(rig);
    expect_new(rig, two, true);
    expect_synced(rig);
}

static void a_file_is_not_purged(void **state)
{
    struct rig *rig = *state;
    put(rig, "sum.c", one);
    expect_entry(rig, "sum", one, true);
    expect_synced(rig);
    ask(rig, CHANGE_PURGE, one);
    expect_done(rig, CHANGE_HELD, one);
}

static void only_so_many_are_kept(void **state)
{
    struct rig *rig = *state;
    rig->versions = 2;
    restart(rig);
    expect_synced(rig);
    put_new(rig, one);
    put_new(rig, two);
    struct message wish = wish_of(CHANGE_PUT, three);
    wish.change.activate = 1;
    send_put(rig, &wish, three);
    expect_gone(rig, "sum", one);
    expect_change_to(rig, three);
    ask(rig, CHANGE_ROLLBACK, NULL);
    expect_change_to(rig, two); /* what the name means stays, though it is older */
    struct message last = wish_of(CHANGE_PUT, four);
    send_put(rig, &last, four);
    expect_gone(rig, "sum", three);
    expect_new(rig, four, false);
    expect_synced(rig);
    expect_done(rig, CHANGE_MADE, two);
}

/* ---- Quarantine --------------------------------------------------------------------------------
 */

static void a_quarantine_lasts_until_it_is_released(void **state)
{
    struct rig *rig = *state;
    put_new(rig, one);
    struct message wish = wish_of(CHANGE_QUARANTINE, one);
    strcpy(wish.change.reason, "it told the same answer twice");
    send_wish(rig, &wish);
    expect_new(rig, one, true);
    expect_quarantine(rig, "it told the same answer twice");
    expect_synced(rig);
    expect_done(rig, CHANGE_MADE, one);
    strcpy(wish.change.reason, "another reason");
    wish.change.number = ++number;
    send_wish(rig, &wish);
    expect_done(rig, CHANGE_NOTHING, one);
    restart(rig);
    expect_new(rig, one, true);
    expect_quarantine(rig, "it told the same answer twice");
    expect_synced(rig);
    ask(rig, CHANGE_RELEASE, one);
    expect_gone(rig, "sum", one); /* to be built anew */
    expect_new(rig, one, true);
    expect_quarantine(rig, "");
    expect_synced(rig);
    expect_done(rig, CHANGE_MADE, one);
    ask(rig, CHANGE_RELEASE, one);
    expect_done(rig, CHANGE_NOTHING, one);
}

/* A file's version, which comes after the registry has been read. */
static void a_quarantine_waits_for_its_version(void **state)
{
    struct rig *rig = *state;
    put(rig, "sum.c", one);
    expect_entry(rig, "sum", one, true);
    expect_synced(rig);
    struct message wish = wish_of(CHANGE_QUARANTINE, one);
    strcpy(wish.change.reason, "no good");
    send_wish(rig, &wish);
    expect_entry(rig, "sum", one, true);
    expect_quarantine(rig, "no good");
    expect_synced(rig);
    expect_done(rig, CHANGE_MADE, one);
    restart(rig);
    expect_entry(rig, "sum", one, true);
    expect_quarantine(rig, "no good");
    expect_synced(rig);
}

/* ---- A front gone wrong ------------------------------------------------------------------------
 */

static void a_wish_that_makes_no_sense_is_refused(void **state)
{
    struct rig *rig = *state;
    struct message wish = wish_of(CHANGE_KINDS, one);
    send_wish(rig, &wish);
    expect_done(rig, CHANGE_NO_DATABASE, NULL);
    wish = wish_of(CHANGE_ACTIVATE, one);
    strcpy(wish.change.name, "../sum");
    send_wish(rig, &wish);
    expect_done(rig, CHANGE_NO_DATABASE, NULL);
    wish = wish_of(CHANGE_ACTIVATE, one);
    memset(wish.change.name, 'a', sizeof wish.change.name);
    send_wish(rig, &wish);
    expect_done(rig, CHANGE_NO_DATABASE, NULL);
    wish = wish_of(CHANGE_QUARANTINE, one);
    memset(wish.change.reason, 'a', sizeof wish.change.reason);
    send_wish(rig, &wish);
    expect_done(rig, CHANGE_NO_DATABASE, NULL);
    wish = wish_of(CHANGE_ACTIVATE, one);
    send_put(rig, &wish, one);
    expect_done(rig, CHANGE_NO_DATABASE, NULL);
    put_new(rig, one);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(what_is_put_outlives_the_store),
        TEST(the_same_again_changes_nothing),
        TEST(a_version_may_be_put_without_being_active),
        TEST(the_newer_is_active_and_the_older_stays),
        TEST(what_was_expected_must_be_so),
        TEST(what_is_not_its_version_is_not_kept),
        TEST(rollbacks_go_further_back_each_time),
        TEST(a_name_may_mean_nothing),
        TEST(what_is_not_there_is_said),
        TEST(history_says_what_the_name_has_meant),
        TEST(what_is_put_comes_before_the_file_of_its_name),
        TEST(before_all_that_was_put_there_was_the_file),
        TEST(a_version_of_a_file_may_be_made_the_meaning),
        TEST(what_is_purged_is_gone_for_good),
        TEST(a_file_is_not_purged),
        TEST(only_so_many_are_kept),
        TEST(a_quarantine_lasts_until_it_is_released),
        TEST(a_quarantine_waits_for_its_version),
        TEST(a_wish_that_makes_no_sense_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
