/* SPDX-License-Identifier: Apache-2.0 */
/* tls.h: TLS on listeners that have it, by libmicrohttpd and GnuTLS: 1.2 and 1.3. */
#ifndef FRONT_TLS_H
#define FRONT_TLS_H

#include <microhttpd.h>
#include <stdbool.h>

#include "proto/front_start.h"

/* PEM texts, for the life of the process. */
struct tls {
    char *certificate, *key;
    char *clients; /* authorities of clients' certificates; NULL: clients need none */
};

/* Reads `count` descriptors from `first` on, and closes them. False after an error in the log. */
bool tls_take(struct tls *tls, int first, unsigned count);

/* What libmicrohttpd is started with; END-terminated. */
enum { TLS_OPTIONS_MAX = 5 };
void tls_options(const struct tls *tls, struct MHD_OptionItem options[TLS_OPTIONS_MAX]);

/* Of a connection that has just begun: where clients need certificates, its handshake fails without
 * one that an authority vouches for. False: it is to be closed. */
bool tls_require_certificate(const struct tls *tls, struct MHD_Connection *connection);

#endif
