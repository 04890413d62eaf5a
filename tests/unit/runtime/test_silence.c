/* SPDX-License-Identifier: Apache-2.0 */
/* test_silence.c: nothing in the runtime makes a system call: in a child whose filter allows exit
 * alone, each kind of function is called with what is
 * likeliest to need the system. Without sanitizers only: those make calls of their own. */
#include <seccomp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lib/runtime/offered.h"
#include "tests/unit/runtime/harness.h"

enum { LARGE = 1 << 20, RECORDS = 2000 };
static char large[LARGE], room[LARGE], arena_memory[262144];
static struct record {
    int key;
    char rest[36];
} records[RECORDS];
static volatile double kept;

static int by_key(const void *a, const void *b)
{
    return ((const struct record *)a)->key - ((const struct record *)b)->key;
}

static void print_and_scan(void *answer)
{
    rs_text text;
    double real;
    int value, offset;
    text_init(&text, room);
    rs_print(&text, "%4096.4096f|%.4096g|%.4096a|%4096d|%.4096d|%s", 1e308, 0.1, 1e-300, 1, 2,
             large);
    offer_snprintf(room, LARGE, "%s %e %p", large, 5e-324, room);
    offer_sscanf(large, "%lf", &real);
    offer_sscanf(large, "%d%n", &value, &offset);
    offer_sscanf(large, "%500lf", &real);
    offer_sscanf(large, "%1000000s", room);
    kept = real + strtod(large, NULL) + (double)strtol(large, NULL, 10) + atof("1e-4000");
}

static void sort_and_allocate(void *answer)
{
    for (int i = 0; i < RECORDS; i++)
        records[i].key = (i * 7919) % RECORDS;
    offer_qsort(records, RECORDS, sizeof *records, by_key);
    while (arena_try(1000))
        ;
    records[0].key = 9;
    offer_qsort(records, RECORDS, sizeof *records, by_key);
    arena_reset();
    offer_strdup("text");
    arena_reset();
}

static void read_answers(void *memory)
{
    int list[4];
    char line[64];
    rs_number number;
    struct answer_result result;
    for (size_t i = 0; i < 4; i++) {
        rs_answer *answer = answer_init(memory, large, LARGE - 1);
        i == 0   ? (void)rs_read_int(answer, 0, 9)
        : i == 1 ? (void)rs_read_real(answer, 0, 9)
        : i == 2 ? (void)rs_read_number(answer, &number)
                 : (void)rs_field(answer, "x");
        answer_finish(answer, &result);
    }
    static const char json[] = "{\"a\": [1, 2], \"b\": \"\\u00e9\", \"c\": 1.25}";
    rs_answer *answer = answer_init(memory, json, sizeof json - 1);
    rs_read_ints(rs_field(answer, "a"), list, 4, 0, 9);
    rs_read_line(rs_field(answer, "b"), line, sizeof line);
    kept = rs_read_real(rs_field(answer, "c"), 0, 9);
    rs_metric(answer, 0, 1);
    rs_reject(answer, "%f %s", 1.5, large);
    answer_finish(answer, &result);
    extract_answer(large, LARGE, RS_WHOLE, 0, false);
}

static void mathematics(void *answer)
{
    typedef double unary(double);
    static const char *const names[] = {"exp", "log",  "sin",  "cos",
                                        "tan", "sqrt", "cbrt", "tgamma"};
    for (size_t i = 0; i < offered_count; i++)
        for (size_t k = 0; k < sizeof names / sizeof *names; k++)
            if (strcmp(offered[i].name, names[k]) == 0)
                for (double x = -1e3; x < 1e6; x = x * 1.7 + 900)
                    kept = ((unary *)offered[i].function)(x);
    rs_random random;
    random_init(&random, 1, 2, 3);
    rs_shuffle(&random, records, RECORDS, sizeof *records);
    kept = rs_is_word("cat") + rs_unit(&random);
}

static void lock(void)
{
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
    if (!filter || seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(exit_group), 0) ||
        seccomp_load(filter))
        _exit(3);
}

static void runs_without_system_calls(void (*body)(void *))
{
    void *answer = malloc(answer_bytes());
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        lock();
        body(answer);
        _exit(0);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    free(answer);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
}

static int prepare(void **state)
{
    memset(large, '7', LARGE - 1);
    arena_init(arena_memory, sizeof arena_memory);
    return 0;
}

static void printing(void **state)
{
    runs_without_system_calls(print_and_scan);
}

static void sorting(void **state)
{
    runs_without_system_calls(sort_and_allocate);
}

static void reading(void **state)
{
    runs_without_system_calls(read_answers);
}

static void computing(void **state)
{
    runs_without_system_calls(mathematics);
}

static void make_a_call(void *answer)
{
    (void)!write(2, "", 0);
}

/* So that the others can fail. */
static void a_system_call_is_seen(void **state)
{
    pid_t child = fork();
    if (child == 0) {
        lock();
        make_a_call(NULL);
        _exit(0);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status));
}

#define TEST(name) cmocka_unit_test_setup(name, prepare)
static const struct CMUnitTest tests[] = {
    TEST(printing), TEST(sorting), TEST(reading), TEST(computing), TEST(a_system_call_is_seen),
};

int main(void)
{
#ifdef SANITIZED
    puts("1..0 # SKIP a sanitizer makes system calls of its own");
    return 0;
#endif
    return cmocka_run_group_tests(tests, NULL, NULL);
}
