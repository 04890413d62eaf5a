/* SPDX-License-Identifier: Apache-2.0 */
/* json_tree.h: a document that jansson has read, written as resynd writes: reals at their shortest
 * (jansson prints 3.2 as 3.2000000000000002). */
#ifndef JSON_JSON_TREE_H
#define JSON_JSON_TREE_H

#include <jansson.h>

#include "lib/base/json_write.h"

/* Recurses as deep as the document; who reads hostile ones bounds their depth before. */
void json_put_tree(struct json *json, const json_t *value);

#endif
