/* SPDX-License-Identifier: Apache-2.0 */
/* client.c: see client.h. The threshold moves with what is free, so that nobody has to be counted:
 * Choudhury and Hahne, "Dynamic queue length thresholds for shared-memory packet switches", 1998.
 */
#include "daemon/front/client.h"

#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "daemon/front/engine.h"

static void read_key(const struct sockaddr *peer, int fd, uint64_t key[2])
{
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;
    struct ucred user;
    socklen_t size = sizeof user;
    key[0] = 0;
    key[1] = peer->sa_family;
    if (peer->sa_family == AF_INET) {
        memcpy(&v4, peer, sizeof v4);
        key[0] = v4.sin_addr.s_addr;
    } else if (peer->sa_family == AF_INET6) {
        memcpy(&v6, peer, sizeof v6);
        memcpy(key, &v6.sin6_addr, sizeof *key); /* its first half */
    } else if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &user, &size) == 0) {
        key[0] = user.uid;
    }
}

static struct client **bucket_of(struct clients *clients, const uint64_t key[2])
{
    uint64_t mixed = (key[0] ^ clients->secret) * UINT64_C(0x9e3779b97f4a7c15) + key[1];
    return &clients->buckets[(mixed >> 32) % CLIENT_BUCKETS];
}

struct client *client_of(struct clients *clients, const struct sockaddr *peer, int fd)
{
    uint64_t key[2];
    read_key(peer, fd, key);
    struct client **bucket = bucket_of(clients, key), *client = *bucket;
    while (client && memcmp(client->key, key, sizeof key) != 0)
        client = client->next;
    if (!client && (client = calloc(1, sizeof *client))) {
        memcpy(client->key, key, sizeof key);
        client->next = *bucket;
        *bucket = client;
    }
    if (client)
        client->users++;
    return client;
}

void client_hold(struct client *client)
{
    if (client)
        client->users++;
}

void client_release(struct clients *clients, struct client *client)
{
    if (!client || --client->users > 0)
        return;
    struct client **at = bucket_of(clients, client->key);
    while (*at != client)
        at = &(*at)->next;
    *at = client->next;
    free(client);
}

bool client_take(struct client *client, struct engine *engine, size_t bytes)
{
    struct engine_room room = engine_room(engine);
    if (!client)
        return true;
    if (client->items >= CLIENT_SHARE * room.jobs ||
        client->bytes + bytes > CLIENT_SHARE * room.bytes)
        return false;
    client->items++;
    client->bytes += bytes;
    return true;
}

void client_give(struct client *client, size_t bytes)
{
    if (!client)
        return;
    client->items--;
    client->bytes -= bytes;
}
