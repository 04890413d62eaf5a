/* SPDX-License-Identifier: Apache-2.0 */
/* audit_run.c: see audit_run.h. */
#include "daemon/ctl/audit_run.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "lib/base/sealed.h"

enum { FOLDERS_OPEN = 8 };

/* The first in PATH of the name, by its absolute path. */
static bool find(const char *name, char out[PATH_MAX])
{
    const char *path = getenv("PATH");
    for (const char *at = path ? path : "/usr/bin:/bin"; at; at = strchr(at, ':')) {
        at += *at == ':';
        int size = snprintf(out, PATH_MAX, "%.*s/%s", (int)strcspn(at, ":"), at, name);
        if (*at == '/' && size < PATH_MAX && access(out, X_OK) == 0)
            return true;
    }
    *out = '\0';
    return false;
}

void audit_run_init(struct audit_run *run)
{
    *run = (struct audit_run){.verdicts = -1};
    if (!find("gcc", run->compiler))
        find("clang", run->compiler);
}

static int remove_one(const char *path, const struct stat *about, int kind, struct FTW *place)
{
    (void)about;
    (void)kind;
    (void)place;
    remove(path);
    return 0;
}

void audit_run_deinit(struct audit_run *run)
{
    if (*run->folder)
        nftw(run->folder, remove_one, FOLDERS_OPEN, FTW_DEPTH | FTW_PHYS | FTW_MOUNT);
    if (run->head)
        munmap(run->head, run->size);
    if (run->verdicts >= 0)
        close(run->verdicts);
    *run = (struct audit_run){.verdicts = -1};
}

static int make_folder(struct audit_run *run, struct error *error)
{
    const char *under = getenv("TMPDIR");
    int size = snprintf(run->folder, sizeof run->folder, "%s/resynd-audit-XXXXXX",
                        under && *under == '/' ? under : "/tmp");
    if (size < (int)sizeof run->folder && mkdtemp(run->folder))
        return 0;
    int code = error_set(error, -errno, "cannot make %.150s: %s", run->folder, strerror(errno));
    *run->folder = '\0';
    return code;
}

static int make_verdicts(struct audit_run *run, size_t count, struct error *error)
{
    size_t size = sizeof *run->head + count * sizeof *run->list;
    run->verdicts = memfd_create("resynd-verdicts", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (run->verdicts < 0 || ftruncate(run->verdicts, (off_t)size) < 0 ||
        fcntl(run->verdicts, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW) < 0)
        return error_set(error, -errno, "no memory for an audit: %s", strerror(errno));
    void *memory = mmap(NULL, size, PROT_READ, MAP_SHARED, run->verdicts, 0);
    if (memory == MAP_FAILED)
        return error_set(error, -errno, "no memory for an audit: %s", strerror(errno));
    run->head = memory;
    run->list = (struct audit_verdict *)(void *)(run->head + 1);
    run->size = size;
    return 0;
}

/* It leads a session of its own, which all that it starts belongs to. */
static void await(struct process *auditor)
{
    struct pollfd wait = {.fd = auditor->pidfd, .events = POLLIN};
    struct process_end end;
    while (poll(&wait, 1, AUDIT_WALL_MS) < 0 && errno == EINTR)
        ;
    kill(-auditor->pid, SIGKILL); /* not reaped yet: the number is still its own */
    process_reap(auditor, true, &end);
}

static int start(struct audit_run *run, const struct programs *programs, int source, int jobs,
                 struct error *error)
{
    char name[] = "resynd-auditor";
    char *const arguments[] = {name, run->compiler, run->folder, NULL};
    const int descriptors[] = {source, jobs, run->verdicts, programs->judge};
    const struct start plan = {.executable = programs->auditor,
                               .arguments = arguments,
                               .descriptors = descriptors,
                               .count = sizeof descriptors / sizeof *descriptors};
    struct process auditor;
    int code = process_start(&auditor, &plan, error);
    if (!code)
        await(&auditor);
    return code;
}

int audit_run(struct audit_run *run, const struct buffer *source, int jobs, size_t count,
              struct error *error)
{
    struct programs programs = PROGRAMS_INIT;
    int code = programs_open_auditor(&programs, error);
    if (!code)
        code = make_folder(run, error);
    if (!code)
        code = make_verdicts(run, count, error);
    int memory = code ? -1 : sealed_file("source", source->data, source->size);
    if (!code && memory < 0)
        code = error_set(error, memory, "no memory for a source: %s", strerror(-memory));
    if (!code)
        code = start(run, &programs, memory, jobs, error);
    if (memory >= 0)
        close(memory);
    programs_close(&programs);
    return code;
}
