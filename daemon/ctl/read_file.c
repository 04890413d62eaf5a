/* SPDX-License-Identifier: Apache-2.0 */
/* read_file.c: see read_file.h. */
#include "daemon/ctl/read_file.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "daemon/ctl/ctl.h"

bool read_file(const char *path, size_t most, struct buffer *out)
{
    char piece[16384];
    FILE *file = fopen(path, "re");
    size_t size;
    if (!file)
        return complain("%s: %s", path, strerror(errno)), false;
    while (out->size <= most && (size = fread(piece, 1, sizeof piece, file)) > 0)
        buffer_append(out, piece, size);
    bool failed = ferror(file) || out->failed;
    fclose(file);
    if (failed)
        return complain("%s cannot be read", path), false;
    if (out->size > most)
        return complain("%s has more than %zu bytes", path, most), false;
    return true;
}
