/* SPDX-License-Identifier: Apache-2.0 */
/* database_own.h: what the database's files share. */
#ifndef STORE_DATABASE_OWN_H
#define STORE_DATABASE_OWN_H

#include <sqlite3.h>

#include "daemon/store/database.h"

/* A statement that is to be finalized; NULL, and a line in the log, where it cannot be made. */
sqlite3_stmt *database_prepare(struct database *database, const char *sql);
/* Runs it to its end and finalizes it (NULL: −EIO). */
int database_run(struct database *database, sqlite3_stmt *statement);
void database_complain(const struct database *database, const char *what);
int64_t database_now(void); /* seconds since 1970 */

#endif
