/* SPDX-License-Identifier: Apache-2.0 */
/* passed.h: listening sockets that the service manager passes (sd_listen_fds(3), a protocol that is
 * promised to stay as it is). */
#ifndef SUPERVISOR_PASSED_H
#define SUPERVISOR_PASSED_H

#include "daemon/supervisor/listeners.h"

/* How many have been passed to this process; −EINVAL with a sentence where the environment makes no
 * sense. */
int passed_count(struct error *error);
/* The descriptor of socket `index`, now its listener's, non-blocking and not inherited further; and
 * where it listens. −EINVAL with a sentence that says its name where it is none to listen on. */
int passed_socket(unsigned index, struct address *address, struct error *error);

#endif
