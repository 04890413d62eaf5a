/* SPDX-License-Identifier: Apache-2.0 */
/* test_store.c: what the real resynd-store tells a front of the files in a folder. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/channel/channel.h"
#include "tests/process/store/rig.h"
#include "tests/unit/test.h"

enum { SETTLED_MS = 1500 }; /* longer than the store waits before it looks, twice over */

static int set_up(void **state)
{
    static struct rig rig;
    rig_open(&rig);
    *state = &rig;
    return 0;
}

static int tear_down(void **state)
{
    rig_close(*state);
    return 0;
}

static void start_with_front(struct rig *rig)
{
    rig_start(rig);
    rig_meet_front(rig);
}

/* ---- What is there at the start ----------------------------------------------------------------
 */

static void an_empty_folder_is_synced_at_once(void **state)
{
    start_with_front(*state);
    expect_synced(*state);
}

static void files_of_all_folders_come_in_the_order_of_their_names(void **state)
{
    struct rig *rig = *state;
    make_folder(rig, "graphs");
    make_folder(rig, "arithmetic");
    make_folder(rig, "arithmetic/more");
    put(rig, "graphs/colour.c", "int colour;\n");
    put(rig, "arithmetic/sum.c", "int sum;\n");
    put(rig, "arithmetic/more/product.c", "int product;\n");
    put(rig, "zero.c", "int zero;\n");
    start_with_front(rig);
    expect_entry(rig, "colour", "int colour;\n", true);
    expect_entry(rig, "product", "int product;\n", true);
    expect_entry(rig, "sum", "int sum;\n", true);
    expect_entry(rig, "zero", "int zero;\n", true);
    expect_synced(rig);
}

static void a_source_may_hold_any_byte(void **state)
{
    struct rig *rig = *state;
    put(rig, "odd.c", "\xff\x80 \x1b[31m \r\n");
    start_with_front(rig);
    expect_entry(rig, "odd", "\xff\x80 \x1b[31m \r\n", true);
    expect_synced(rig);
}

static void the_largest_source_is_taken_and_one_byte_more_is_not(void **state)
{
    struct rig *rig = *state;
    char *text = malloc(SOURCE_MAX + 2);
    memset(text, ' ', SOURCE_MAX + 1);
    text[SOURCE_MAX + 1] = '\0';
    put(rig, "larger.c", text);
    text[SOURCE_MAX] = '\0';
    put(rig, "largest.c", text);
    start_with_front(rig);
    expect_entry(rig, "largest", text, true);
    expect_synced(rig);
    free(text);
}

static void what_is_no_source_is_passed_over(void **state)
{
    struct rig *rig = *state;
    char longest[70 + 3];
    memset(longest, 'a', 64);
    strcpy(longest + 64, ".c");
    put(rig, ".hidden.c", "int hidden;\n");
    put(rig, "README.md", "words\n");
    put(rig, "Upper.c", "int upper;\n");
    put(rig, "a-b.c", "int ab;\n");
    put(rig, "9lives.c", "int lives;\n");
    put(rig, "two words.c", "int two;\n");
    put(rig, "new\nline.c", "int line;\n");
    put(rig, longest, "int longest;\n");
    put(rig, ".c", "int nothing;\n");
    put(rig, "empty.c", "");
    put(rig, "backup.c~", "int backup;\n");
    make_folder(rig, "folder.c");
    make_folder(rig, ".git");
    put(rig, ".git/inside.c", "int inside;\n");
    char path[200];
    snprintf(path, sizeof path, "%s/pipe.c", rig->folder);
    assert_int_equal(mkfifo(path, 0600), 0);
    put(rig, "good.c", "int good;\n");
    start_with_front(rig);
    expect_entry(rig, "good", "int good;\n", true);
    expect_synced(rig);
}

static void links_are_followed_inside_the_tree_only(void **state)
{
    struct rig *rig = *state;
    /* As Kubernetes mounts a ConfigMap. */
    make_folder(rig, "..2026_01");
    put(rig, "..2026_01/mapped.c", "int mapped;\n");
    make_link(rig, "..data", "..2026_01");
    make_link(rig, "mapped.c", "..data/mapped.c");
    make_link(rig, "passwd.c", "/etc/passwd");
    make_link(rig, "up.c", "../../../../../../etc/passwd");
    make_link(rig, "process.c", "/proc/self/environ");
    make_link(rig, "dangling.c", "nothing");
    make_link(rig, "folder", "..2026_01");
    make_link(rig, "self", ".");
    start_with_front(rig);
    expect_entry(rig, "mapped", "int mapped;\n", true);
    expect_synced(rig);
}

static void an_older_version_is_there_but_not_active(void **state)
{
    struct rig *rig = *state;
    make_folder(rig, "a");
    put(rig, "a/sum.c", "int sum = 2;\n");
    put(rig, old_path("a", "sum", "int sum = 1;\n"), "int sum = 1;\n");
    put(rig, old_path("a", "lone", "int lone;\n"), "int lone;\n");
    put(rig, "a/sum@0123456789ab.c", "int forged;\n");
    put(rig, "a/sum@0123.c", "int brief;\n");
    put(rig, "a/sum@0123456789AB.c", "int upper;\n");
    start_with_front(rig);
    expect_entry(rig, "lone", "int lone;\n", false);
    expect_entry(rig, "sum", "int sum = 2;\n", true);
    expect_entry(rig, "sum", "int sum = 1;\n", false);
    expect_synced(rig);
}

static void the_first_of_two_with_one_name_counts(void **state)
{
    struct rig *rig = *state;
    make_folder(rig, "b");
    make_folder(rig, "a");
    put(rig, "b/twin.c", "int second;\n");
    put(rig, "a/twin.c", "int first;\n");
    start_with_front(rig);
    expect_entry(rig, "twin", "int first;\n", true);
    expect_synced(rig);
    remove_file(rig, "a/twin.c");
    expect_entry(rig, "twin", "int second;\n", true);
    expect_synced(rig);
}

/* ---- Changes -----------------------------------------------------------------------------------
 */

static void start_with_sum(struct rig *rig)
{
    make_folder(rig, "a");
    put(rig, "a/sum.c", "int sum = 1;\n");
    start_with_front(rig);
    expect_entry(rig, "sum", "int sum = 1;\n", true);
    expect_synced(rig);
}

static void an_edit_is_a_new_version_and_the_old_one_stays(void **state)
{
    struct rig *rig = *state;
    start_with_sum(rig);
    put(rig, "a/sum.c", "int sum = 2;\n");
    expect_entry(rig, "sum", "int sum = 2;\n", true);
    expect_synced(rig);
    expect_silence(rig, SETTLED_MS);
    /* Both are told to a front that comes later. */
    rig_meet_front(rig);
    expect_entry(rig, "sum", "int sum = 1;\n", false);
    expect_entry(rig, "sum", "int sum = 2;\n", true);
    expect_synced(rig);
}

static void an_edit_taken_back_makes_the_old_version_active(void **state)
{
    struct rig *rig = *state;
    start_with_sum(rig);
    put(rig, "a/sum.c", "int sum = 2;\n");
    expect_entry(rig, "sum", "int sum = 2;\n", true);
    expect_synced(rig);
    put(rig, "a/sum.c", "int sum = 1;\n");
    expect_entry(rig, "sum", "int sum = 1;\n", true);
    expect_synced(rig);
}

static void a_deleted_file_takes_its_versions_along(void **state)
{
    struct rig *rig = *state;
    start_with_sum(rig);
    put(rig, "a/sum.c", "int sum = 2;\n");
    expect_entry(rig, "sum", "int sum = 2;\n", true);
    expect_synced(rig);
    remove_file(rig, "a/sum.c");
    expect_gone(rig, "sum", "int sum = 1;\n");
    expect_gone(rig, "sum", "int sum = 2;\n");
    expect_synced(rig);
}

static void a_version_with_a_file_of_its_own_outlives_the_other(void **state)
{
    struct rig *rig = *state;
    start_with_sum(rig);
    put(rig, old_path("a", "sum", "int sum = 1;\n"), "int sum = 1;\n");
    expect_silence(rig, SETTLED_MS); /* it is known, and active */
    remove_file(rig, "a/sum.c");
    expect_entry(rig, "sum", "int sum = 1;\n", false);
    expect_synced(rig);
    remove_file(rig, old_path("a", "sum", "int sum = 1;\n"));
    expect_gone(rig, "sum", "int sum = 1;\n");
    expect_synced(rig);
}

static void a_file_that_moves_is_the_same(void **state)
{
    struct rig *rig = *state;
    start_with_sum(rig);
    make_folder(rig, "b");
    rename_to(rig, "a/sum.c", "b/sum.c");
    expect_silence(rig, SETTLED_MS);
}

static void a_new_folder_is_watched(void **state)
{
    struct rig *rig = *state;
    start_with_sum(rig);
    make_folder(rig, "b");
    expect_silence(rig, SETTLED_MS);
    put(rig, "b/product.c", "int product;\n");
    expect_entry(rig, "product", "int product;\n", true);
    expect_synced(rig);
    make_folder(rig, "b/c");
    put(rig, "b/c/power.c", "int power;\n");
    expect_entry(rig, "power", "int power;\n", true);
    expect_synced(rig);
}

static void a_folder_that_is_replaced_is_watched_anew(void **state)
{
    struct rig *rig = *state;
    start_with_sum(rig);
    rename_to(rig, "a", ".old");
    make_folder(rig, "a");
    put(rig, "a/sum.c", "int sum = 1;\n");
    expect_silence(rig, SETTLED_MS);
    put(rig, "a/sum.c", "int sum = 2;\n");
    expect_entry(rig, "sum", "int sum = 2;\n", true);
    expect_synced(rig);
}

static void a_file_saved_by_removing_and_writing_does_not_go(void **state)
{
    struct rig *rig = *state;
    start_with_sum(rig);
    for (int i = 0; i < 5; i++) {
        remove_file(rig, "a/sum.c");
        usleep(150000); /* long enough for a look */
        put(rig, "a/sum.c", "int sum = 1;\n");
        usleep(150000);
    }
    expect_silence(rig, SETTLED_MS);
}

static void what_cannot_be_read_takes_nothing_away(void **state)
{
    struct rig *rig = *state;
    start_with_sum(rig);
    put(rig, "a/sum.c", ""); /* truncated, not written yet */
    expect_silence(rig, SETTLED_MS);
    char *large = calloc(1, SOURCE_MAX + 1);
    put_bytes(rig, "a/sum.c", large, SOURCE_MAX + 1);
    free(large);
    expect_silence(rig, SETTLED_MS);
    remove_file(rig, "a/sum.c");
    make_link(rig, "a/sum.c", "/etc/passwd");
    expect_silence(rig, SETTLED_MS);
    remove_file(rig, "a/sum.c");
    put(rig, "a/sum.c", "int sum = 3;\n");
    expect_entry(rig, "sum", "int sum = 3;\n", true);
    expect_synced(rig);
}

static void a_root_that_is_away_has_not_lost_its_files(void **state)
{
    struct rig *rig = *state;
    char away[80];
    snprintf(away, sizeof away, "%s.away", rig->folder);
    start_with_sum(rig);
    assert_int_equal(rename(rig->folder, away), 0);
    expect_silence(rig, SETTLED_MS);
    assert_int_equal(rename(away, rig->folder), 0);
    put(rig, "a/sum.c", "int sum = 2;\n");
    expect_entry(rig, "sum", "int sum = 2;\n", true);
    expect_synced(rig);
}

static void versions_edited_away_are_kept_up_to_a_number(void **state)
{
    struct rig *rig = *state;
    char text[32];
    start_with_sum(rig);
    for (int i = 2; i <= 9; i++) {
        snprintf(text, sizeof text, "int sum = %d;\n", i);
        put(rig, "a/sum.c", text);
        expect_entry(rig, "sum", text, true);
        expect_synced(rig);
    }
    put(rig, "a/sum.c", "int sum = 10;\n");
    expect_gone(rig, "sum", "int sum = 1;\n");
    expect_entry(rig, "sum", "int sum = 10;\n", true);
    expect_synced(rig);
}

static void a_burst_of_writes_is_one_change(void **state)
{
    struct rig *rig = *state;
    start_with_sum(rig);
    char path[100];
    snprintf(path, sizeof path, "%s/a/sum.c", rig->folder);
    FILE *file = fopen(path, "w");
    for (int i = 0; i < 10; i++) {
        fprintf(file, "int sum%d;\n", i);
        fflush(file);
        usleep(10000);
    }
    fclose(file);
    expect_entry(rig, "sum",
                 "int sum0;\nint sum1;\nint sum2;\nint sum3;\nint sum4;\n"
                 "int sum5;\nint sum6;\nint sum7;\nint sum8;\nint sum9;\n",
                 true);
    expect_synced(rig);
}

/* ---- Peers -------------------------------------------------------------------------------------
 */

static void a_new_front_is_told_everything_again(void **state)
{
    struct rig *rig = *state;
    start_with_sum(rig);
    for (int i = 0; i < 3; i++) {
        rig_meet_front(rig);
        expect_entry(rig, "sum", "int sum = 1;\n", true);
        expect_synced(rig);
    }
}

static void what_changes_while_there_is_no_front_is_told_later(void **state)
{
    struct rig *rig = *state;
    put(rig, "sum.c", "int sum = 1;\n");
    rig_start(rig);
    usleep(300000);
    put(rig, "sum.c", "int sum = 2;\n");
    usleep(500000);
    rig_meet_front(rig);
    expect_entry(rig, "sum", "int sum = 1;\n", false);
    expect_entry(rig, "sum", "int sum = 2;\n", true);
    expect_synced(rig);
}

static void a_front_that_does_not_read_gets_everything_all_the_same(void **state)
{
    struct rig *rig = *state;
    char path[32], name[32], text[32];
    for (int i = 0; i < 600; i++) { /* more than a socket holds */
        snprintf(path, sizeof path, "many%03d.c", i);
        snprintf(text, sizeof text, "int many%d;\n", i);
        put(rig, path, text);
    }
    start_with_front(rig);
    usleep(300000);
    for (int i = 0; i < 600; i++) {
        snprintf(name, sizeof name, "many%03d", i);
        snprintf(text, sizeof text, "int many%d;\n", i);
        expect_entry(rig, name, text, true);
    }
    expect_synced(rig);
}

static void a_front_that_talks_is_dropped(void **state)
{
    struct rig *rig = *state;
    start_with_sum(rig);
    const struct message message = {.kind = MESSAGE_FRONT_READY};
    assert_int_equal(channel_send(rig->front, &message, NULL, 0), 0);
    expect_front_dropped(rig);
    rig_meet_front(rig);
    expect_entry(rig, "sum", "int sum = 1;\n", true);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(an_empty_folder_is_synced_at_once),
        TEST(files_of_all_folders_come_in_the_order_of_their_names),
        TEST(a_source_may_hold_any_byte),
        TEST(the_largest_source_is_taken_and_one_byte_more_is_not),
        TEST(what_is_no_source_is_passed_over),
        TEST(links_are_followed_inside_the_tree_only),
        TEST(an_older_version_is_there_but_not_active),
        TEST(the_first_of_two_with_one_name_counts),
        TEST(an_edit_is_a_new_version_and_the_old_one_stays),
        TEST(an_edit_taken_back_makes_the_old_version_active),
        TEST(a_deleted_file_takes_its_versions_along),
        TEST(a_version_with_a_file_of_its_own_outlives_the_other),
        TEST(a_file_that_moves_is_the_same),
        TEST(a_new_folder_is_watched),
        TEST(a_folder_that_is_replaced_is_watched_anew),
        TEST(a_file_saved_by_removing_and_writing_does_not_go),
        TEST(what_cannot_be_read_takes_nothing_away),
        TEST(a_root_that_is_away_has_not_lost_its_files),
        TEST(versions_edited_away_are_kept_up_to_a_number),
        TEST(a_burst_of_writes_is_one_change),
        TEST(a_new_front_is_told_everything_again),
        TEST(what_changes_while_there_is_no_front_is_told_later),
        TEST(a_front_that_does_not_read_gets_everything_all_the_same),
        TEST(a_front_that_talks_is_dropped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
