/* SPDX-License-Identifier: Apache-2.0 */
/* sql.h: one connection to a database, SQLite's or PostgreSQL's. A statement's text is the same for
 * both: parameters are $1, $2 …, numbers are 64 bits, bytes are bytes. Calls wait for the database,
 * which only the store does, and for seconds at most. Negative errno: −ENOSPC where the database is
 * full, −ENOTCONN where it is away, −EIO else; what it says of it is in the log. */
#ifndef STORE_SQL_H
#define STORE_SQL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/base/error.h"

struct sql;

/* SQLite's file is made where it is missing. `where`: what libpq takes, postgresql://… or key=value
 * words. NULL: see `error`. */
struct sql *sql_open_sqlite(const char *path, struct error *error);
struct sql *sql_open_postgres(const char *where, struct error *error);
void sql_close(struct sql *sql); /* NULL: nothing */

/* Whether others may be writing too. */
bool sql_shared(const struct sql *sql);
/* The connection has broken: close it, and open another. */
bool sql_lost(const struct sql *sql);

/* ---- Statements --------------------------------------------------------------------------------
 */

enum sql_type { SQL_NULL /* of columns only */, SQL_NUMBER, SQL_TEXT, SQL_BYTES };

struct sql_value {
    enum sql_type type;
    int64_t number;
    const void *bytes; /* TEXT and BYTES; of a row: valid within the call only */
    size_t size;
};

struct sql_value sql_number(int64_t number);
struct sql_value sql_text(const char *text);
struct sql_value sql_bytes(const void *bytes, size_t size); /* NULL: none, as SQL sees it */

/* For each row; not 0: no more of them, and the query's result. */
typedef int sql_row(void *context, const struct sql_value *columns, int count);

enum { SQL_VALUES_MAX = 16 };

int sql_query(struct sql *sql, const char *text, const struct sql_value *given, int count,
              sql_row *row, void *context);
/* A statement without rows. */
int sql_run(struct sql *sql, const char *text, const struct sql_value *given, int count);
/* Several statements without parameters, ; between them. */
int sql_script(struct sql *sql, const char *text);

/* ---- Transactions ------------------------------------------------------------------------------
 *
 * One writer at a time, among all that share the database: what was read since sql_begin is still
 * so at sql_commit. −ENOTCONN of a commit: it may have happened. */
int sql_begin(struct sql *sql);
int sql_commit(struct sql *sql);
void sql_roll_back(struct sql *sql);

/* ---- Hints -------------------------------------------------------------------------------------
 */

/* Readable when sql_hinted is to be called; −1: there are no hints. Changes with sql_open only. */
int sql_descriptor(const struct sql *sql);
/* Takes what has come. Whether a writer has said since that there is something new. */
bool sql_hinted(struct sql *sql);
/* Part of a transaction: the others are to hear of it. */
int sql_hint(struct sql *sql);

#endif
