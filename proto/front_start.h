/* SPDX-License-Identifier: Apache-2.0 */
/* front_start.h: what resynd-front and resynd-store are started with by the supervisor. */
#ifndef PROTO_FRONT_START_H
#define PROTO_FRONT_START_H

/* resynd-front --threads N --workers N --cpus N --own COUNT --shared COUNT [--isolation MODE]
 *              [--gate enforce|report|off] [--registry own|shared]
 *              [--kinds LETTERS] [--tls COUNT] [--metrics-environments N]
 *              [--log-level LEVEL] [--log-style STYLE]
 *              [--verdict-log N --verdict-log-bytes BYTES]
 *
 * CPUS are those that affinity and cgroup quota grant, which the front cannot read.
 * MODE is reset (the default: a worker runs many calls, each reset to the same memory) or fresh
 * (each verification in a process of its own).
 *
 * LETTERS, one for each listener, own first, say who is behind it (enum listener_kind); without
 * them all are LISTENER_OPEN. A capital letter is a listener with TLS. Behind the last listener
 * follow COUNT (0, 2 or 3) sealed files: certificates and key of the server, and authorities of
 * clients' certificates, which they need then.
 *
 * The TCP sockets of own listener l are the SO_REUSEPORT group FRONT_LISTENERS + l * threads + t,
 * one member for each thread t; a Unix socket, or one that the service manager has passed, is one
 * descriptor that all threads share: FRONT_LISTENERS + own * threads + s. All are listening,
 * non-blocking, and stay the supervisor's: closing them closes the front's copy only. LEVEL is
 * debug, info, warning or error, STYLE one of lib/base/log.h's.
 * Of N requests the verdicts of one are logged, into files of BYTES that the store makes. */
enum front_descriptor {
    FRONT_SUPERVISOR = 3, /* channel */
    FRONT_TOKENS,         /* proto/access.h */
    FRONT_LISTENERS,      /* own, thread by thread, then shared */
};

/* resynd-store [--log-level LEVEL] [--log-style STYLE] [--data FOLDER --engine HASH [--database
 * own|socket|network]
 * [--keep-versions N]] [--verdict-log FOLDER] DIRECTORY… : the environments; FOLDER for its
 * database, there already; HASH of the executables that compile and run (64 digits). socket,
 * network: resynd-store-postgres. */
enum store_descriptor {
    STORE_SUPERVISOR = 3, /* channel */
    STORE_DATABASE,       /* unless own: a memfd that says where it is, in libpq's words */
};
enum { VERDICT_LOG_FILES = 16 };    /* are kept; the oldest goes when a new one is made */
enum { DATABASE_WHERE_MAX = 2048 }; /* bytes of that, NUL included */

enum listener_kind {
    LISTENER_OPEN = 'o',       /* scores without a token */
    LISTENER_GUARDED = 'g',    /* whatever says something of environments takes one */
    LISTENER_OPERATIONS = 'p', /* health, metrics and isolation, and nothing else */
};

enum {
    TLS_DESCRIPTORS_MAX = 3,
    TLS_FILE_MAX = 256 * 1024, /* bytes: a bundle of some hundred certificates */
};
/* Environments that have series of their own in /metrics; the others share `_other`. A used one
 * costs the front 640 bytes for each thread, and the page some 2 KB. */
enum { METRICS_ENVIRONMENTS_MAX = 8192 };

enum { LISTENERS_MAX = 16 }; /* --listen options: each costs a socket for every thread */

#endif
