/* SPDX-License-Identifier: Apache-2.0 */
/* doctor_places.c: the data directory, the environments, and the addresses to serve at. */
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <string.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "daemon/supervisor/data.h"
#include "daemon/supervisor/doctor.h"
#include "lib/tokens/tokens.h"

enum { DISK_LEAST_MIB = 64, DISK_LITTLE_MIB = 1024, TREE_DESCRIPTORS = 8 };

/* ---- The data directory ---- */

/* The first that exists of `path` and the directories above it. */
static void nearest_existing(const char *path, char found[PATH_MAX])
{
    snprintf(found, PATH_MAX, "%s", path);
    while (access(found, F_OK) < 0) {
        char *slash = strrchr(found, '/');
        if (!slash || slash == found) {
            snprintf(found, PATH_MAX, "%s", slash ? "/" : ".");
            return;
        }
        *slash = '\0';
    }
}

static void look_at_data(struct doctor *doctor, long holder)
{
    static const char remedy[] = "make it, for the user that runs resynd: StateDirectory=resynd "
                                 "(systemd), a volume with fsGroup (Kubernetes), or --data DIR";
    const char *data = doctor->options.data;
    char place[PATH_MAX];
    nearest_existing(data, place);
    if (access(place, R_OK | W_OK | X_OK) < 0)
        doctor_say(doctor, "data_directory", VERDICT_PROBLEM, remedy, "%.200s: %s", place,
                   strerror(errno));
    else if (holder)
        doctor_say(doctor, "data_directory", VERDICT_OK, NULL, "%.200s, used by process %ld", data,
                   holder);
    else
        doctor_say(doctor, "data_directory", VERDICT_OK, NULL, "%.200s%s", data,
                   strcmp(place, data) == 0 ? "" : ", which is made at the first start");
}

static void look_at_disk(struct doctor *doctor)
{
    char place[PATH_MAX];
    struct statvfs disk;
    nearest_existing(doctor->options.data, place);
    if (statvfs(place, &disk) < 0)
        return; /* look_at_data says why */
    unsigned long long mib = (unsigned long long)disk.f_bavail * disk.f_frsize >> 20;
    bool fixed = disk.f_flag & ST_RDONLY;
    doctor_say(
        doctor, "disk",
        fixed || mib < DISK_LEAST_MIB ? VERDICT_PROBLEM
        : mib < DISK_LITTLE_MIB       ? VERDICT_WARNING
                                      : VERDICT_OK,
        "the registry and what was compiled are kept there: give it 1 GiB that can be written",
        "%llu MiB free at %.200s%s", mib, place, fixed ? ", mounted read-only" : "");
}

static void look_at_tokens(struct doctor *doctor)
{
    static struct tokens tokens;
    struct error error = {0};
    int directory = open(doctor->options.data, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int result = directory < 0 ? 0 : tokens_read(directory, &tokens, &error);
    if (directory >= 0)
        close(directory);
    if (result < 0)
        doctor_say(doctor, "tokens", VERDICT_PROBLEM,
                   "do as it says, or remove the file: until then no token is accepted", "%s",
                   error.text);
    else
        doctor_say(doctor, "tokens", VERDICT_OK, NULL,
                   tokens.count ? "%u; resynctl token list shows them"
                                : "%u: the library is changed over a Unix socket or by files only, "
                                  "until resynctl token create makes one",
                   tokens.count);
}

/* ---- The environments ---- */

static struct {
    unsigned readable, refused;
    char refusal[200]; /* the first */
} tree;                /* nftw hands no context on */

static int visit(const char *path, const struct stat *info, int type, struct FTW *place)
{
    size_t size = strlen(path);
    bool source = type == FTW_F && size > 2 && strcmp(path + size - 2, ".c") == 0;
    if (source && access(path, R_OK) == 0)
        tree.readable++;
    else if ((source || type == FTW_DNR) && tree.refused++ == 0)
        snprintf(tree.refusal, sizeof tree.refusal, "%s", path);
    return 0;
}

static void look_at_environments(struct doctor *doctor)
{
    const char *path = doctor->options.environments;
    memset(&tree, 0, sizeof tree);
    nftw(path, visit, TREE_DESCRIPTORS, FTW_PHYS);
    if (tree.refused)
        doctor_say(doctor, "environments", VERDICT_PROBLEM,
                   "let the user that runs resynd read them: chmod -R a+rX",
                   "%u of %.100s cannot be read: %.150s", tree.refused, path, tree.refusal);
    else
        doctor_say(doctor, "environments", tree.readable ? VERDICT_OK : VERDICT_WARNING,
                   "put some there, or push them: resynctl push", "%u in %.200s", tree.readable,
                   path);
}

/* ---- Addresses ---- */

static const char *remedy_for(int code)
{
    switch (code) {
    case -EADDRINUSE:
        return "stop who listens there (ss -ltnp), or give another with server.listen";
    case -EACCES:
        return "give a port from 1024 on, or AmbientCapabilities=CAP_NET_BIND_SERVICE; of a Unix "
               "socket, a folder that resynd's user may write to: RuntimeDirectory=resynd";
    case -EADDRNOTAVAIL:
        return "give an address of this machine, or 0.0.0.0";
    default:
        return "give another with server.listen";
    }
}

static void look_at_address(struct doctor *doctor, const struct address *address, long holder)
{
    char text[ADDRESS_TEXT_MAX];
    int result = address_try(address);
    address_text(address, text);
    if (result == 0)
        doctor_say(doctor, "address", VERDICT_OK, NULL, "%s is free", text);
    else if (result == -EADDRINUSE && holder)
        doctor_say(doctor, "address", VERDICT_OK, NULL, "%s is in use while process %ld serves",
                   text, holder);
    else
        doctor_say(doctor, "address", VERDICT_PROBLEM, remedy_for(result), "%s: %s", text,
                   strerror(-result));
}

void doctor_places(struct doctor *doctor)
{
    const struct options *options = &doctor->options;
    long holder = data_holder(options->data);
    look_at_data(doctor, holder);
    look_at_disk(doctor);
    look_at_tokens(doctor);
    look_at_environments(doctor);
    for (unsigned i = 0; i < options->listen_count; i++)
        look_at_address(doctor, &options->listen[i], holder);
}
