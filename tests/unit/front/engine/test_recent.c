/* SPDX-License-Identifier: Apache-2.0 */
/* test_recent.c: the ring of recent jobs gives back what was put in, byte for byte, the latest of
 * one worker only, however often it has gone round. */
#include <stdlib.h>
#include <string.h>

#include "daemon/front/engine/bounds.h"
#include "daemon/front/engine/recent.h"
#include "tests/unit/test.h"

static struct recent recent;
static unsigned char filler[RECENT_JOB_BYTES + 1];

static int set_up(void **state)
{
    recent_init(&recent);
    return 0;
}

static int tear_down(void **state)
{
    recent_deinit(&recent);
    return 0;
}

/* Job n has a size and contents that follow from n. */
static size_t state_size(unsigned n)
{
    return n % 3 ? n * 7919 % 5000 : 0;
}

static size_t text_size(unsigned n)
{
    return n % 97 ? n * 104729 % 3000 : 200000;
}

static void keep(uint64_t worker, unsigned n)
{
    struct said said = {n, n};
    struct lane_job work = {.kind = JOB_VERIFY,
                            .level = n,
                            .state = filler,
                            .state_size = state_size(n),
                            .text = (const char *)filler,
                            .text_size = text_size(n)};
    memset(filler, (int)(n & 0xff), sizeof filler);
    recent_keep(&recent, worker, &work, &said);
}

struct seen {
    unsigned count, next, step;
};

static void see(void *owner, const struct lane_job *work, const struct said *said)
{
    struct seen *seen = owner;
    unsigned n = work->level;
    assert_int_equal(n, seen->next);
    assert_int_equal(said->mark, n);
    assert_int_equal(work->state_size, state_size(n));
    assert_int_equal(work->text_size, text_size(n));
    memset(filler, (int)(n & 0xff), sizeof filler);
    assert_memory_equal(work->state, filler, work->state_size);
    assert_memory_equal(work->text, filler, work->text_size);
    seen->next += seen->step;
    seen->count++;
}

static void the_latest_of_one_worker_come_back_in_order(void **state)
{
    enum { ALL = 20000, MOST = 64 };
    for (unsigned n = 0; n < ALL; n++)
        keep(1 + n % 4, n);
    for (uint64_t worker = 1; worker <= 4; worker++) {
        unsigned last = ALL - 4 + (unsigned)worker - 1;
        struct seen seen = {.next = last - 4 * (MOST - 1), .step = 4};
        recent_visit(&recent, worker, MOST, see, &seen);
        assert_int_equal(seen.count, MOST);
    }
    struct seen nobody = {0};
    recent_visit(&recent, 5, MOST, see, &nobody);
    assert_int_equal(nobody.count, 0);
}

static void fewer_than_wanted_all_come(void **state)
{
    struct seen seen = {.step = 1};
    for (unsigned n = 0; n < 5; n++)
        keep(7, n);
    recent_visit(&recent, 7, 64, see, &seen);
    assert_int_equal(seen.count, 5);
}

static void what_is_too_large_is_not_kept(void **state)
{
    struct seen seen = {0};
    struct lane_job work = {.text = (const char *)filler, .text_size = RECENT_JOB_BYTES};
    recent_keep(&recent, 1, &work, &(struct said){0});
    recent_visit(&recent, 1, 64, see, &seen);
    assert_int_equal(seen.count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_latest_of_one_worker_come_back_in_order, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(fewer_than_wanted_all_come, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_too_large_is_not_kept, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
