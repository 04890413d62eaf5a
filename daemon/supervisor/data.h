/* SPDX-License-Identifier: Apache-2.0 */
/* data.h: the data directory: made where it is missing, used by one daemon at a time. */
#ifndef SUPERVISOR_DATA_H
#define SUPERVISOR_DATA_H

#include <limits.h>

#include "daemon/supervisor/listeners.h"

struct data {
    int directory; /* −1: not open */
    int lock;
    char store[PATH_MAX]; /* the path of the store's own folder in it */
};
#define DATA_INIT ((struct data){-1, -1, ""})

/* Makes the directory that `option` names (0700), and those above it. Negative errno with a
 * sentence.
 */
int data_make(const char *option, const char *path, struct error *error);
/* The same, and the store's own in it, and locks it. */
int data_open(struct data *data, const char *path, struct error *error);
/* Writes the file `listening`, an address per line, whole or not at all. */
int data_write_listening(struct data *data, const struct listeners *listeners, struct error *error);
/* The process of the daemon that uses the directory; 0: none; −1: it does not say. One that starts
 * just now may be told to try again: asking takes the lock for a moment. */
long data_holder(const char *path);
/* Removes `listening` and unlocks. */
void data_close(struct data *data);

#endif
