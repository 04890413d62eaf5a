/* SPDX-License-Identifier: Apache-2.0 */
/* route_openenv_ws.c: GET /ws becomes a WebSocket, with a session of OpenEnv's behind it. */
#include <stdio.h>
#include <string.h>

#include "daemon/front/http_listener.h"
#include "daemon/front/http_route.h"
#include "daemon/front/openenv_session.h"

static const char *header(const struct exchange *exchange, const char *name)
{
    const char *value = MHD_lookup_connection_value(exchange->connection, MHD_HEADER_KIND, name);
    return value ? value : "";
}

/* Whether the list of words has this one. */
static bool has_word(const char *list, const char *word)
{
    size_t size = strlen(word);
    while (*list) {
        list += strspn(list, " \t,");
        size_t length = strcspn(list, " \t,");
        if (length == size && strncasecmp(list, word, size) == 0)
            return true;
        list += length;
    }
    return false;
}

/* A page of a stranger's, in a browser on this machine, could read what it is answered: only pages
 * from here may. Other clients send no Origin. */
static bool is_foreign(const struct exchange *exchange)
{
    const char *origin = header(exchange, "Origin"), *host = header(exchange, "Host");
    if (!*origin)
        return false;
    const char *scheme = strstr(origin, "://");
    return !scheme || !*host || strcmp(scheme + 3, host) != 0;
}

static void upgraded(void *context, struct MHD_Connection *connection, void *request,
                     const char *early, size_t early_size, MHD_socket fd,
                     struct MHD_UpgradeResponseHandle *handle)
{
    struct exchange *exchange = request;
    exchange_upgraded(exchange);
    if (!openenv_session_start(exchange->listener, fd, handle, early, early_size)) {
        MHD_upgrade_action(handle, MHD_UPGRADE_ACTION_CLOSE);
        exchange->listener->dirty = true;
    }
}

/* False: answered. */
static bool check(struct exchange *exchange)
{
    if (strcmp(exchange->method, "GET") != 0 ||
        !has_word(header(exchange, "Connection"), "upgrade") ||
        !has_word(header(exchange, "Upgrade"), "websocket"))
        exchange_fail(exchange, 426, "upgrade_required", NULL, "this path takes a WebSocket");
    else if (strcmp(header(exchange, "Sec-WebSocket-Version"), "13") != 0)
        exchange_fail(exchange, 426, "upgrade_required", NULL,
                      "Sec-WebSocket-Version: only 13 is spoken");
    else if (!websocket_accept(header(exchange, "Sec-WebSocket-Key"), exchange->accept))
        exchange_fail(exchange, 400, "bad_request", NULL,
                      "Sec-WebSocket-Key: this is the base64 of 16 bytes");
    else if (exchange->listener->tls)
        exchange_fail(
            exchange, 400, "bad_request",
            "send POST /reset and /step, or put a proxy that speaks TLS before an address "
            "without it",
            "sessions are not held over TLS");
    else if (is_foreign(exchange))
        exchange_fail(exchange, 403, "foreign_origin", NULL,
                      "a page from elsewhere may not open this");
    else if (exchange->thread->websocket_count >= WEBSOCKETS_MAX)
        exchange_fail(exchange, 503, "overloaded", "try again soon", "too many sessions are open");
    else
        return true;
    return false;
}

void route_openenv_ws(struct exchange *exchange)
{
    exchange->accept[0] = '\0';
    if (!check(exchange)) {
        exchange->accept[0] = '\0';
        return;
    }
    exchange->upgrade = upgraded;
    exchange_finish(exchange, MHD_HTTP_SWITCHING_PROTOCOLS);
}
