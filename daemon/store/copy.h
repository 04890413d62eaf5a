/* SPDX-License-Identifier: Apache-2.0 */
/* copy.h: copies of the data directory's database, made and put back. Run by hand: not locked. */
#ifndef STORE_COPY_H
#define STORE_COPY_H

#include "lib/base/error.h"

/* Writes `file`, which must not be there, whole or not at all; others may write the database
 * meanwhile. Negative errno with a sentence. */
int copy_back_up(const char *folder, const char *file, struct error *error);
/* Puts the copy `file` in place of the database, once it has been found sound. Nobody may have the
 * database open. */
int copy_restore(const char *folder, const char *file, struct error *error);

#endif
