/* SPDX-License-Identifier: Apache-2.0 */
/* rows.h: what is the same in a row of any trainer's data set. Found by its shape and not by the
 * trainer's name, so that rows that a person has changed are read too. */
#ifndef CTL_ROWS_H
#define CTL_ROWS_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

/* The object with `instance`, `level`, `index` …: the row itself, or a member of it. NULL: none. */
json_t *row_about(json_t *row);

/* What the model is asked: the text of the last message of a user. NULL: none. */
const char *row_question(json_t *row);

/* The seed that its address ends with. False: it has none. */
bool row_seed(json_t *row, uint64_t *seed);

/* Adds to `versions` (an object, used as a set) each NAME@VERSION that a string of the value names,
 * alone or as the beginning of an instance's address; strings that hold an object as JSON, as
 * labels of checkers do, are looked into. Versions are cut to the digits of an address. */
void row_versions(json_t *value, json_t *versions);

#endif
