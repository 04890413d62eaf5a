/* SPDX-License-Identifier: Apache-2.0 */
/* isolation.c: see isolation.h. Runs in the supervisor, at its start. */
#include "daemon/supervisor/isolation.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "daemon/supervisor/canaries.h"
#include "daemon/supervisor/defaults.h"
#include "lib/base/log.h"
#include "lib/base/sealed.h"
#include "lib/sandbox/probe.h"
#include "lib/sandbox/sandbox.h"
#include "lib/sandbox/without.h"

enum { PROCESSES_OTHER = 256 };

/* ---- The supervisor's own lock -----------------------------------------------------------------
 */

struct folders {
    char paths[1 + LISTENERS_MAX][PATH_MAX];
    const char *all[1 + LISTENERS_MAX];
    size_t count;
};

static void add_folder(struct folders *folders, const char *path, size_t size)
{
    char *room = folders->paths[folders->count];
    if (size == 0 || size >= PATH_MAX)
        return;
    memcpy(room, path, size);
    room[size] = '\0';
    folders->all[folders->count++] = room;
}

/* Where files of the daemon's own are taken away at its end: the data directory's, and the Unix
 * sockets. */
static void list_folders(struct folders *folders, const struct options *options)
{
    folders->count = 0;
    add_folder(folders, options->data, strlen(options->data));
    for (unsigned i = 0; i < options->listen_count; i++) {
        const struct address *address = &options->listen[i];
        if (address->any.sa_family != AF_UNIX)
            continue;
        const char *path = address->unix_path.sun_path, *slash = strrchr(path, '/');
        if (!slash)
            add_folder(folders, ".", 1);
        else
            add_folder(folders, path, slash == path ? 1 : (size_t)(slash - path));
    }
}

static int lock(const struct options *options, const char *data, const struct programs *programs,
                struct error *error)
{
    static struct folders folders;
    const int executables[] = {programs->worker, programs->compiler, programs->front,
                               *options->database ? programs->store_postgres : programs->store};
    list_folders(&folders, options);
    const struct sandbox_supervisor needs = {
        .executables = executables,
        .executable_count = sizeof executables / sizeof *executables,
        .cleaned = folders.all,
        .cleaned_count = folders.count,
        .data = data,
        .log = *options->verdict_log ? options->verdict_log : NULL,
        .database = database_reach(options->database),
        .no_path = process_no_path,
    };
    int rc = sandbox_basics(0, error);
    return rc < 0 ? rc : sandbox_lock_supervisor(&needs, error);
}

/* ---- What was found ----------------------------------------------------------------------------
 */

static int write_down(struct confinement *confinement, struct error *error)
{
    int fd = sealed_file("resynd-isolation", &confinement->found, sizeof confinement->found);
    if (fd < 0)
        return error_set(error, fd, "cannot write the isolation down: %s", strerror(-fd));
    confinement->file = fd;
    return 0;
}

static int prove(struct confinement *confinement, const struct programs *programs,
                 struct error *error)
{
    if (without_any()) {
        log_event(LOG_WARNING, "layers left out for a benchmark", "%s", "");
        return 0;
    }
    int rc = probe_layers(&confinement->namespaces, &confinement->found, error);
    struct isolation_layer *group = &confinement->found.layers[ISOLATION_CGROUP];
    group->active = confinement->group.procs != 0;
    snprintf(group->detail, sizeof group->detail, "%s", confinement->group.state);
    return rc < 0 ? rc : canaries_run(programs, &confinement->found, error);
}

/* A quarter of the memory is left to those that every environment needs. Processes: the workers,
 * those that are being reaped, compilers. */
static int make_group(struct confinement *confinement, const struct options *options,
                      struct programs *programs, struct error *error)
{
    char directory[PATH_MAX];
    const struct cgroup_limits limits = {.memory_bytes = machine_memory() / 4 * 3,
                                         .processes = options->workers + PROCESSES_OTHER};
    machine_cgroup(directory);
    int rc = cgroup_open(&confinement->group, directory, &limits, error);
    programs->group = confinement->group.procs;
    return rc;
}

/* The layers above the control group. */
static int enter(struct confinement *confinement, const struct options *options, const char *data,
                 const struct programs *programs, struct error *error)
{
    bool networked = database_reach(options->database) == SANDBOX_DATABASE_NETWORK;
    int rc = namespaces_enter(&confinement->namespaces, networked, error);
    if (rc == 0)
        rc = lock(options, data, programs, error);
    if (rc == 0)
        rc = namespaces_start_first(&confinement->namespaces, error);
    if (rc == 0)
        rc = prove(confinement, programs, error);
    return rc;
}

int confinement_enter(struct confinement *confinement, const struct options *options,
                      const char *data, struct programs *programs, struct error *error)
{
    *confinement = CONFINEMENT_INIT;
    int rc = make_group(confinement, options, programs, error);
    if (rc == 0)
        rc = enter(confinement, options, data, programs, error);
    return rc < 0 ? rc : write_down(confinement, error);
}

int confinement_try(struct confinement *confinement, const struct options *options,
                    const struct programs *programs, struct error *error)
{
    char directory[PATH_MAX];
    *confinement = CONFINEMENT_INIT;
    machine_cgroup(directory);
    bool offered = cgroup_offered(directory, &confinement->group.state);
    int rc = enter(confinement, options, NULL, programs, error);
    confinement->found.layers[ISOLATION_CGROUP].active = offered;
    return rc;
}

int confinement_bound(const struct confinement *confinement, unsigned workers)
{
    return cgroup_bound(&confinement->group, workers + PROCESSES_OTHER);
}

void confinement_leave(struct confinement *confinement)
{
    namespaces_leave(&confinement->namespaces);
    cgroup_close(&confinement->group);
    if (confinement->file >= 0)
        close(confinement->file);
    *confinement = CONFINEMENT_INIT;
}

/* ---- The table ---------------------------------------------------------------------------------
 */

static const struct {
    const char *name, *who;
} layer_rows[ISOLATION_LAYER_COUNT] = {
#define LAYER_ROW(symbol, name, who) [ISOLATION_##symbol] = {name, who},
    ISOLATION_LAYERS(LAYER_ROW)
#undef LAYER_ROW
};

void isolation_print(const struct isolation *isolation, FILE *out)
{
    fprintf(out, "%-18s %-7s %-33s %s\n", "layer", "active", "processes", "what it is, or why not");
    for (int i = 0; i < ISOLATION_LAYER_COUNT; i++)
        fprintf(out, "%-18s %-7s %-33s %s\n", layer_rows[i].name,
                isolation->layers[i].active ? "yes" : "no", layer_rows[i].who,
                isolation->layers[i].detail);
    fprintf(out, "\n%-26s %s\n", "attack tried at start", "how it ended");
    if (*isolation->canaries_skipped)
        fprintf(out, "%-26s %s\n", "(none)", isolation->canaries_skipped);
    for (uint32_t i = 0; i < isolation->canary_count; i++)
        fprintf(out, "%-26s %s\n", isolation->canaries[i].name, isolation->canaries[i].outcome);
}
