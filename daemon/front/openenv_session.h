/* SPDX-License-Identifier: Apache-2.0 */
/* openenv_session.h: one client of OpenEnv's over a WebSocket, which has one environment: its
 * messages, and where its episode stands. */
#ifndef FRONT_OPENENV_SESSION_H
#define FRONT_OPENENV_SESSION_H

#include "daemon/front/websocket.h"

/* Takes the connection over. False: no memory; the caller closes `handle`. */
bool openenv_session_start(struct http_listener *listener, int fd,
                           struct MHD_UpgradeResponseHandle *handle, const char *early,
                           size_t early_size);

#endif
