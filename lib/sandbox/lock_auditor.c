/* SPDX-License-Identifier: Apache-2.0 */
/* lock_auditor.c: see sandbox.h. Runs in the auditor, before it looks at the source, and in the
 * judge, before the source's native build is loaded. */
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "lib/sandbox/give_up.h"
#include "lib/sandbox/landlock.h"
#include "lib/sandbox/program.h"
#include "lib/sandbox/sandbox.h"
#include "lib/sandbox/sanitizer.h"

/* The toolchain and what any dynamic executable needs. Of /proc a process inside Landlock rules
 * sees its own and its children's only, where it matters. */
static const struct {
    const char *path;
    uint64_t rights;
} allowed[] = {
    {"/usr", LANDLOCK_READ | LANDLOCK_EXECUTE},    {"/lib", LANDLOCK_READ | LANDLOCK_EXECUTE},
    {"/lib64", LANDLOCK_READ | LANDLOCK_EXECUTE},  {"/bin", LANDLOCK_READ | LANDLOCK_EXECUTE},
    {"/etc/ld.so.cache", LANDLOCK_READ},           {"/proc", LANDLOCK_READ},
    {"/dev/null", LANDLOCK_READ | LANDLOCK_WRITE}, {"/dev/urandom", LANDLOCK_READ},
};

/* One that is not there is not needed. */
static int allow(const struct landlock *landlock, const char *path, uint64_t rights,
                 struct error *error)
{
    int rc = landlock_allow(landlock, path, rights, error);
    return rc == -ENOENT || rc == -EACCES ? 0 : rc;
}

/* A compiler that is elsewhere than all of these, with what lies beside it. */
static int allow_compiler(const struct landlock *landlock, const char *compiler,
                          struct error *error)
{
    char path[PATH_MAX];
    char *slash = realpath(compiler, path) ? strrchr(path, '/') : NULL;
    if (!slash || slash == path)
        return 0;
    *slash = '\0';
    return allow(landlock, path, LANDLOCK_READ | LANDLOCK_EXECUTE, error);
}

static int confine(const char *compiler, const char *folder, int judge, struct error *error)
{
    struct landlock landlock;
    int rc = landlock_open(&landlock, LANDLOCK_ALL_FILES, false, error), added = 0;
    for (size_t i = 0; rc > 0 && added == 0 && i < sizeof allowed / sizeof *allowed; i++)
        added = allow(&landlock, allowed[i].path, allowed[i].rights, error);
    if (rc > 0 && added == 0)
        added = allow_compiler(&landlock, compiler, error);
    if (rc > 0 && added == 0)
        added = landlock_allow(&landlock, folder, LANDLOCK_KEEP | LANDLOCK_MAKE_FOLDER, error);
    if (rc > 0 && added == 0)
        added = landlock_allow_fd(&landlock, judge, LANDLOCK_READ | LANDLOCK_EXECUTE, error);
    return landlock_enter(&landlock, added < 0 ? added : rc, error);
}

int sandbox_lock_auditor(const char *compiler, const char *folder, int judge, struct error *error)
{
    if (SANITIZER_PRESENT)
        return 0;
    int rc = give_up_capabilities(0, error);
    if (rc == 0)
        rc = confine(compiler, folder, judge, error);
    return rc < 0 ? rc : program_enter(&program_auditor, error);
}

int sandbox_lock_judge(struct error *error)
{
    return SANITIZER_PRESENT ? 0 : program_enter(&program_judge, error);
}
