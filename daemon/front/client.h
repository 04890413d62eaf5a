/* SPDX-License-Identifier: Apache-2.0 */
/* client.h: who is at the other end, as far as fairness goes: all connections from one address (of
 * IPv6, from one /64, which is what one host may have), or over a Unix socket from one user. A
 * client may have in flight on a thread four times what the thread's queue has room for: one alone
 * gets four fifths of the queue, each of two greedy ones four ninths, and who comes then still
 * finds the ninth that is left. */
#ifndef FRONT_CLIENT_H
#define FRONT_CLIENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct engine;
struct sockaddr;

enum { CLIENT_SHARE = 4 };

struct client {
    uint64_t key[2];
    struct client *next;
    unsigned users; /* connections, and requests that outlive theirs */
    size_t items, bytes;
};

enum { CLIENT_BUCKETS = 256 }; /* as many connections as clients at worst: chains of 16 and more */
struct clients {
    uint64_t secret;
    struct client *buckets[CLIENT_BUCKETS];
};

/* The client at the address that the socket was accepted from, with one more user. NULL: no
 * memory. */
struct client *client_of(struct clients *clients, const struct sockaddr *peer, int fd);
void client_hold(struct client *client);
/* NULL is harmless. The last user's frees it. */
void client_release(struct clients *clients, struct client *client);

/* One more item with `bytes` is in flight, where its share allows that. NULL: nobody's, allowed. */
bool client_take(struct client *client, struct engine *engine, size_t bytes);
void client_give(struct client *client, size_t bytes);

#endif
