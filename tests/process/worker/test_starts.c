/* SPDX-License-Identifier: Apache-2.0 */
/* test_starts.c: what a worker does not start on, and what it makes of hostile declarations. */
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "lib/image/image.h"
#include "proto/outcome.h"
#include "tests/process/worker/native.h"
#include "tests/process/worker/rig.h"

/* ---- Refusals ------------------------------------------------------------------------------- */

static void assert_refused(int image, unsigned stack_kib, const char *how)
{
    struct rig rig = {0};
    struct error error;
    assert_true(programs_open(&rig.programs, &error) >= 0);
    assert_true(worker_files_open(&rig.files, 1, &error) >= 0);
    assert_true(lane_memory_map(&rig.memory, rig.files.jobs, rig.files.verdicts, 1, &error) >= 0);
    assert_true(
        worker_start(&rig.worker, &rig.programs, &rig.files, image, stack_kib, 256, &error) >= 0);
    assert_string_equal(rig_end(&rig), how);
    assert_false(lane_ready(&rig.memory));
    rig_close(&rig);
    close(image);
}

static void an_image_that_can_change(void **unused)
{
    rs_declaration declaration = native_declaration();
    assert_refused(native_build(NATIVE_general, &declaration, false), 64,
                   "exit 2, crash: the image is not sealed");
}

static void a_file_that_is_no_image(void **unused)
{
    assert_refused(memfd_create("nothing", MFD_ALLOW_SEALING), 64,
                   "exit 2, crash: the file is no image");
}

static void a_stack_beyond_the_limit(void **unused)
{
    assert_refused(native_image(NATIVE_general), STACK_KIB_MAX + 1,
                   "exit 2, crash: its limits are out of range");
}

static void memory_that_is_too_small(void **unused)
{
    struct rig rig = {0};
    struct error error;
    int image = native_image(NATIVE_general), small = memfd_create("small", 0);
    assert_int_equal(ftruncate(small, 4096), 0);
    assert_true(programs_open(&rig.programs, &error) >= 0);
    assert_true(worker_files_open(&rig.files, 1, &error) >= 0);
    assert_true(lane_memory_map(&rig.memory, rig.files.jobs, rig.files.verdicts, 1, &error) >= 0);
    close(rig.files.jobs);
    rig.files.jobs = small;
    assert_true(worker_start(&rig.worker, &rig.programs, &rig.files, image, 64, 256, &error) >= 0);
    assert_string_equal(rig_end(&rig),
                        "exit 2, crash: descriptor 4 is not the ring memory it must be");
    rig_close(&rig);
    close(image);
}

/* ---- Declarations --------------------------------------------------------------------------- */

/* Starts a worker on the declaration, and asks for its description. */
static const struct answered *describe(struct rig *rig, const rs_declaration *declaration)
{
    int image = native_build(NATIVE_general, declaration, true);
    rig_open(rig, image, 1, 64, 256);
    close(image);
    return rig_do(rig, &(struct lane_job){.kind = JOB_DESCRIBE});
}

static void assert_described(const rs_declaration *declaration, const char *sentence)
{
    struct rig rig;
    struct description out;
    struct error error = {0};
    const struct answered *got = describe(&rig, declaration);
    assert_int_equal(got->take, LANE_VERDICT);
    assert_int_equal(got->verdict.outcome, OUTCOME_OK);
    assert_true(description_decode(got->output, got->output_size, &out, &error) < 0);
    assert_string_equal(error.text, sentence);
    rig_close(&rig);
}

#define IN_DATA ((const char *)(IMAGE_BASE + 2 * 4096))

static void strings_outside_the_image(void **unused)
{
    rs_declaration declaration = native_declaration();
    declaration.name = (const char *)STACK_TOP;
    assert_described(&declaration, "`.name` is missing");
    declaration.name = (const char *)UINT64_MAX;
    assert_described(&declaration, "`.name` is missing");
    declaration.name = IN_DATA + 4095; /* the last byte of all, a NUL */
    assert_described(&declaration, "`.name` is missing");
}

static void examples_without_end(void **unused)
{
    struct rig rig;
    rs_declaration declaration = native_declaration();
    const char *code = (const char *)(IMAGE_BASE + 4096); /* bytes, but no string of the author's */
    for (int i = 0; i < RS_EXAMPLES_MAX; i++)
        declaration.examples[i] = (rs_example){code, (const char *)-1, 1};
    const struct answered *got = describe(&rig, &declaration);
    assert_int_equal(got->verdict.outcome, OUTCOME_OK);
    assert_true(got->output_size <= OUTPUT_BYTES);
    rig_close(&rig);
}

/* Nothing runs on a declaration that lies about sizes. */
static void assert_unsound(const rs_declaration *declaration)
{
    struct rig rig;
    assert_int_equal(describe(&rig, declaration)->verdict.outcome, OUTCOME_OK);
    const struct answered *got = rig_verify(&rig, "12345678", 8, "any");
    assert_int_equal(got->verdict.outcome, OUTCOME_INTERNAL);
    assert_string_equal(got->verdict.reason, "the declaration is not one that can run");
    got = rig_do(&rig, &(struct lane_job){.kind = JOB_GENERATE, .level = 1});
    assert_int_equal(got->verdict.outcome, OUTCOME_INTERNAL);
    rig_close(&rig);
}

static void sizes_that_lie(void **unused)
{
    rs_declaration declaration = native_declaration();
    declaration.state_size = SIZE_MAX;
    assert_unsound(&declaration);
    declaration = native_declaration();
    declaration.witness_size = RS_WITNESS_MAX + 1;
    assert_unsound(&declaration);
    declaration = native_declaration();
    declaration.levels = -1;
    assert_unsound(&declaration);
    declaration = native_declaration();
    declaration.checker = 1; /* there is no load */
    assert_unsound(&declaration);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(an_image_that_can_change),
    cmocka_unit_test(a_file_that_is_no_image),
    cmocka_unit_test(a_stack_beyond_the_limit),
    cmocka_unit_test(memory_that_is_too_small),
    cmocka_unit_test(strings_outside_the_image),
    cmocka_unit_test(examples_without_end),
    cmocka_unit_test(sizes_that_lie),
};
RUN_TESTS(tests)
