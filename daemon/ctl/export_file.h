/* SPDX-License-Identifier: Apache-2.0 */
/* export_file.h: where exported rows go. A file is whole or not there: rows are written to
 * PATH.partial, and PATH.partial.cursor says after each page how far it is good and how to go on,
 * so that an export that was broken off, at whatever byte, can be resumed. */
#ifndef CTL_EXPORT_FILE_H
#define CTL_EXPORT_FILE_H

#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>

struct export_file {
    const char *path; /* NULL: standard output, which cannot be resumed */
    char *partial, *note;
    FILE *out;
    unsigned long long rows, bytes;
};

/* An empty file. EXIT_FINE, or how to exit after a complaint. */
int export_file_open(struct export_file *file, const char *path);

/* What an earlier export has left, cut to its last whole page; `request` must be what that was
 * about. `row` is called with each line (without its newline). `*cursor` is the caller's; NULL
 * where there is nothing to go on with, and the file is empty. */
struct export_lines {
    bool (*row)(void *context, const char *line, size_t size);
    void *context;
};
int export_file_resume(struct export_file *file, const char *path, const json_t *request,
                       const struct export_lines *lines, char **cursor);

/* One row with its newline. */
void export_file_put(struct export_file *file, const char *line, size_t size);
/* A page ends. */
int export_file_note(struct export_file *file, const json_t *request, const char *cursor);

/* Closes PATH.partial, which then stays, or is put into its place, or removed. */
int export_file_close(struct export_file *file);
int export_file_finish(struct export_file *file);
void export_file_remove(struct export_file *file);
void export_file_deinit(struct export_file *file);

#endif
