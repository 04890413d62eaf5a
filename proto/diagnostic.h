/* SPDX-License-Identifier: Apache-2.0 */
/* diagnostic.h: what resynd-compiler says of a source, in a memfd of COMPILE_REPORT_BYTES that it
 * maps and the client reads after its death. Untrusted: a hostile source may own the compiler.
 * compile_report_read (lib/compile) copies it, bounds it and makes it printable. */
#ifndef PROTO_DIAGNOSTIC_H
#define PROTO_DIAGNOSTIC_H

#include <stdint.h>

enum {
    DIAGNOSTICS_MAX = 32, /* more are counted, not kept */
    DIAGNOSTIC_MESSAGE_MAX = 400,
    DIAGNOSTIC_EXCERPT_MAX = 160,
    DIAGNOSTIC_HINT_MAX = 240,
};

enum severity { SEVERITY_ERROR = 1, SEVERITY_WARNING = 2 };

struct diagnostic {
    uint32_t severity;
    uint32_t line;                        /* of the source, from 1; 0: none */
    uint32_t column;                      /* from 1; 0: not known */
    char message[DIAGNOSTIC_MESSAGE_MAX]; /* strings are NUL-terminated UTF-8 */
    char excerpt[DIAGNOSTIC_EXCERPT_MAX]; /* the source line, shortened */
    char hint[DIAGNOSTIC_HINT_MAX];       /* what to do instead, or "" */
};

struct compile_report {
    uint32_t
        finished;   /* 1: compiled; 2: refused, see diagnostics; 0: the compiler died on the way */
    uint32_t count; /* diagnostics kept */
    uint32_t dropped; /* diagnostics counted, not kept */
    uint32_t unused;
    struct diagnostic diagnostics[DIAGNOSTICS_MAX];
};

#define COMPILE_REPORT_BYTES 32768
_Static_assert(sizeof(struct compile_report) <= COMPILE_REPORT_BYTES, "the report fits");

/* What resynd-compiler is started with. */
enum compiler_descriptor {
    COMPILER_ORDERS = 3, /* channel: MESSAGE_COMPILE */
    COMPILER_IMAGE,      /* memfd of IMAGE_BYTES_MAX, empty */
    COMPILER_REPORT,     /* memfd of COMPILE_REPORT_BYTES, empty */
};

enum {
    COMPILER_CPU_SECONDS = 2,
    COMPILER_WALL_MS = 6000,
    COMPILER_MEMORY_BYTES = 256 * 1024 * 1024,
};

#endif
