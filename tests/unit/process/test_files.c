/* SPDX-License-Identifier: Apache-2.0 */
/* test_files.c: the memory and the doorbells that a worker shares with its client. */
#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/process/process.h"
#include "tests/unit/channel/descriptors.h"
#include "tests/unit/test.h"

static off_t size_of(int fd)
{
    struct stat info;
    assert_int_equal(fstat(fd, &info), 0);
    return info.st_size;
}

static int is_non_blocking(int fd)
{
    return (fcntl(fd, F_GETFL) & O_NONBLOCK) != 0;
}

static void files_have_the_sizes_of_the_ring(void **state)
{
    for (unsigned threads = 1; threads <= THREADS_MAX; threads += 5) {
        struct worker_files files;
        assert_int_equal(worker_files_open(&files, threads, NULL), 0);
        assert_int_equal(size_of(files.jobs), ring_jobs_bytes(threads));
        assert_int_equal(size_of(files.verdicts), ring_verdicts_bytes(threads));
        worker_files_close(&files);
    }
}

static void only_completions_do_not_block(void **state)
{
    struct worker_files files;
    assert_int_equal(worker_files_open(&files, 3, NULL), 0);
    assert_false(is_non_blocking(files.doorbell));
    for (int i = 0; i < 3; i++) {
        assert_true(is_non_blocking(files.completions[i]));
        assert_int_equal(fcntl(files.completions[i], F_GETFD), FD_CLOEXEC);
    }
    assert_int_equal(fcntl(files.doorbell, F_GETFD), FD_CLOEXEC);
    assert_int_equal(fcntl(files.jobs, F_GETFD), FD_CLOEXEC);
    assert_int_equal(fcntl(files.verdicts, F_GETFD), FD_CLOEXEC);
    assert_int_equal(files.completions[3], -1);
    worker_files_close(&files);
}

static void nobody_can_change_a_size_that_the_other_has_mapped(void **state)
{
    struct worker_files files;
    assert_int_equal(worker_files_open(&files, 1, NULL), 0);
    const int memory[] = {files.jobs, files.verdicts};
    for (int i = 0; i < 2; i++) {
        assert_int_equal(ftruncate(memory[i], 4096), -1);
        assert_int_equal(ftruncate(memory[i], 1 << 30), -1);
        assert_int_equal(fcntl(memory[i], F_ADD_SEALS, F_SEAL_WRITE), -1);
    }
    /* … but large payloads can be given back. */
    assert_int_equal(fallocate(files.jobs, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 4096, 4096),
                     0);
    worker_files_close(&files);
}

static void closing_leaves_nothing_and_may_be_repeated(void **state)
{
    int before = descriptors_open();
    struct worker_files files;
    assert_int_equal(worker_files_open(&files, THREADS_MAX, NULL), 0);
    worker_files_close(&files);
    worker_files_close(&files);
    assert_int_equal(descriptors_open(), before);
}

static void a_number_of_threads_that_cannot_be_is_refused(void **state)
{
    struct worker_files files;
    assert_int_equal(worker_files_open(&files, 0, NULL), -EINVAL);
    assert_int_equal(worker_files_open(&files, THREADS_MAX + 1, NULL), -EINVAL);
    worker_files_close(&files);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(files_have_the_sizes_of_the_ring),
        cmocka_unit_test(only_completions_do_not_block),
        cmocka_unit_test(nobody_can_change_a_size_that_the_other_has_mapped),
        cmocka_unit_test(closing_leaves_nothing_and_may_be_repeated),
        cmocka_unit_test(a_number_of_threads_that_cannot_be_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
