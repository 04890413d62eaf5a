/* SPDX-License-Identifier: Apache-2.0 */
/* sql_postgres.c: a PostgreSQL server, which other replicas write too. Values cross in binary form.
 * Nothing here waits longer than the limits below. */
#include <endian.h>
#include <errno.h>
#include <libpq-fe.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/store/sql_driver.h"
#include "lib/base/log.h"

/* The types of parameters and columns, as PostgreSQL numbers them (pg_type.dat). */
enum { OID_BYTES = 17, OID_NUMBER = 20, OID_TEXT = 25 };

struct postgres {
    struct sql sql;
    PGconn *connection;
};

/* Every writer takes the lock 0x7265736e64 ("resnd"): what it has read stays so, and numbers of
 * events become visible in their order. */
static const char settings[] = "SET statement_timeout = 5000;"
                               "SET lock_timeout = 3000;"
                               "SET idle_in_transaction_session_timeout = 10000;"
                               "LISTEN resynd";

static const struct postgres *own(const struct sql *sql)
{
    return (const struct postgres *)sql;
}

static bool lost(const struct sql *sql)
{
    return PQstatus(own(sql)->connection) != CONNECTION_OK;
}

static int refuse(struct sql *sql, const char *text, const PGresult *result)
{
    const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    const char *message = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
    sql_complain(text, message ? message : PQerrorMessage(own(sql)->connection));
    if (lost(sql))
        return -ENOTCONN;
    return state && strncmp(state, "53100", 5) == 0 ? -ENOSPC : -EIO;
}

/* ---- Values ---- */

struct parameters {
    Oid types[SQL_VALUES_MAX];
    const char *values[SQL_VALUES_MAX];
    int sizes[SQL_VALUES_MAX], binary[SQL_VALUES_MAX];
    uint64_t numbers[SQL_VALUES_MAX];
};

static void set(struct parameters *parameters, int place, const struct sql_value *value)
{
    static const Oid types[] = {
        [SQL_NULL] = 0, [SQL_NUMBER] = OID_NUMBER, [SQL_TEXT] = OID_TEXT, [SQL_BYTES] = OID_BYTES};
    parameters->types[place] = types[value->type];
    parameters->binary[place] = 1;
    parameters->values[place] = value->bytes;
    parameters->sizes[place] = (int)value->size;
    if (value->type != SQL_NUMBER)
        return;
    parameters->numbers[place] = htobe64((uint64_t)value->number);
    parameters->values[place] = (const char *)&parameters->numbers[place];
    parameters->sizes[place] = sizeof parameters->numbers[place];
}

static struct sql_value column(const PGresult *result, int row, int place)
{
    const char *bytes = PQgetvalue(result, row, place);
    size_t size = (size_t)PQgetlength(result, row, place);
    uint64_t number;
    if (PQgetisnull(result, row, place))
        return (struct sql_value){.type = SQL_NULL};
    if (PQftype(result, place) == OID_BYTES)
        return sql_bytes(bytes, size);
    if (PQftype(result, place) != OID_NUMBER || size != sizeof number)
        return sql_text(bytes);
    memcpy(&number, bytes, sizeof number);
    return sql_number((int64_t)be64toh(number));
}

static int hand_over(const PGresult *result, sql_row *row, void *context)
{
    struct sql_value values[SQL_VALUES_MAX];
    int columns = PQnfields(result), ended = 0;
    for (int i = 0; ended == 0 && i < PQntuples(result); i++) {
        for (int j = 0; j < columns && j < SQL_VALUES_MAX; j++)
            values[j] = column(result, i, j);
        ended = row(context, values, columns);
    }
    return ended;
}

/* ---- The driver ---- */

static int query(struct sql *sql, const char *text, const struct sql_value *given, int count,
                 sql_row *row, void *context)
{
    struct parameters parameters;
    for (int i = 0; i < count; i++)
        set(&parameters, i, &given[i]);
    PGresult *result = PQexecParams(own(sql)->connection, text, count, parameters.types,
                                    parameters.values, parameters.sizes, parameters.binary, 1);
    ExecStatusType status = PQresultStatus(result);
    int ended = status == PGRES_TUPLES_OK    ? hand_over(result, row, context)
                : status == PGRES_COMMAND_OK ? 0
                                             : refuse(sql, text, result);
    PQclear(result);
    return ended;
}

static int script(struct sql *sql, const char *text)
{
    PGresult *result = PQexec(own(sql)->connection, text);
    ExecStatusType status = PQresultStatus(result);
    bool fine = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
    int ended = fine ? 0 : refuse(sql, text, result);
    PQclear(result);
    return ended;
}

static bool writing(const struct sql *sql)
{
    PGTransactionStatusType status = PQtransactionStatus(own(sql)->connection);
    return status == PQTRANS_INTRANS || status == PQTRANS_INERROR;
}

static void close_connection(struct sql *sql)
{
    PQfinish(own(sql)->connection);
    free(sql);
}

static int descriptor(const struct sql *sql)
{
    return PQsocket(own(sql)->connection);
}

static bool hinted(struct sql *sql)
{
    PGconn *connection = own(sql)->connection;
    bool any = false;
    PQconsumeInput(connection);
    for (PGnotify *notify; (notify = PQnotifies(connection)); PQfreemem(notify))
        any = true;
    return any;
}

static const struct sql_driver driver = {
    .shared = true,
    .begin = "BEGIN; SELECT pg_advisory_xact_lock(491328335460)",
    .hint = "NOTIFY resynd",
    .close = close_connection,
    .query = query,
    .script = script,
    .writing = writing,
    .lost = lost,
    .descriptor = descriptor,
    .hinted = hinted,
};

/* What libpq would print. */
static void on_notice(void *context, const char *message)
{
    char quoted[400];
    log_event(LOG_DEBUG, "database", "notice=%s", log_quote(message, quoted, sizeof quoted));
}

/* What stands before `where` is a default, which it may say otherwise; Kerberos would read files
 * that this process may not. */
static PGconn *connect_to(const char *where)
{
    static const char *const names[] = {"connect_timeout",
                                        "tcp_user_timeout",
                                        "application_name",
                                        "dbname",
                                        "client_encoding",
                                        "gssencmode",
                                        NULL};
    const char *const values[] = {"3", "5000", "resynd", where, "UTF8", "disable", NULL};
    return PQconnectdbParams(names, values, 1);
}

struct sql *sql_open_postgres(const char *where, struct error *error)
{
    struct postgres *postgres = calloc(1, sizeof *postgres);
    if (!postgres) {
        error_set(error, -ENOMEM, "no memory");
        return NULL;
    }
    postgres->sql.driver = &driver;
    postgres->connection = connect_to(where);
    PQsetNoticeProcessor(postgres->connection, on_notice, NULL);
    if (!lost(&postgres->sql) && script(&postgres->sql, settings) == 0)
        return &postgres->sql;
    error_set(error, -ENOTCONN, "%.200s", PQerrorMessage(postgres->connection));
    close_connection(&postgres->sql);
    return NULL;
}
