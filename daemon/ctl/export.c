/* SPDX-License-Identifier: Apache-2.0 */
/* export.c: see export.h. */
#include "daemon/ctl/export.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "daemon/ctl/progress.h"
#include "daemon/ctl/rows.h"
#include "lib/base/hash.h"

enum {
    PAGE_ROWS = 2048, /* a second's work at most: so much is lost where an export is broken off */
    PATIENCE_S = 60,  /* once there are rows: for a daemon that is busy, or being started again */
    PAUSE_S = 1,
    DRAWS_FOR_EACH = 16, /* of a row with a new question, before we say that there are no more */
    DRAWS_MORE = 256,
};

struct exporting {
    struct client *client;
    const struct export_wish *wish;
    struct export_file *file;
    struct export_end *end;
    json_t *identity;   /* what a file must be of to be gone on with */
    json_t *seen;       /* a set of questions, where distinct */
    struct buffer last; /* of what is there already: the last row */
    struct progress progress;
    unsigned long long repeated; /* rows since the last with a new question */
    unsigned waited_s;           /* since the last row came */
};

/* ---- Distinct ------------------------------------------------------------------------------- */

/* Whether the row's question is new. The daemon looks within one page, this into all of them. */
static bool is_new(struct exporting *exporting, const char *line, size_t size)
{
    uint8_t hash[HASH_BYTES];
    char hex[HASH_HEX];
    struct buffer text = BUFFER_INIT;
    if (!exporting->wish->distinct)
        return true;
    json_t *row = json_loadb(line, size, JSON_ALLOW_NUL, NULL);
    const char *env = json_string_value(json_object_get(row_about(row), "env"));
    const char *question = row_question(row);
    buffer_append_text(&text, env ? env : "");
    buffer_append_text(&text, "\n");
    buffer_append_text(&text, question ? question : "");
    hash_bytes(text.data ? text.data : "", text.size, hash);
    hash_hex(hash, hex);
    buffer_deinit(&text);
    json_decref(row);
    bool known = json_object_get(exporting->seen, hex);
    if (!known)
        json_object_set_new(exporting->seen, hex, json_true());
    return !known;
}

/* ---- What is there already ------------------------------------------------------------------ */

static bool keep_row(void *context, const char *line, size_t size)
{
    struct exporting *exporting = context;
    is_new(exporting, line, size);
    buffer_clear(&exporting->last);
    buffer_append(&exporting->last, line, size);
    return true;
}

/* ---- Pages ---------------------------------------------------------------------------------- */

/* `cursor` and `seed` may be NULL. */
static int fetch(struct exporting *exporting, unsigned long long count, const char *cursor,
                 json_t *seed, struct buffer *lines)
{
    struct buffer path = BUFFER_INIT;
    json_t *body = json_copy(exporting->wish->request);
    if (cursor) {
        json_object_del(body, "seed");
        json_object_set_new(body, "cursor", json_string(cursor));
    }
    if (seed)
        json_object_set(body, "seed", seed);
    json_object_set_new(body, "count", json_integer((json_int_t)count));
    char *text = json_dumps(body, JSON_COMPACT);
    buffer_append_text(&path, "/v1/instances?format=");
    client_encode(exporting->client, exporting->wish->format, &path);
    int status = EXIT_TROUBLE;
    if (text && !path.failed)
        status = client_lines(
            exporting->client,
            &(struct client_call){.path = path.data, .body = text, .body_size = strlen(text)},
            exporting->file->rows ? PATIENCE_S : 0, lines);
    else
        complain("no memory");
    free(text);
    json_decref(body);
    buffer_deinit(&path);
    return status;
}

/* The end of the line that begins at `at`, behind its newline; NULL: there is none. */
static const char *line_end(const struct buffer *lines, const char *at)
{
    const char *newline = memchr(at, '\n', (size_t)(lines->data + lines->size - at));
    return newline ? newline + 1 : NULL;
}

/* The last line of a page says how to go on. NULL after a complaint. */
static json_t *tail_of(const struct buffer *lines, const char **at)
{
    json_t *tail = NULL;
    if (lines->size && lines->data[lines->size - 1] == '\n') {
        const char *before = memrchr(lines->data, '\n', lines->size - 1);
        *at = before ? before + 1 : lines->data;
        tail = json_loadb(*at, (size_t)(lines->data + lines->size - *at), 0, NULL);
    }
    if (json_is_string(json_object_get(tail, "cursor")))
        return tail;
    json_decref(tail);
    complain("the daemon's rows have no end: is it an older one?");
    return NULL;
}

/* Rows of a page, up to its tail. */
static void put_rows(struct exporting *exporting, const struct buffer *lines, const char *tail)
{
    for (const char *at = lines->data; at < tail;) {
        const char *next = line_end(lines, at);
        exporting->repeated++;
        if (is_new(exporting, at, (size_t)(next - at - 1))) {
            export_file_put(exporting->file, at, (size_t)(next - at));
            exporting->repeated = exporting->waited_s = 0;
        }
        at = next;
    }
}

/* Whether so many rows in a row were no new questions that there are no others: the daemon's own
 * measure within a page. */
static bool is_exhausted(const struct exporting *exporting)
{
    unsigned long long left = exporting->wish->count - exporting->file->rows;
    return exporting->repeated >= DRAWS_FOR_EACH * left + DRAWS_MORE;
}

/* An instance could not be made just now. */
static int wait_for_it(struct exporting *exporting, const json_t *tail)
{
    const char *status = json_string_value(json_object_get(tail, "status"));
    const char *reason = json_string_value(json_object_get(tail, "reason"));
    if (exporting->waited_s >= PATIENCE_S || strcmp(status, "unavailable") == 0) {
        complain("the next instance cannot be made (%s): %s", status, reason ? reason : "");
        return EXIT_REFUSED;
    }
    sleep(PAUSE_S);
    exporting->waited_s += PAUSE_S;
    return EXIT_FINE;
}

/* `*ended`: nothing more comes. */
static int take_page(struct exporting *exporting, const struct buffer *lines, bool *ended)
{
    struct export_end *end = exporting->end;
    const char *at = NULL;
    json_t *tail = tail_of(lines, &at);
    if (!tail)
        return EXIT_REFUSED;
    put_rows(exporting, lines, at);
    free(end->cursor);
    end->cursor = strdup(json_string_value(json_object_get(tail, "cursor")));
    end->left_out += (unsigned long long)json_integer_value(json_object_get(tail, "left_out"));
    int status = EXIT_TROUBLE;
    if (end->cursor)
        status = export_file_note(exporting->file, exporting->identity, end->cursor);
    if (status == EXIT_FINE && json_object_get(tail, "status"))
        status = wait_for_it(exporting, tail);
    else
        *ended = !json_is_true(json_object_get(tail, "complete")) || is_exhausted(exporting);
    json_decref(tail);
    return status;
}

/* The file's last row must be what the daemon makes in its place, or the rest would belong to
 * another set. */
static int check_last(struct exporting *exporting)
{
    const struct buffer *last = &exporting->last;
    struct buffer lines = BUFFER_INIT;
    uint64_t seed = 0;
    if (!last->size)
        return EXIT_FINE;
    json_t *row = json_loadb(last->data, last->size, JSON_ALLOW_NUL, NULL);
    int status = row_seed(row, &seed) ? EXIT_FINE : EXIT_FOUND;
    json_decref(row);
    if (status == EXIT_FINE) {
        json_t *position = json_integer((json_int_t)seed);
        status = fetch(exporting, 1, NULL, position, &lines);
        json_decref(position);
    }
    if (status == EXIT_REFUSED || status == EXIT_UNREACHABLE) {
        buffer_deinit(&lines);
        return status;
    }
    bool same = status == EXIT_FINE && lines.size > last->size &&
                memcmp(lines.data, last->data, last->size) == 0 && lines.data[last->size] == '\n';
    buffer_deinit(&lines);
    if (same)
        return EXIT_FINE;
    complain("the last row of %s is not the one that the daemon makes now. Leave --resume out to "
             "begin anew",
             exporting->file->partial);
    return EXIT_FOUND;
}

static int fetch_all(struct exporting *exporting)
{
    const struct export_wish *wish = exporting->wish;
    struct buffer lines = BUFFER_INIT;
    int status = EXIT_FINE;
    bool ended = false;
    while (status == EXIT_FINE && !ended && exporting->file->rows < wish->count) {
        unsigned long long left = wish->count - exporting->file->rows;
        const char *cursor = exporting->end->cursor ? exporting->end->cursor : wish->cursor;
        status = fetch(exporting, left < PAGE_ROWS ? left : PAGE_ROWS, cursor, NULL, &lines);
        if (status == EXIT_FINE)
            status = take_page(exporting, &lines, &ended);
        progress_step(&exporting->progress, (double)exporting->file->rows, exporting->file->rows);
    }
    buffer_deinit(&lines);
    exporting->end->complete = exporting->file->rows == wish->count;
    return status;
}

int export_rows(struct client *client, const struct export_wish *wish, struct export_file *file,
                const char *path, bool resume, struct export_end *end)
{
    struct exporting exporting = {
        .client = client, .wish = wish, .file = file, .end = end, .seen = json_object()};
    const struct export_lines lines = {keep_row, &exporting};
    exporting.identity = json_pack("{s:s, s:s?, s:O}", "format", wish->format, "cursor",
                                   wish->cursor, "request", wish->request);
    *end = (struct export_end){0};
    int status = resume ? export_file_resume(file, path, exporting.identity, &lines, &end->cursor)
                        : export_file_open(file, path);
    if (status == EXIT_FINE)
        status = check_last(&exporting);
    if (status == EXIT_FINE && file->rows > wish->count) {
        complain("%s has %llu rows already", file->partial, file->rows);
        status = EXIT_FOUND;
    }
    progress_start(&exporting.progress, "written", (double)wish->count);
    if (!path && isatty(STDOUT_FILENO))
        exporting.progress.shown = false; /* rows go there */
    if (status == EXIT_FINE)
        status = fetch_all(&exporting);
    progress_end(&exporting.progress);
    json_decref(exporting.seen);
    json_decref(exporting.identity);
    buffer_deinit(&exporting.last);
    return status;
}
