/* SPDX-License-Identifier: Apache-2.0 */
/* print_json.h: a document on standard output. */
#ifndef CTL_PRINT_JSON_H
#define CTL_PRINT_JSON_H

#include <jansson.h>

/* One line. */
void print_json_line(const json_t *value);

#endif
