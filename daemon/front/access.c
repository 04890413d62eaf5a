/* SPDX-License-Identifier: Apache-2.0 */
/* access.c: see access.h. What is compared are hashes of what was sent, all of them to their end:
 * how long that takes says nothing about any token. */
#include "daemon/front/access.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#include "daemon/front/http_listener.h"
#include "daemon/front/http_route.h"

enum {
    HOLD_FIRST_MS = 200,
    HOLD_DOUBLINGS = 5, /* 6.4 s at most */
    HOLDS_MAX = 256,    /* on a thread; more are answered at once, and their connections ended */
    WRONG_MAX = 8,      /* on a connection, which is ended then */
};

/* ---- The tokens ---------------------------------------------------------------------------- */

/* Written when tokens change; each thread copies them when it next needs one. */
static struct {
    pthread_mutex_t lock;
    atomic_uint generation;
    struct access_tokens tokens;
} current = {.lock = PTHREAD_MUTEX_INITIALIZER};

bool access_take_tokens(int file)
{
    struct token_grant grants[TOKENS_MAX + 1];
    ssize_t size = pread(file, grants, sizeof grants, 0);
    close(file);
    if (size < 0 || size % (ssize_t)sizeof *grants || size > (ssize_t)(TOKENS_MAX * sizeof *grants))
        return false;
    pthread_mutex_lock(&current.lock);
    memcpy(current.tokens.grants, grants, (size_t)size);
    current.tokens.count = (unsigned)((size_t)size / sizeof *grants);
    current.tokens.generation = atomic_fetch_add(&current.generation, 1) + 1;
    pthread_mutex_unlock(&current.lock);
    return true;
}

static const struct access_tokens *tokens_of(struct http_thread *thread)
{
    struct access_tokens *own = thread->tokens;
    if (own->generation != atomic_load(&current.generation)) {
        pthread_mutex_lock(&current.lock);
        *own = current.tokens;
        pthread_mutex_unlock(&current.lock);
    }
    return own;
}

/* All ones where they are the same, else 0. */
static unsigned same_mask(const uint8_t one[HASH_BYTES], const uint8_t other[HASH_BYTES])
{
    unsigned difference = 0;
    for (int i = 0; i < HASH_BYTES; i++)
        difference |= (unsigned)(one[i] ^ other[i]);
    return ((difference - 1) >> 8 & 1) * UINT32_MAX;
}

static unsigned scopes_of_token(struct http_thread *thread, const char *token)
{
    const struct access_tokens *tokens = tokens_of(thread);
    uint8_t hash[HASH_BYTES];
    unsigned scopes = 0;
    hash_bytes(token, strlen(token), hash);
    for (unsigned i = 0; i < tokens->count; i++)
        scopes |= tokens->grants[i].scopes & same_mask(tokens->grants[i].hash, hash);
    return scopes;
}

/* ---- Who asks ------------------------------------------------------------------------------ */

/* The user at the other end of a Unix socket. */
static bool is_own_user(const struct exchange *exchange)
{
    const struct http_connection *connection = http_connection_of(exchange->connection);
    int domain = 0;
    struct ucred peer;
    socklen_t size = sizeof domain;
    if (!connection || getsockopt(connection->fd, SOL_SOCKET, SO_DOMAIN, &domain, &size) < 0 ||
        domain != AF_UNIX)
        return false;
    size = sizeof peer;
    if (getsockopt(connection->fd, SOL_SOCKET, SO_PEERCRED, &peer, &size) < 0)
        return false;
    return peer.uid == exchange->thread->server->user || peer.uid == 0;
}

/* Where certificates are needed, whoever is connected has one. */
static unsigned scopes_of_certificate(const struct http_listener *listener)
{
    return listener->tls && listener->thread->server->tls.clients ? SCOPE_SCORE : 0;
}

/* What follows "Bearer ", or NULL. */
static const char *token_given(const struct exchange *exchange)
{
    static const char scheme[] = "Bearer ";
    const char *given = MHD_lookup_connection_value(exchange->connection, MHD_HEADER_KIND,
                                                    MHD_HTTP_HEADER_AUTHORIZATION);
    return given && strncasecmp(given, scheme, sizeof scheme - 1) == 0 ? given + sizeof scheme - 1
                                                                       : NULL;
}

/* ---- Refusals ------------------------------------------------------------------------------ */

static const char *word_of(unsigned scopes)
{
#define WORD_OF(name, bit, word) \
    if (scopes & SCOPE_##name)   \
        return word;
    SCOPES(WORD_OF)
#undef WORD_OF
    return "";
}

static void hold(struct exchange *exchange)
{
    struct http_thread *thread = exchange->thread;
    struct http_connection *connection = http_connection_of(exchange->connection);
    unsigned wrong = connection ? connection->wrong_tokens++ : WRONG_MAX;
    exchange->ends = wrong + 1 >= WRONG_MAX || thread->holds >= HOLDS_MAX;
    if (thread->holds >= HOLDS_MAX)
        return;
    unsigned doublings = wrong < HOLD_DOUBLINGS ? wrong : HOLD_DOUBLINGS;
    exchange->held_until_ns = uv_hrtime() + ((uint64_t)HOLD_FIRST_MS << doublings) * 1000 * 1000;
    thread->holds++;
}

static void refuse_unknown(struct exchange *exchange, const char *given)
{
    exchange->challenge =
        given ? "Bearer realm=\"resynd\", error=\"invalid_token\"" : "Bearer realm=\"resynd\"";
    if (given)
        hold(exchange);
    exchange_fail(exchange, 401, "unauthorized",
                  "who runs the server makes one with `resynctl token create NAME --scope SCOPES`; "
                  "send it as Authorization: Bearer",
                  given ? "this token is not known here" : "this needs a token with the scope %s",
                  word_of(exchange->route->scopes));
}

static void refuse_scope(struct exchange *exchange, unsigned scopes, const char *what)
{
    snprintf(exchange->challenge_room, sizeof exchange->challenge_room,
             "Bearer realm=\"resynd\", error=\"insufficient_scope\", scope=\"%s\"",
             word_of(scopes));
    exchange->challenge = exchange->challenge_room;
    exchange_fail(exchange, 403, "forbidden",
                  "who runs the server makes another with `resynctl token create NAME --scope "
                  "SCOPES`",
                  "%s needs a token with the scope %s, which this one has not", what,
                  word_of(scopes));
}

/* ---- Routes -------------------------------------------------------------------------------- */

bool access_allowed(struct exchange *exchange)
{
    const struct route *route = exchange->route;
    bool guarded = exchange->listener->kind == LISTENER_GUARDED;
    exchange->scopes = SCOPES_ALL;
    if (!route->scopes || (!guarded && !route->changes) || is_own_user(exchange))
        return true;
    const char *given = token_given(exchange);
    unsigned granted = given ? scopes_of_token(exchange->thread, given) : 0;
    exchange->scopes = granted | scopes_of_certificate(exchange->listener);
    if (exchange->scopes & route->scopes)
        return true;
    if (exchange->scopes && (granted || !given))
        refuse_scope(exchange, route->scopes, "this");
    else
        refuse_unknown(exchange, given);
    return false;
}

bool access_has(struct exchange *exchange, enum scope scope, const char *what)
{
    if (exchange->scopes & (unsigned)scope)
        return true;
    refuse_scope(exchange, (unsigned)scope, what);
    return false;
}

bool access_holds(struct exchange *exchange)
{
    return exchange->held_until_ns;
}

bool access_lets_go(struct exchange *exchange, uint64_t now_ns)
{
    if (!exchange->held_until_ns ||
        (now_ns < exchange->held_until_ns && !exchange->thread->draining))
        return false;
    exchange->held_until_ns = 0;
    exchange->thread->holds--;
    return true;
}
