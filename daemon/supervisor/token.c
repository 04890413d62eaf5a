/* SPDX-License-Identifier: Apache-2.0 */
/* token.c: see token.h. */
#include "daemon/supervisor/token.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    SECRET_BYTES = HASH_BYTES,
    TOKEN_LEAST = 32, /* bytes of a token of the owner's own */
    TOKEN_MOST = 512,
};

/* Whole or not at all. */
static int write_token(int directory, const char *text)
{
    static const char temporary[] = TOKEN_FILE ".new";
    int fd =
        openat(directory, temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0)
        return -errno;
    bool written = dprintf(fd, "%s\n", text) > 0 && fsync(fd) == 0;
    int code = written ? 0 : errno ? -errno : -EIO;
    close(fd);
    if (code == 0 && linkat(directory, temporary, directory, TOKEN_FILE, 0) < 0)
        code = -errno;
    unlinkat(directory, temporary, 0);
    return code;
}

int token_make(int directory, struct error *error)
{
    uint8_t secret[SECRET_BYTES];
    char text[HASH_HEX];
    if (faccessat(directory, TOKEN_FILE, F_OK, AT_SYMLINK_NOFOLLOW) == 0)
        return 0;
    if (getrandom(secret, sizeof secret, 0) != sizeof secret)
        return error_set(error, -EIO, "the kernel gives no random bytes");
    hash_hex(secret, text);
    int result = write_token(directory, text);
    explicit_bzero(secret, sizeof secret);
    explicit_bzero(text, sizeof text);
    return result < 0 ? error_set(error, result, "cannot write the token: %s", strerror(-result))
                      : 1;
}

static int check_file(int fd, struct error *error)
{
    struct stat info;
    if (fstat(fd, &info) < 0)
        return error_set(error, -errno, TOKEN_FILE ": %s", strerror(errno));
    if (!S_ISREG(info.st_mode) || info.st_mode & (S_IRWXG | S_IRWXO))
        return error_set(error, -EPERM,
                         TOKEN_FILE " in the data directory can be read by others: chmod 600 it, "
                                    "or remove it and run `resynd token`");
    return 0;
}

int token_hash(int directory, uint8_t hash[HASH_BYTES], struct error *error)
{
    char text[TOKEN_MOST + 1];
    int fd = openat(directory, TOKEN_FILE, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0 && errno == ENOENT)
        return 0;
    if (fd < 0)
        return error_set(error, -errno, TOKEN_FILE " in the data directory: %s", strerror(errno));
    int result = check_file(fd, error);
    ssize_t size = result == 0 ? read(fd, text, TOKEN_MOST) : 0;
    close(fd);
    if (result < 0)
        return result;
    text[size > 0 ? size : 0] = '\0';
    size_t length = strcspn(text, " \t\r\n");
    if (length < TOKEN_LEAST)
        return error_set(error, -EINVAL,
                         TOKEN_FILE " in the data directory has fewer than %d characters: remove "
                                    "it and run `resynd token`",
                         TOKEN_LEAST);
    hash_bytes(text, length, hash);
    explicit_bzero(text, sizeof text);
    return 1;
}
