/* SPDX-License-Identifier: Apache-2.0 */
/* print_json.c: see print_json.h. */
#include "daemon/ctl/print_json.h"

#include <stdio.h>

#include "lib/json/json_tree.h"

void print_json_line(const json_t *value)
{
    struct buffer out = BUFFER_INIT;
    struct json json = {.out = &out};
    json_put_tree(&json, value);
    buffer_append(&out, "\n", 1);
    if (!out.failed)
        fwrite(out.data, 1, out.size, stdout);
    buffer_deinit(&out);
}
