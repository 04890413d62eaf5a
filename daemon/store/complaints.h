/* SPDX-License-Identifier: Apache-2.0 */
/* complaints.h: what is wrong with files, logged when it appears and not at every look. */
#ifndef STORE_COMPLAINTS_H
#define STORE_COMPLAINTS_H

#include <stddef.h>

struct complaints {
    char **now, **before; /* of this look and the one before it */
    size_t now_count, before_count;
};

void complaints_begin(struct complaints *complaints); /* a new look */
void complaints_add(struct complaints *complaints, const char *path, const char *reason);
void complaints_deinit(struct complaints *complaints);

#endif
