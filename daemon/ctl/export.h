/* SPDX-License-Identifier: Apache-2.0 */
/* export.h: the rows of a data set, fetched from the daemon a page at a time. */
#ifndef CTL_EXPORT_H
#define CTL_EXPORT_H

#include <jansson.h>
#include <stdbool.h>

#include "daemon/ctl/client.h"
#include "daemon/ctl/export_file.h"

/* What is asked for. */
struct export_wish {
    const char *format;       /* a trainer's name */
    json_t *request;          /* of POST /v1/instances, without count and cursor */
    const char *cursor;       /* where to begin; NULL: at the request's seed */
    unsigned long long count; /* rows in all */
    bool distinct;            /* no question twice, in all pages */
};

struct export_end {
    char *cursor; /* where to go on; owned by the caller; NULL: nothing was fetched */
    unsigned long long left_out;
    bool complete; /* as many rows as wished for */
};

/* Opens the file, goes on with what it holds where `resume`, and fetches until it is whole or
 * nothing more comes. EXIT_FINE also where it is not complete; else the complaint is made, and what
 * is there can be resumed. */
int export_rows(struct client *client, const struct export_wish *wish, struct export_file *file,
                const char *path, bool resume, struct export_end *end);

#endif
