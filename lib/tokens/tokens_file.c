/* SPDX-License-Identifier: Apache-2.0 */
/* tokens_file.c: see tokens.h. The file's owner is trusted, as who may write it may do anything
 * here; a line that is not understood still takes all tokens away: it may have been meant to revoke
 * one. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/tokens/tokens.h"

enum {
    LINE_MOST = 192, /* bytes: a name, three scopes, 64 digits and a number */
    FILE_MOST = LINE_MOST * TOKENS_MAX,
};

/* ---- Reading ---- */

static bool read_line(struct token *token, const char *line)
{
    char scopes[SCOPES_TEXT_MAX], hex[HASH_HEX], made[20];
    int end = -1;
    *token = (struct token){.scopes = 0};
    if (sscanf(line, "%63[A-Za-z0-9._-] %31[a-z,] %64[0-9a-f] %18[0-9]%n", token->name, scopes, hex,
               made, &end) != 4)
        return false;
    token->made = strtoll(made, NULL, 10);
    return !line[end] && hash_parse(hex, token->hash) && scopes_parse(scopes, &token->scopes);
}

static int read_lines(struct tokens *tokens, char *text, struct error *error)
{
    unsigned number = 0;
    for (char *line = text, *next; *line; line = next) {
        next = line + strcspn(line, "\n");
        if (*next)
            *next++ = '\0';
        number++;
        if (tokens->count == TOKENS_MAX || !read_line(&tokens->all[tokens->count++], line)) {
            tokens->count = 0;
            return error_set(error, -EINVAL,
                             "line %u of the file " TOKENS_FILE " in the data directory is not "
                             "understood: remove the line",
                             number);
        }
    }
    return 0;
}

static int check(int fd, struct error *error)
{
    struct stat info;
    if (fstat(fd, &info) < 0)
        return error_set(error, -errno, TOKENS_FILE ": %s", strerror(errno));
    if (!S_ISREG(info.st_mode) || info.st_mode & (S_IWGRP | S_IWOTH))
        return error_set(error, -EPERM,
                         TOKENS_FILE " in the data directory can be written by others: look "
                                     "through it, then chmod 600 it");
    if (info.st_size > FILE_MOST)
        return error_set(error, -EFBIG,
                         TOKENS_FILE " in the data directory is longer than %d tokens take",
                         TOKENS_MAX);
    return 0;
}

static int read_text(int fd, struct tokens *tokens, struct error *error)
{
    int result = check(fd, error);
    char *text = result == 0 ? malloc(FILE_MOST + 1) : NULL;
    ssize_t size = text ? pread(fd, text, FILE_MOST, 0) : -1;
    if (result == 0 && size < 0)
        result = error_set(error, -EIO, TOKENS_FILE " in the data directory cannot be read");
    if (size >= 0) {
        text[size] = '\0';
        result = read_lines(tokens, text, error);
    }
    free(text);
    return result;
}

int tokens_read(int directory, struct tokens *tokens, struct error *error)
{
    tokens->count = 0;
    int fd = openat(directory, TOKENS_FILE, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (fd < 0 && errno == ENOENT)
        return 0;
    if (fd < 0)
        return error_set(error, -errno, TOKENS_FILE " in the data directory: %s", strerror(errno));
    int result = read_text(fd, tokens, error);
    close(fd);
    return result;
}

/* ---- Writing ---- */

static int write_lines(int fd, const struct tokens *tokens)
{
    char scopes[SCOPES_TEXT_MAX], hex[HASH_HEX];
    for (unsigned i = 0; i < tokens->count; i++) {
        const struct token *token = &tokens->all[i];
        scopes_text(token->scopes, scopes);
        hash_hex(token->hash, hex);
        if (dprintf(fd, "%s %s %s %" PRId64 "\n", token->name, scopes, hex, token->made) < 0)
            return -errno;
    }
    return fsync(fd) < 0 ? -errno : 0;
}

/* Root makes tokens for a daemon that runs as somebody else. */
static int give_to_owner(int directory, int fd)
{
    struct stat info;
    if (geteuid() != 0)
        return 0;
    return fstat(directory, &info) < 0 || fchown(fd, info.st_uid, info.st_gid) < 0 ? -errno : 0;
}

int tokens_write(int directory, const struct tokens *tokens, struct error *error)
{
    static const char temporary[] = TOKENS_FILE ".new";
    unlinkat(directory, temporary, 0); /* of one that was killed */
    int fd =
        openat(directory, temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    int result = fd < 0 ? -errno : give_to_owner(directory, fd);
    if (result == 0)
        result = write_lines(fd, tokens);
    if (fd >= 0)
        close(fd);
    if (result == 0 && renameat(directory, temporary, directory, TOKENS_FILE) < 0)
        result = -errno;
    return result < 0 ? error_set(error, result, "cannot write the tokens: %s", strerror(-result))
                      : 0;
}
