/* SPDX-License-Identifier: Apache-2.0 */
/* test_hermetic.c: nothing carries over from one call to the next: not in static data, heap or
 * stack, not in any register; and what a call does to the processor does not reach the worker. */
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "proto/outcome.h"
#include "tests/process/worker/native.h"
#include "tests/process/worker/rig.h"

#ifdef SANITIZED
enum { CALLS = 200 };
#else
enum { CALLS = 1000 };
#endif

static void assert_clean(struct rig *rig, size_t state_size, const char *word)
{
    static const char zeros[1004];
    for (int i = 0; i < CALLS; i++) {
        const struct answered *got = rig_verify(rig, zeros, state_size, word);
        assert_int_equal(got->take, LANE_VERDICT);
        assert_int_equal(got->verdict.outcome, OUTCOME_OK);
        assert_true(got->verdict.score == 1);
    }
}

static void compiled_code_finds_nothing(void **unused)
{
    static const char *const words[] = {"counter", "static", "stack", "heap"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        struct rig rig;
        rig_open(&rig, rig_compile("misbehave.c"), 1, STACK_KIB_DEFAULT, MEMORY_KIB_DEFAULT);
        assert_clean(&rig, 1004, words[i]);
        rig_close(&rig);
    }
}

/* An array's index below 0 leads out of the state, and must not lead to an earlier instance. */
static void nothing_is_found_below_an_instance(void **unused)
{
    struct rig rig;
    rig_open(&rig, rig_compile("below.c"), 1, STACK_KIB_DEFAULT, MEMORY_KIB_DEFAULT);
    for (int i = 0; i < CALLS; i++) {
        const struct answered *got =
            rig_do(&rig, &(struct lane_job){.kind = JOB_GENERATE, .level = 5, .seed = 1});
        assert_int_equal(got->take, LANE_VERDICT);
        assert_int_equal(got->verdict.outcome, OUTCOME_OK);
        assert_int_equal(got->verdict.attempts, 1);
    }
    rig_close(&rig);
}

static void native_open(struct rig *rig, enum native native)
{
    int image = native_image(native);
    rig_open(rig, image, 1, STACK_KIB_DEFAULT, MEMORY_KIB_DEFAULT);
    close(image);
}

static void assert_native_clean(enum native native)
{
    struct rig rig;
    native_open(&rig, native);
    assert_clean(&rig, 8, "any");
    rig_close(&rig);
}

static void general_registers(void **unused)
{
    assert_native_clean(NATIVE_general);
}

static void vector_registers(void **unused)
{
    assert_native_clean(NATIVE_vectors);
    if (__builtin_cpu_supports("avx"))
        assert_native_clean(NATIVE_wide_vectors);
    if (__builtin_cpu_supports("avx512vl"))
        assert_native_clean(NATIVE_masks);
}

static void floating_point_state(void **unused)
{
    assert_native_clean(NATIVE_mxcsr);
    assert_native_clean(NATIVE_x87);
    assert_native_clean(NATIVE_x87_registers);
}

static void flags(void **unused)
{
    assert_native_clean(NATIVE_direction);
    assert_native_clean(NATIVE_alignment);
}

static void the_stack(void **unused)
{
    assert_native_clean(NATIVE_stack);
}

static void assert_native_ends(enum native native, const char *how)
{
    struct rig rig;
    native_open(&rig, native);
    assert_int_equal(rig_verify(&rig, "12345678", 8, "any")->take, LANE_NOTHING);
    assert_string_equal(rig_end(&rig), how);
    rig_close(&rig);
}

#define PRIVILEGED "exit 3, crash: a privileged instruction, or an address that no memory can have"

static void a_system_call_is_deadly(void **unused)
{
    assert_native_ends(NATIVE_system_call, "signal 31");
}

/* A kernel without 32-bit calls refuses the instruction itself. */
static void a_system_call_of_32_bits_is_deadly(void **unused)
{
    struct rig rig;
    native_open(&rig, NATIVE_old_system_call);
    assert_int_equal(rig_verify(&rig, "12345678", 8, "any")->take, LANE_NOTHING);
    const char *end = rig_end(&rig);
    assert_true(strcmp(end, "signal 31") == 0 || strcmp(end, PRIVILEGED) == 0);
    rig_close(&rig);
}

/* Some virtual machines say that they turned the counter off and leave it on. */
__attribute__((unused)) static bool clock_can_be_taken(void)
{
    int status = 0;
    pid_t child = fork();
    if (child == 0) {
        prctl(PR_SET_TSC, PR_TSC_SIGSEGV, 0, 0, 0);
        __builtin_ia32_rdtsc();
        _exit(0);
    }
    waitpid(child, &status, 0);
    return WIFSIGNALED(status);
}

/* A sanitizer's allocator needs the clock: it stays on there. */
static void there_is_no_clock(void **unused)
{
#ifndef SANITIZED
    if (clock_can_be_taken())
        assert_native_ends(NATIVE_clock, PRIVILEGED);
    else
        print_message("# this machine does not let anyone turn the timestamp counter off\n");
#endif
}

static void instructions_that_end_a_call(void **unused)
{
    assert_native_ends(NATIVE_illegal, "exit 3, crash: illegal instruction");
    assert_native_ends(NATIVE_breakpoint, "exit 3, crash: a breakpoint instruction");
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(compiled_code_finds_nothing),
    cmocka_unit_test(nothing_is_found_below_an_instance),
    cmocka_unit_test(general_registers),
    cmocka_unit_test(vector_registers),
    cmocka_unit_test(floating_point_state),
    cmocka_unit_test(flags),
    cmocka_unit_test(the_stack),
    cmocka_unit_test(a_system_call_is_deadly),
    cmocka_unit_test(a_system_call_of_32_bits_is_deadly),
    cmocka_unit_test(there_is_no_clock),
    cmocka_unit_test(instructions_that_end_a_call),
};
RUN_TESTS(tests)
