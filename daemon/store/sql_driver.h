/* SPDX-License-Identifier: Apache-2.0 */
/* sql_driver.h: what a kind of database is to sql.c. */
#ifndef STORE_SQL_DRIVER_H
#define STORE_SQL_DRIVER_H

#include "daemon/store/sql.h"

/* The functions are those of sql.h, where a comment does not say more; NULL from `lost` on where a
 * kind of database needs none. */
struct sql_driver {
    bool shared;
    const char *begin, *hint; /* statements */
    void (*close)(struct sql *sql);
    int (*query)(struct sql *sql, const char *text, const struct sql_value *given, int count,
                 sql_row *row, void *context);
    int (*script)(struct sql *sql, const char *text);
    bool (*writing)(const struct sql *sql); /* a transaction is going on */
    bool (*lost)(const struct sql *sql);
    int (*descriptor)(const struct sql *sql);
    bool (*hinted)(struct sql *sql);
};

/* The first member of a driver's own. */
struct sql {
    const struct sql_driver *driver;
};

/* One line in the log. */
void sql_complain(const char *statement, const char *reason);

#endif
