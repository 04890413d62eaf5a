/* SPDX-License-Identifier: Apache-2.0 */
/* test_verdict_log.c: lines that wait for a disk which takes none, and what is in the files then.
 */
#include "daemon/front/verdict_log.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/unit/test.h"

enum { LINE_BYTES = 1000, PATIENCE_MS = 10000 };

static struct verdict_log log_;
static int file;

static int open_log(void **state)
{
    char path[] = "/tmp/resynd-verdicts-XXXXXX";
    memset(&log_, 0, sizeof log_);
    log_.one_in = 1;
    log_.file_bytes = (size_t)1 << 30;
    file = mkstemp(path);
    assert_true(file >= 0);
    unlink(path);
    signal(SIGXFSZ, SIG_IGN);
    assert_true(verdict_log_start(&log_, 2));
    atomic_store(&log_.slot.file, dup(file));
    return 0;
}

/* A line that begins with its lane and its number. */
static void put(unsigned lane, unsigned number)
{
    struct verdict_log_lane *to = verdict_log_lane(&log_, lane);
    buffer_print(&to->line, "%u %u ", lane, number);
    while (to->line.size < LINE_BYTES - 1)
        buffer_append(&to->line, "x", 1);
    verdict_log_put(to);
}

static bool written(uint64_t lines)
{
    for (int waited = 0; waited < PATIENCE_MS; waited += 10) {
        if (verdict_log_count(&log_).written == lines)
            return true;
        usleep(10000);
    }
    return false;
}

static void limit(rlim_t bytes)
{
    struct rlimit now;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &now), 0);
    now.rlim_cur = bytes;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &now), 0);
}

/* Every line of the file is whole, and those of a lane are in order. */
static unsigned count_whole_lines(void)
{
    FILE *in = fdopen(dup(file), "r");
    char line[2 * LINE_BYTES];
    unsigned count = 0, next[2] = {0}, lane, number;
    rewind(in);
    for (; fgets(line, sizeof line, in); count++) {
        assert_int_equal(strlen(line), LINE_BYTES);
        assert_int_equal(sscanf(line, "%u %u ", &lane, &number), 2);
        assert_true(lane < 2 && number >= next[lane]);
        next[lane] = number + 1;
    }
    fclose(in);
    return count;
}

static void a_disk_that_takes_lines_again_goes_on_within_a_line(void **state)
{
    put(0, 0);
    assert_true(written(1));
    limit(10 * LINE_BYTES + LINE_BYTES / 2);
    unsigned each = VERDICT_LOG_LANE_BYTES / LINE_BYTES + 100;
    for (unsigned i = 1; i <= each; i++) {
        put(0, i);
        put(1, i);
    }
    assert_true(written(10));
    uint64_t dropped = verdict_log_count(&log_).dropped;
    assert_true(dropped >= 150);
    limit(RLIM_INFINITY);
    assert_true(written(1 + 2 * each - dropped));
    put(1, each + 1);
    verdict_log_stop(&log_);
    assert_int_equal(count_whole_lines(), 2 + 2 * each - dropped);
    close(file);
}

static void a_line_that_never_fits_is_dropped(void **state)
{
    struct verdict_log_lane *lane = verdict_log_lane(&log_, 0);
    while (lane->line.size < VERDICT_LOG_LANE_BYTES)
        buffer_append(&lane->line, "xxxxxxxxxxxxxxxx", 16);
    verdict_log_put(lane);
    assert_int_equal(verdict_log_count(&log_).dropped, 1);
    assert_int_equal(lane->line.size, 0);
    put(0, 0);
    verdict_log_stop(&log_);
    assert_int_equal(count_whole_lines(), 1);
    close(file);
}

static void a_next_file_is_begun_between_lines(void **state)
{
    log_.file_bytes = 5 * LINE_BYTES;
    for (unsigned i = 0; i < 7; i++)
        put(0, i);
    assert_true(written(7));
    for (int waited = 0; !atomic_load(&log_.slot.wanted) && waited < PATIENCE_MS; waited += 10)
        usleep(10000);
    assert_true(atomic_load(&log_.slot.wanted));
    put(0, 7); /* until there is one, the first goes on */
    assert_true(written(8));
    char path[] = "/tmp/resynd-verdicts-XXXXXX";
    int next = mkstemp(path);
    struct stat info;
    unlink(path);
    atomic_store(&log_.slot.file, dup(next));
    for (int waited = 0; atomic_load(&log_.slot.file) >= 0 && waited < PATIENCE_MS; waited += 10)
        usleep(10000);
    put(0, 8);
    verdict_log_stop(&log_);
    assert_int_equal(count_whole_lines(), 8);
    assert_int_equal(fstat(next, &info), 0);
    assert_int_equal(info.st_size, LINE_BYTES);
    close(next);
    close(file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(a_disk_that_takes_lines_again_goes_on_within_a_line, open_log),
        cmocka_unit_test_setup(a_line_that_never_fits_is_dropped, open_log),
        cmocka_unit_test_setup(a_next_file_is_begun_between_lines, open_log),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
