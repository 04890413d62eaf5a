/* SPDX-License-Identifier: Apache-2.0 */
/* namespaces.h: a view of the machine with no network, no other processes, and nothing shared with
 * others: for the supervisor and, because namespaces are inherited, for every child that it starts
 * afterwards. Entered once, so that the start of a worker costs nothing more; sockets that are open
 * already go on working. */
#ifndef SANDBOX_NAMESPACES_H
#define SANDBOX_NAMESPACES_H

#include <stdbool.h>
#include <sys/types.h>

#include "lib/base/error.h"

#define NAMESPACES(X)        \
    X(USER, CLONE_NEWUSER)   \
    X(NETWORK, CLONE_NEWNET) \
    X(PROCESS, CLONE_NEWPID) \
    X(MOUNT, CLONE_NEWNS)    \
    X(IPC, CLONE_NEWIPC)     \
    X(NAMES, CLONE_NEWUTS)

enum namespace_kind {
#define NAMESPACE_ENUM(kind, flag) NAMESPACE_##kind,
    NAMESPACES(NAMESPACE_ENUM)
#undef NAMESPACE_ENUM
        NAMESPACE_COUNT
};

struct namespaces {
    int failed[NAMESPACE_COUNT]; /* 0: entered; an errno: why not; −1: not needed */
    bool networked;              /* it stays in the network, as somebody needs it */
    pid_t first;                 /* the process that keeps the process namespace alive; 0: none */
    int first_fd; /* its pidfd; readable once it, and with it every child, has died */
};
#define NAMESPACES_INIT ((struct namespaces){.first_fd = -1})

/* `networked`: but for the network. Tries in a child, then enters what worked there:
 * that must work again. The process must have one thread, still be dumpable, and may start no
 * thread afterwards. 0 or a negative errno. */
int namespaces_enter(struct namespaces *namespaces, bool networked, struct error *error);
/* Starts the first process of the process namespace, where there is one: before any other child,
 * and after this process's Landlock rules, which would keep it from ending a process outside them.
 */
int namespaces_start_first(struct namespaces *namespaces, struct error *error);
/* Ends the process that keeps the process namespace, and with it whatever is left in there; reaps
 * every child. */
void namespaces_leave(struct namespaces *namespaces);

#endif
