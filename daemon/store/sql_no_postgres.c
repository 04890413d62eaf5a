/* SPDX-License-Identifier: Apache-2.0 */
/* sql_no_postgres.c: in the place of sql_postgres.c, for a store that needs no network. */
#include <errno.h>

#include "daemon/store/sql.h"

struct sql *sql_open_postgres(const char *where, struct error *error)
{
    error_set(error, -ENOSYS, "PostgreSQL is resynd-store-postgres's business");
    return NULL;
}
