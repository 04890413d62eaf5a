/* SPDX-License-Identifier: Apache-2.0 */
/* isolation.h: what keeps environments away from everything else on this machine, as the supervisor
 * found it at start: `resynd --show-isolation` prints it, GET /v1/isolation shows it. The
 * supervisor hands it to the front in a sealed memfd (message ISOLATION). */
#ifndef PROTO_ISOLATION_H
#define PROTO_ISOLATION_H

#include <stdint.h>

/* Row: symbol, name, the processes that have it. */
/* clang-format off */
#define ISOLATION_LAYERS(X) \
    X(SECCOMP,      "seccomp",           "all") \
    X(PRIVILEGES,   "no_new_privileges", "all") \
    X(DUMPABLE,     "not_dumpable",      "all") \
    X(DESCRIPTORS,  "descriptors",       "all") \
    X(LIMITS,       "limits",            "workers, compilers") \
    X(COUNTER,      "no_time_counter",   "workers, compilers") \
    X(LANDLOCK,     "landlock",          "all") \
    X(USER_ID,      "own_user_id",       "workers, compilers, front") \
    X(CAPABILITIES, "no_capabilities",   "workers, compilers, front") \
    X(ROOT,         "empty_root",        "workers, compilers, front") \
    X(NETWORK,      "network_namespace", "all") \
    X(PROCESS,      "process_namespace", "workers, compilers, front, store") \
    X(MOUNT,        "mount_namespace",   "all") \
    X(IPC,          "ipc_namespace",     "all") \
    X(NAMES,        "uts_namespace",     "all") \
    X(USER,         "user_namespace",    "all") \
    X(CGROUP,       "cgroup",            "workers, compilers")
/* clang-format on */

enum isolation_layer_kind {
#define ISOLATION_ENUM(symbol, name, who) ISOLATION_##symbol,
    ISOLATION_LAYERS(ISOLATION_ENUM)
#undef ISOLATION_ENUM
        ISOLATION_LAYER_COUNT
};

enum { ISOLATION_TEXT = 160, ISOLATION_CANARIES_MAX = 16, ISOLATION_NAME = 32 };

struct isolation_layer {
    uint32_t active;
    char detail[ISOLATION_TEXT]; /* what it is; where it is not active, why not */
};

/* An attack that was tried at start, in a worker as any other. */
struct isolation_canary {
    char name[ISOLATION_NAME];
    char outcome[ISOLATION_NAME]; /* how it ended: "SIGSYS" */
};

struct isolation {
    struct isolation_layer layers[ISOLATION_LAYER_COUNT];
    struct isolation_canary canaries[ISOLATION_CANARIES_MAX];
    uint32_t canary_count;
    char canaries_skipped[ISOLATION_TEXT]; /* why there are none; empty where there are */
};

#endif
