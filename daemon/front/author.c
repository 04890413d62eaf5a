/* SPDX-License-Identifier: Apache-2.0 */
/* author.c: see author.h. The front knows the token's hash only, which tells nobody the token. */
#include "daemon/front/author.h"

#include <string.h>
#include <strings.h>
#include <sys/socket.h>

/* The user at the other end of a Unix socket. */
static bool is_own_user(const struct exchange *exchange)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(exchange->connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    int domain = 0;
    struct ucred peer;
    socklen_t size = sizeof domain;
    if (!info || getsockopt(info->connect_fd, SOL_SOCKET, SO_DOMAIN, &domain, &size) < 0 ||
        domain != AF_UNIX)
        return false;
    size = sizeof peer;
    if (getsockopt(info->connect_fd, SOL_SOCKET, SO_PEERCRED, &peer, &size) < 0)
        return false;
    return peer.uid == exchange->thread->server->user || peer.uid == 0;
}

/* What is compared are hashes: how long that takes says nothing about the token. */
static bool has_token(const struct exchange *exchange, const char *given)
{
    static const char scheme[] = "Bearer ";
    uint8_t hash[HASH_BYTES];
    if (strncasecmp(given, scheme, sizeof scheme - 1) != 0)
        return false;
    const char *token = given + sizeof scheme - 1;
    hash_bytes(token, strlen(token), hash);
    return memcmp(hash, exchange->thread->server->author, HASH_BYTES) == 0;
}

bool author_allowed(struct exchange *exchange)
{
    const char *given = MHD_lookup_connection_value(exchange->connection, MHD_HEADER_KIND,
                                                    MHD_HTTP_HEADER_AUTHORIZATION);
    if (is_own_user(exchange))
        return true;
    if (!exchange->thread->server->has_author) {
        exchange_fail(
            exchange, 403, "forbidden",
            "make a token with `resynd token` and start resynd again, or use a Unix socket "
            "as the user that it runs as",
            "this server has no author's token: its library cannot be changed from here");
        return false;
    }
    if (given && has_token(exchange, given))
        return true;
    exchange_fail(
        exchange, 401, "unauthorized",
        "send the contents of the file that `resynd token` names as Authorization: Bearer",
        given ? "this is not the author's token" : "changes need the author's token");
    return false;
}
