/* SPDX-License-Identifier: Apache-2.0 */
/* sql.c: see sql.h. What both kinds of database have in common. */
#include "daemon/store/sql.h"

#include <string.h>

#include "daemon/store/sql_driver.h"
#include "lib/base/log.h"

void sql_complain(const char *statement, const char *reason)
{
    char at[120], why[400];
    log_event(LOG_ERROR, "database", "at=%s reason=%s", log_quote(statement, at, sizeof at),
              log_quote(reason, why, sizeof why));
}

void sql_close(struct sql *sql)
{
    if (sql)
        sql->driver->close(sql);
}

bool sql_shared(const struct sql *sql)
{
    return sql->driver->shared;
}

bool sql_lost(const struct sql *sql)
{
    return sql->driver->lost && sql->driver->lost(sql);
}

/* ---- Statements ---- */

struct sql_value sql_number(int64_t number)
{
    return (struct sql_value){.type = SQL_NUMBER, .number = number};
}

struct sql_value sql_text(const char *text)
{
    return (struct sql_value){.type = SQL_TEXT, .bytes = text, .size = strlen(text)};
}

struct sql_value sql_bytes(const void *bytes, size_t size)
{
    return (struct sql_value){.type = SQL_BYTES, .bytes = bytes, .size = size};
}

int sql_query(struct sql *sql, const char *text, const struct sql_value *given, int count,
              sql_row *row, void *context)
{
    return sql->driver->query(sql, text, given, count, row, context);
}

static int ignore_row(void *context, const struct sql_value *columns, int count)
{
    return 0;
}

int sql_run(struct sql *sql, const char *text, const struct sql_value *given, int count)
{
    return sql->driver->query(sql, text, given, count, ignore_row, NULL);
}

int sql_script(struct sql *sql, const char *text)
{
    return sql->driver->script(sql, text);
}

/* ---- Transactions ---- */

int sql_begin(struct sql *sql)
{
    int result = sql_script(sql, sql->driver->begin);
    if (result < 0)
        sql_roll_back(sql);
    return result;
}

int sql_commit(struct sql *sql)
{
    int result = sql_script(sql, "COMMIT");
    if (result < 0)
        sql_roll_back(sql);
    return result;
}

void sql_roll_back(struct sql *sql)
{
    if (sql->driver->writing(sql)) /* else the database has done it */
        sql_script(sql, "ROLLBACK");
}

/* ---- Hints ---- */

int sql_descriptor(const struct sql *sql)
{
    return sql->driver->descriptor ? sql->driver->descriptor(sql) : -1;
}

bool sql_hinted(struct sql *sql)
{
    return sql->driver->hinted && sql->driver->hinted(sql);
}

int sql_hint(struct sql *sql)
{
    return sql->driver->hint ? sql_script(sql, sql->driver->hint) : 0;
}
