/* SPDX-License-Identifier: Apache-2.0 */
/* landlock.c: see landlock.h. By raw system calls: the C library has no functions for them. */
#include "lib/sandbox/landlock.h"

#include <errno.h>
#include <stddef.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "lib/sandbox/without.h"

enum {
    CREATE_VERSION = 1, /* a flag of landlock_create_ruleset */
    ABI_MOVE = 2,       /* between folders */
    ABI_TRUNCATE = 3,
    ABI_NETWORK = 4,
    ABI_DEVICES = 5,
    ABI_SCOPES = 6,
};

static const uint64_t bit_move = 1 << 13, bit_truncate = 1 << 14, bit_devices = 1 << 15;

struct ruleset_attributes {
    uint64_t files, network, scopes;
};

static long create(const struct ruleset_attributes *attributes, size_t size, unsigned flags)
{
    return syscall(SYS_landlock_create_ruleset, attributes, size, flags);
}

int landlock_abi(void)
{
    long version = create(NULL, 0, CREATE_VERSION);
    return version > 0 && !without(WITHOUT_LANDLOCK) ? (int)version : 0;
}

static uint64_t known_to(int abi, uint64_t files)
{
    if (abi < ABI_MOVE)
        files &= ~bit_move;
    if (abi < ABI_TRUNCATE)
        files &= ~bit_truncate;
    if (abi < ABI_DEVICES)
        files &= ~bit_devices;
    return files;
}

/* A kernel refuses attributes that are longer than it knows, unless the rest is zero; and it takes
 * shorter ones. */
static size_t attributes_size(int abi)
{
    if (abi < ABI_NETWORK)
        return offsetof(struct ruleset_attributes, network);
    return abi < ABI_SCOPES ? offsetof(struct ruleset_attributes, scopes)
                            : sizeof(struct ruleset_attributes);
}

int landlock_open(struct landlock *landlock, uint64_t files, bool connects, struct error *error)
{
    const uint64_t bind = 1, connect = 2;
    int abi = landlock_abi();
    *landlock = (struct landlock){.ruleset = -1, .handled = known_to(abi, files)};
    if (abi == 0)
        return 0;
    struct ruleset_attributes attributes = {
        .files = landlock->handled,
        .network = abi < ABI_NETWORK ? 0
                   : connects        ? bind
                                     : bind | connect,
        .scopes = abi < ABI_SCOPES ? 0 : 3, /* abstract sockets, signals */
    };
    landlock->ruleset = (int)create(&attributes, attributes_size(abi), 0);
    if (landlock->ruleset < 0)
        return error_set(error, -errno, "cannot make Landlock rules: %s", strerror(errno));
    return 1;
}

int landlock_enter(struct landlock *landlock, int so_far, struct error *error)
{
    int rc = so_far;
    if (rc > 0 && syscall(SYS_landlock_restrict_self, landlock->ruleset, 0) < 0)
        rc = error_set(error, -errno, "cannot enter the Landlock rules: %s", strerror(errno));
    if (landlock->ruleset >= 0)
        close(landlock->ruleset);
    landlock->ruleset = -1;
    return rc;
}
