/* SPDX-License-Identifier: Apache-2.0 */
/* role_store_postgres.c: what a store needs on top of role_store.c to reach a PostgreSQL server,
 * over a Unix socket or TCP: libpq, its name look-ups and TLS. Where it may connect to is
 * Landlock's business and that of namespaces; what it may read, Landlock's. */
#include "lib/sandbox/filter.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>

static const struct filter_row more[] = {
    ALLOW_IF(socket, "to a server on this machine", IS(0, AF_UNIX)),
    ALLOW_IF(socket, "to a server elsewhere, and to a name server", IS(0, AF_INET)),
    ALLOW_IF(socket, "to a server elsewhere, and to a name server", IS(0, AF_INET6)),
    ALLOW_IF(socket, "which addresses this machine has, to sort those of a server",
             IS(0, AF_NETLINK)),
    ALLOW(bind, "asks for the addresses of this machine"),
    ALLOW(connect, "to the server, and to a name server"),
    ALLOW(sendto, "statements"),
    ALLOW(sendmmsg, "asks a name server for addresses of both kinds"),
    ALLOW(recvfrom, "rows"),
    ALLOW(poll, "waits for the server"),
    ALLOW(getsockopt, "whether it is connected, and to whom"),
    ALLOW(setsockopt, "gives up a dead connection"),
    ALLOW(getsockname, "which of its addresses it speaks from"),
    ALLOW_IF(fcntl, "makes a connection non-blocking", IS(1, F_SETFL)),
    ALLOW_IF(fcntl, "closes a connection on exec", IS(1, F_SETFD)),
    ALLOW_IF(ioctl, "how much a name server has said", IS(1, FIONREAD)),
    ALLOW(getuid, "libpq looks whose name and files to use"),
    ALLOW(uname, "name look-ups ask for the domain of this machine"),
    REFUSE_IF(mmap, EACCES, "modules of name look-ups and TLS that lie in files stay away",
              ALL_OF(2, PROT_EXEC)),
};

struct filter filter_store_postgres(struct filter_row *rows)
{
    const size_t count = sizeof more / sizeof *more;
    memcpy(rows, more, sizeof more); /* before the store's: they say more of the same calls */
    memcpy(rows + count, filter_store.rows, filter_store.count * sizeof *rows);
    return (struct filter){"store_postgres", filter_store.fallback, rows,
                           count + filter_store.count};
}
