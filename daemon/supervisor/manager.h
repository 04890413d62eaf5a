/* SPDX-License-Identifier: Apache-2.0 */
/* manager.h: tells the service manager how the daemon is (sd_notify(3), a protocol that is promised
 * to stay as it is). libsystemd is not linked: it makes a socket for each word, which the
 * supervisor's filter forbids, and brings five libraries for compression and cryptography into the
 * process that starts all others. */
#ifndef SUPERVISOR_MANAGER_H
#define SUPERVISOR_MANAGER_H

#include <stdint.h>

#include "lib/base/error.h"

struct manager {
    int socket;           /* −1: nobody */
    uint64_t watchdog_ms; /* it wants to hear so often at least; 0: never */
};
#define MANAGER_INIT ((struct manager){-1, 0})

/* Connects, while a socket can still be made. Negative errno with a sentence. */
int manager_open(struct manager *manager, struct error *error);
/* Assignments as of sd_notify(3), one a line. Never blocks; what cannot be said is lost. */
__attribute__((format(printf, 2, 3))) void manager_tell(const struct manager *manager,
                                                        const char *format, ...);
void manager_close(struct manager *manager);

#endif
