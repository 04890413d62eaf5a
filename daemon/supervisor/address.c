/* SPDX-License-Identifier: Apache-2.0 */
/* address.c: an address to listen on, from and to text. Runs in the supervisor. No name is looked
 * up: what server.listen means must not depend on a resolver. */
#include <arpa/inet.h>
#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/supervisor/listeners.h"

static int parse_unix(struct address *address, const char *path, const char *text,
                      struct error *error)
{
    size_t size = strlen(path);
    if (size == 0 || size >= sizeof address->unix_path.sun_path)
        return error_set(error, -EINVAL, "'%.60s': give a path of 1 to %zu bytes after unix:", text,
                         sizeof address->unix_path.sun_path - 1);
    address->unix_path.sun_family = AF_UNIX;
    memcpy(address->unix_path.sun_path, path, size + 1);
    address->size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + size + 1);
    return 0;
}

static int parse_port(const char *text, in_port_t *port)
{
    char *end;
    unsigned long value = strtoul(text, &end, 10);
    if (*text < '0' || *text > '9' || *end || strlen(text) > 5 || value > 65535)
        return -EINVAL;
    *port = htons((in_port_t)value);
    return 0;
}

static int parse_host(struct address *address, const char *host, int bracketed)
{
    if (bracketed) {
        address->v6.sin6_family = AF_INET6;
        address->size = sizeof address->v6;
        return inet_pton(AF_INET6, host, &address->v6.sin6_addr) == 1 ? 0 : -EINVAL;
    }
    address->v4.sin_family = AF_INET;
    address->size = sizeof address->v4;
    if (strcmp(host, "localhost") == 0)
        host = "127.0.0.1";
    return inet_pton(AF_INET, host, &address->v4.sin_addr) == 1 ? 0 : -EINVAL;
}

/* "[::1]:8420" or "127.0.0.1:8420" taken apart: `host` gets what stands before the port. */
static const char *split(const char *text, char host[INET6_ADDRSTRLEN], int *bracketed)
{
    const char *colon = strrchr(text, ':');
    *bracketed = *text == '[';
    if (!colon)
        return NULL;
    const char *begin = text + *bracketed, *end = colon - *bracketed;
    if (end < begin || (*bracketed && *end != ']') || end - begin >= INET6_ADDRSTRLEN)
        return NULL;
    memcpy(host, begin, (size_t)(end - begin));
    host[end - begin] = '\0';
    return colon + 1;
}

int address_parse(struct address *address, const char *text, struct error *error)
{
    char host[INET6_ADDRSTRLEN];
    int bracketed;
    memset(address, 0, sizeof *address);
    if (strncmp(text, "unix:", 5) == 0)
        return parse_unix(address, text + 5, text, error);
    address->tls = strncmp(text, "https://", 8) == 0;
    const char *bare = address->tls ? text + 8 : strncmp(text, "http://", 7) == 0 ? text + 7 : text;
    const char *port = split(bare, host, &bracketed);
    in_port_t number = 0;
    if (!port || parse_host(address, host, bracketed) < 0)
        return error_set(error, -EINVAL,
                         "'%.60s' is not an address: give one such as 127.0.0.1:8420, "
                         "[::1]:8420, https://0.0.0.0:8420 (everyone who can reach this machine) "
                         "or unix:/run/resynd.sock",
                         text);
    if (parse_port(port, &number) < 0)
        return error_set(error, -EINVAL, "'%.60s': give a port from 0 (any) to 65535", text);
    if (bracketed)
        address->v6.sin6_port = number;
    else
        address->v4.sin_port = number;
    return 0;
}

bool address_is_local(const struct address *address)
{
    if (address->any.sa_family == AF_INET6)
        return IN6_IS_ADDR_LOOPBACK(&address->v6.sin6_addr);
    return address->any.sa_family == AF_UNIX ||
           ntohl(address->v4.sin_addr.s_addr) >> 24 == IN_LOOPBACKNET;
}

void address_text(const struct address *address, char text[ADDRESS_TEXT_MAX])
{
    char host[INET6_ADDRSTRLEN] = "?";
    const char *scheme = address->tls ? "https" : "http";
    switch (address->any.sa_family) {
    case AF_UNIX:
        snprintf(text, ADDRESS_TEXT_MAX, "unix:%s", address->unix_path.sun_path);
        break;
    case AF_INET6:
        inet_ntop(AF_INET6, &address->v6.sin6_addr, host, sizeof host);
        snprintf(text, ADDRESS_TEXT_MAX, "%s://[%s]:%u", scheme, host,
                 ntohs(address->v6.sin6_port));
        break;
    default:
        inet_ntop(AF_INET, &address->v4.sin_addr, host, sizeof host);
        snprintf(text, ADDRESS_TEXT_MAX, "%s://%s:%u", scheme, host, ntohs(address->v4.sin_port));
    }
}
