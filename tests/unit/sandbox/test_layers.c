/* SPDX-License-Identifier: Apache-2.0 */
/* test_layers.c: what a process gives up beside its filter: Landlock, user id, root, capabilities,
 * namespaces. In real children; what this machine does not offer is said and passed over. */
#include "lib/sandbox/sandbox.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lib/sandbox/give_up.h"
#include "lib/sandbox/landlock.h"
#include "lib/sandbox/namespaces.h"
#include "lib/sandbox/probe.h"
#include "tests/unit/sandbox/child.h"
#include "tests/unit/test.h"

enum { GOOD = 7, ABI_NETWORK = 4, ABI_SCOPES = 6, NOBODY = 65534 };

static bool no_landlock(void)
{
    if (landlock_abi() > 0)
        return false;
    print_message("# this kernel has no Landlock: nothing to see here\n");
    return true;
}

/* ---- Landlock ----------------------------------------------------------------------------------
 */

static int opens_after_rules(const void *path)
{
    struct landlock landlock;
    if (open(path, O_RDONLY) < 0 || sandbox_basics(0, NULL) < 0)
        return 1;
    int rc = landlock_open(&landlock, LANDLOCK_ALL_FILES, false, NULL);
    if (landlock_enter(&landlock, rc, NULL) != 1)
        return 2;
    return open(path, O_RDONLY) == -1 && errno == EACCES ? GOOD : 3;
}

static void no_file_is_opened(void **state)
{
    if (no_landlock())
        return;
    assert_int_equal(child_run(opens_after_rules, "/etc/passwd"), GOOD);
    assert_int_equal(child_run(opens_after_rules, "/"), GOOD);
    assert_int_equal(child_run(opens_after_rules, "/dev/null"), GOOD);
    assert_int_equal(child_run(opens_after_rules, "/proc/self/maps"), GOOD);
}

static int reads_one_folder(const void *argument)
{
    struct landlock landlock;
    if (sandbox_basics(0, NULL) < 0)
        return 1;
    int rc = landlock_open(&landlock, LANDLOCK_ALL_FILES, false, NULL);
    if (rc == 1 && landlock_allow(&landlock, "/etc", LANDLOCK_READ, NULL) < 0)
        rc = -1;
    if (landlock_enter(&landlock, rc, NULL) != 1)
        return 2;
    bool inside = open("/etc/passwd", O_RDONLY) >= 0 && open("/etc", O_RDONLY) >= 0;
    bool outside = open("/usr", O_RDONLY) >= 0 || open("/etc/../usr", O_RDONLY) >= 0;
    bool written = open("/etc/passwd", O_WRONLY) >= 0;
    return inside && !outside && !written ? GOOD : 3;
}

static void what_is_allowed_is_all(void **state)
{
    if (!no_landlock())
        assert_int_equal(child_run(reads_one_folder, NULL), GOOD);
}

static int binds(const void *argument)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
    int before = socket(AF_INET, SOCK_STREAM, 0), after = socket(AF_INET, SOCK_STREAM, 0);
    if (bind(before, (struct sockaddr *)&address, sizeof address) < 0 ||
        sandbox_basics(0, NULL) < 0 || sandbox_enclose(NULL, NULL) < 0)
        return 1;
    int bound = bind(after, (struct sockaddr *)&address, sizeof address);
    return bound == -1 && errno == EACCES ? GOOD : 2;
}

static int signals_parent(const void *argument)
{
    if (kill(getppid(), 0) < 0 || sandbox_basics(0, NULL) < 0 || sandbox_enclose(NULL, NULL) < 0)
        return 1;
    return kill(getppid(), 0) == -1 && errno == EPERM ? GOOD : 2;
}

static void no_port_is_bound_and_nobody_outside_is_signalled(void **state)
{
    if (landlock_abi() >= ABI_NETWORK)
        assert_int_equal(child_run(binds, NULL), GOOD);
    if (landlock_abi() >= ABI_SCOPES)
        assert_int_equal(child_run(signals_parent, NULL), GOOD);
}

/* ---- User id, root, capabilities ---------------------------------------------------------------
 */

static int looks_at_itself(const void *argument)
{
    struct enclosure made;
    uid_t before = getuid();
    if (sandbox_basics(0, NULL) < 0 || sandbox_enclose(&made, NULL) < 0)
        return 1;
    if (capabilities() != 0 || prctl(PR_GET_DUMPABLE) != 0)
        return 2;
    struct stat root;
    if (made.user && (getuid() == before || setuid(0) == 0))
        return 3;
    if (made.root && stat("/etc", &root) == 0)
        return 4;
    int death = 0;
    prctl(PR_GET_PDEATHSIG, &death);
    return made.user && death != SIGKILL ? 5 : GOOD;
}

static void an_enclosed_process_is_nobody(void **state)
{
    assert_int_equal(child_run(looks_at_itself, NULL), GOOD);
}

static int becomes_user(void)
{
    return setgid(NOBODY) == 0 && setuid(NOBODY) == 0 ? 0 : -1;
}

static int as_a_user(const void *argument)
{
    struct enclosure made;
    if (becomes_user() < 0)
        return 1;
    if (sandbox_basics(0, NULL) < 0 || sandbox_enclose(&made, NULL) < 0)
        return 2;
    return !made.user && !made.root && getuid() == NOBODY ? GOOD : 3;
}

static void a_user_has_nothing_to_give_up(void **state)
{
    if (geteuid() == 0)
        assert_int_equal(child_run(as_a_user, NULL), GOOD);
}

static int keeps_some(const void *argument)
{
    uint64_t kept = CAPABILITY_BIT(CAP_KILL) | CAPABILITY_BIT(CAP_SYS_CHROOT);
    if (keep_capabilities(kept, NULL) < 0 || capabilities() != kept)
        return 1;
    return give_up_capabilities(0, NULL) == 0 && capabilities() == 0 &&
                   give_up_capabilities(kept, NULL) == 0 && capabilities() == 0
               ? GOOD
               : 2;
}

static void capabilities_do_not_come_back(void **state)
{
    if (geteuid() == 0)
        assert_int_equal(child_run(keeps_some, NULL), GOOD);
}

/* ---- Namespaces --------------------------------------------------------------------------------
 */

/* Whether this process sees another network namespace than its parent did. */
static ino_t network(void)
{
    struct stat info;
    return stat("/proc/self/ns/net", &info) == 0 ? info.st_ino : 0;
}

static int enters(const void *unprivileged)
{
    struct namespaces namespaces;
    struct error error;
    if (unprivileged && becomes_user() < 0)
        return 1;
    prctl(PR_SET_DUMPABLE, 1); /* the change of user took it away, and with it /proc/self/uid_map */
    ino_t before = network();
    if (namespaces_enter(&namespaces, false, &error) < 0 ||
        namespaces_start_first(&namespaces, &error) < 0) {
        print_error("%s\n", error.text);
        return 2;
    }
    if ((namespaces.failed[NAMESPACE_NETWORK] == 0) != (network() != before))
        return 3;
    pid_t child = fork();
    if (child == 0)
        _exit(namespaces.failed[NAMESPACE_PROCESS] == 0 ? getppid() != 0 : getppid() == 0);
    int status;
    if (waitpid(child, &status, 0) != child || status != 0)
        return 4;
    namespaces_leave(&namespaces);
    return fork() < 0 || namespaces.first == 0 ? GOOD : 5;
}

static void namespaces_are_entered_as_far_as_they_are_offered(void **state)
{
    assert_int_equal(child_run(enters, NULL), GOOD);
    if (geteuid() == 0)
        assert_int_equal(child_run(enters, "user"), GOOD);
}

/* ---- The probe ---------------------------------------------------------------------------------
 */

static int probes(const void *argument)
{
    static struct isolation isolation;
    struct namespaces namespaces = NAMESPACES_INIT;
    struct error error;
    for (int i = 0; i < NAMESPACE_COUNT; i++)
        namespaces.failed[i] = ENOSYS;
    if (probe_layers(&namespaces, &isolation, &error) < 0) {
        print_error("%s\n", error.text);
        return 1;
    }
    const struct isolation_layer *layers = isolation.layers;
    for (int i = 0; i < ISOLATION_LAYER_COUNT; i++)
        if (strlen(layers[i].detail) < 3 && i != ISOLATION_CGROUP) /* the supervisor's to say */
            return 2;
    if (layers[ISOLATION_NETWORK].active || !layers[ISOLATION_PRIVILEGES].active)
        return 3;
    return layers[ISOLATION_LANDLOCK].active == (landlock_abi() > 0) ? GOOD : 4;
}

static void the_probe_says_what_holds(void **state)
{
    assert_int_equal(child_run(probes, NULL), GOOD);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(no_file_is_opened),
    cmocka_unit_test(what_is_allowed_is_all),
    cmocka_unit_test(no_port_is_bound_and_nobody_outside_is_signalled),
    cmocka_unit_test(an_enclosed_process_is_nobody),
    cmocka_unit_test(a_user_has_nothing_to_give_up),
    cmocka_unit_test(capabilities_do_not_come_back),
    cmocka_unit_test(namespaces_are_entered_as_far_as_they_are_offered),
    cmocka_unit_test(the_probe_says_what_holds),
};

RUN_TESTS(tests)
