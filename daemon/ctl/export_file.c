/* SPDX-License-Identifier: Apache-2.0 */
/* export_file.c: see export_file.h. */
#include "daemon/ctl/export_file.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "daemon/ctl/ctl.h"

static int trouble(const char *path)
{
    complain("%s: %s", path, strerror(errno));
    return EXIT_TROUBLE;
}

static bool name_files(struct export_file *file, const char *path)
{
    *file = (struct export_file){.path = path, .out = stdout};
    if (path && (asprintf(&file->partial, "%s.partial", path) < 0 ||
                 asprintf(&file->note, "%s.partial.cursor", path) < 0))
        return complain("no memory"), false;
    return true;
}

static int open_as(struct export_file *file, const char *mode)
{
    file->out = fopen(file->partial, mode);
    return file->out ? EXIT_FINE : trouble(file->partial);
}

int export_file_open(struct export_file *file, const char *path)
{
    if (!name_files(file, path))
        return EXIT_TROUBLE;
    if (!path)
        return EXIT_FINE;
    unlink(file->note);
    return open_as(file, "we");
}

/* ---- Resuming ------------------------------------------------------------------------------- */

/* The note of an earlier export, if it is one of the same. */
static int read_note(struct export_file *file, const json_t *request, char **cursor)
{
    const json_t *said;
    const char *text;
    json_int_t rows, bytes;
    json_t *note = json_load_file(file->note, 0, NULL);
    if (!note && access(file->note, F_OK) < 0 && errno == ENOENT)
        return EXIT_FINE;
    int status = EXIT_USAGE;
    if (json_unpack(note, "{s:o, s:s, s:I, s:I}", "request", &said, "cursor", &text, "rows", &rows,
                    "bytes", &bytes) < 0 ||
        rows < 0 || bytes < 0) {
        complain("%s cannot be read: leave --resume out to begin anew", file->note);
    } else if (!json_equal(said, request)) {
        complain("%s is of another export: give the same options and mix, or leave "
                 "--resume out to begin anew",
                 file->partial);
    } else if (!(*cursor = strdup(text))) {
        complain("no memory");
        status = EXIT_TROUBLE;
    } else {
        file->rows = (unsigned long long)rows;
        file->bytes = (unsigned long long)bytes;
        status = EXIT_FINE;
    }
    json_decref(note);
    return status;
}

/* Reads what is good, and leaves the file's end there. */
static int read_rows(struct export_file *file, const struct export_lines *lines)
{
    char *line = NULL;
    size_t room = 0;
    unsigned long long rows = 0, bytes = 0;
    bool sound = true;
    while (sound && bytes < file->bytes) {
        ssize_t size = getline(&line, &room, file->out);
        sound = size > 0 && line[size - 1] == '\n' &&
                lines->row(lines->context, line, (size_t)size - 1);
        bytes += sound ? (unsigned long long)size : 0;
        rows += sound;
    }
    free(line);
    if (!sound || bytes != file->bytes || rows != file->rows) {
        complain("%s is not as it was left: its %llu rows end elsewhere than at byte %llu. Leave "
                 "--resume out to begin anew",
                 file->partial, file->rows, file->bytes);
        return EXIT_FOUND;
    }
    fseeko(file->out, (off_t)bytes, SEEK_SET);
    return ftruncate(fileno(file->out), (off_t)bytes) == 0 ? EXIT_FINE : trouble(file->partial);
}

int export_file_resume(struct export_file *file, const char *path, const json_t *request,
                       const struct export_lines *lines, char **cursor)
{
    *cursor = NULL;
    if (!name_files(file, path))
        return EXIT_TROUBLE;
    int status = read_note(file, request, cursor);
    if (status == EXIT_FINE)
        status = open_as(file, *cursor ? "r+e" : "we");
    if (status == EXIT_FINE && *cursor)
        status = read_rows(file, lines);
    return status;
}

/* ---- Writing -------------------------------------------------------------------------------- */

void export_file_put(struct export_file *file, const char *line, size_t size)
{
    if (fwrite(line, 1, size, file->out) == size)
        file->bytes += size;
    file->rows++;
}

static int flush(struct export_file *file)
{
    if (fflush(file->out) == 0 && !ferror(file->out))
        return EXIT_FINE;
    return trouble(file->path ? file->partial : "standard output");
}

int export_file_note(struct export_file *file, const json_t *request, const char *cursor)
{
    int status = flush(file);
    char *fresh = NULL;
    if (status != EXIT_FINE || !file->path)
        return status;
    json_t *note = json_pack("{s:O, s:s, s:I, s:I}", "request", request, "cursor", cursor, "rows",
                             (json_int_t)file->rows, "bytes", (json_int_t)file->bytes);
    if (!note || asprintf(&fresh, "%s.new", file->note) < 0) {
        complain("no memory");
        status = EXIT_TROUBLE;
    } else if (json_dump_file(note, fresh, JSON_COMPACT) < 0 || rename(fresh, file->note) < 0) {
        status = trouble(file->note);
    }
    json_decref(note);
    free(fresh);
    return status;
}

int export_file_close(struct export_file *file)
{
    int status = flush(file);
    if (file->path && fclose(file->out) != 0 && status == EXIT_FINE)
        status = trouble(file->partial);
    file->out = stdout;
    return status;
}

int export_file_finish(struct export_file *file)
{
    if (!file->path)
        return EXIT_FINE;
    if (rename(file->partial, file->path) < 0)
        return trouble(file->path);
    unlink(file->note);
    return EXIT_FINE;
}

void export_file_remove(struct export_file *file)
{
    unlink(file->partial);
    unlink(file->note);
}

void export_file_deinit(struct export_file *file)
{
    if (file->path && file->out && file->out != stdout)
        fclose(file->out);
    free(file->partial);
    free(file->note);
    *file = (struct export_file){0};
}
