/* SPDX-License-Identifier: Apache-2.0 */
/* test_cgroup.c: a subtree is divided only where it was given to the daemon, and all of it or not
 * at all. The files are ordinary ones with the kernel's names: this says what is written where, and
 * nothing about what the kernel makes of it. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "daemon/supervisor/cgroup.h"
#include "tests/unit/test.h"

static const struct cgroup_limits limits = {.memory_bytes = 1ull << 40, .processes = 77};

struct tree {
    char path[PATH_MAX];
};

static void put(const struct tree *tree, const char *name, const char *text)
{
    char path[PATH_MAX * 2];
    snprintf(path, sizeof path, "%s/%s", tree->path, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static void expect(const struct tree *tree, const char *name, const char *text)
{
    char path[PATH_MAX * 2], found[256];
    snprintf(path, sizeof path, "%s/%s", tree->path, name);
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    found[fread(found, 1, sizeof found - 1, file)] = '\0';
    fclose(file);
    assert_string_equal(found, text);
}

static void make(struct tree *tree, const char *controllers)
{
    char path[PATH_MAX * 2];
    strcpy(tree->path, "/tmp/resynd-cgroup-XXXXXX");
    assert_non_null(mkdtemp(tree->path));
    put(tree, "cgroup.controllers", controllers);
    put(tree, "cgroup.subtree_control", "");
    for (int i = 0; i < 2; i++) {
        snprintf(path, sizeof path, "%s/%s", tree->path, i ? "resynd" : "workers");
        assert_int_equal(mkdir(path, 0700), 0);
    }
    put(tree, "resynd/cgroup.procs", "");
    put(tree, "workers/cgroup.procs", "");
    put(tree, "workers/memory.max", "");
    put(tree, "workers/pids.max", "");
}

static void delegate(const struct tree *tree, const char *value)
{
    const char *mark = geteuid() == 0 ? "trusted.delegate" : "user.delegate";
    if (setxattr(tree->path, mark, value, 1, 0) < 0)
        skip(); /* a file system without them */
}

static void drop(const struct tree *tree)
{
    char command[PATH_MAX + 16];
    snprintf(command, sizeof command, "rm -r %s", tree->path);
    assert_int_equal(system(command), 0);
}

static void expect_none(const struct tree *tree, const char *reason)
{
    struct cgroup group;
    struct error error = {0};
    assert_int_equal(cgroup_open(&group, tree->path, &limits, &error), 0);
    assert_int_equal(group.procs, 0);
    assert_non_null(strstr(group.state, reason));
    expect(tree, "cgroup.subtree_control", "");
    expect(tree, "resynd/cgroup.procs", "");
}

static void a_group_that_is_somebody_elses_is_left_alone(void **state)
{
    struct tree tree;
    make(&tree, "cpu memory pids\n");
    expect_none(&tree, "Delegate=yes");
    delegate(&tree, "0");
    expect_none(&tree, "Delegate=yes");
    drop(&tree);
}

static void without_its_controller_there_is_none(void **state)
{
    struct tree tree;
    make(&tree, "hugetlb\n");
    delegate(&tree, "1");
    expect_none(&tree, "memory controller");
    drop(&tree);
}

static void an_old_hierarchy_has_none(void **state)
{
    struct cgroup group;
    struct error error = {0};
    assert_int_equal(cgroup_open(&group, "/proc/self", &limits, &error), 0);
    assert_int_equal(group.procs, 0);
    assert_non_null(strstr(group.state, "no cgroup v2"));
}

static void a_delegated_group_is_divided(void **state)
{
    struct tree tree;
    struct cgroup group;
    struct error error = {0};
    struct stat made, found;
    char path[PATH_MAX * 2];
    make(&tree, "cpu memory pids\n");
    delegate(&tree, "1");
    assert_int_equal(cgroup_open(&group, tree.path, &limits, &error), 0);
    expect(&tree, "resynd/cgroup.procs", "0");
    expect(&tree, "cgroup.subtree_control", "+memory +pids");
    expect(&tree, "workers/memory.max", "1099511627776");
    expect(&tree, "workers/pids.max", "77");
    snprintf(path, sizeof path, "%s/workers/cgroup.procs", tree.path);
    assert_int_equal(fstat(group.procs, &made), 0);
    assert_int_equal(stat(path, &found), 0);
    assert_true(made.st_ino == found.st_ino);
    cgroup_close(&group);
    drop(&tree);
}

static void processes_are_limited_where_they_can_be(void **state)
{
    struct tree tree;
    struct cgroup group;
    struct error error = {0};
    make(&tree, "memory\n");
    delegate(&tree, "1");
    assert_int_equal(cgroup_open(&group, tree.path, &limits, &error), 0);
    expect(&tree, "cgroup.subtree_control", "+memory");
    expect(&tree, "workers/pids.max", "");
    cgroup_close(&group);
    drop(&tree);
}

static void what_is_delegated_must_work(void **state)
{
    struct tree tree;
    struct cgroup group;
    struct error error = {0};
    char path[PATH_MAX * 2];
    make(&tree, "memory pids\n");
    delegate(&tree, "1");
    snprintf(path, sizeof path, "%s/workers/memory.max", tree.path);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(cgroup_open(&group, tree.path, &limits, &error), -ENOENT);
    assert_int_equal(group.procs, 0);
    assert_non_null(strstr(error.text, tree.path));
    drop(&tree);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_group_that_is_somebody_elses_is_left_alone),
        cmocka_unit_test(without_its_controller_there_is_none),
        cmocka_unit_test(an_old_hierarchy_has_none),
        cmocka_unit_test(a_delegated_group_is_divided),
        cmocka_unit_test(processes_are_limited_where_they_can_be),
        cmocka_unit_test(what_is_delegated_must_work),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
