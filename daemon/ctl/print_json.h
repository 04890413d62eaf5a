/* SPDX-License-Identifier: Apache-2.0 */
/* print_json.h: a document that jansson has read, written as the daemon writes: reals at their
 * shortest (jansson prints 3.2 as 3.2000000000000002). */
#ifndef CTL_PRINT_JSON_H
#define CTL_PRINT_JSON_H

#include <jansson.h>

#include "lib/base/json_write.h"

void write_json(struct json *json, const json_t *value);
/* One line on standard output. */
void print_json_line(const json_t *value);

#endif
