/* SPDX-License-Identifier: Apache-2.0 */
/* tls_files.c: see tls_files.h. Runs in the supervisor; owns the descriptors. */
#include "daemon/supervisor/tls_files.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "lib/base/sealed.h"

/* The first bytes of PEM, so that the wrong file is said at the start; the front looks closer. */
static bool seems(const char *text, const char *what)
{
    const char *begin = strstr(text, "-----BEGIN ");
    return begin && strstr(begin, what);
}

static int read_file(const char *option, const char *path, const char *what, struct error *error)
{
    char text[TLS_FILE_MAX + 1];
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t size = fd < 0 ? -1 : pread(fd, text, TLS_FILE_MAX, 0);
    int code = errno;
    if (fd >= 0)
        close(fd);
    if (size < 0)
        return error_set(error, -code, "%s %.120s: %s", option, path, strerror(code));
    text[size] = '\0';
    int result =
        size == TLS_FILE_MAX || !seems(text, what)
            ? error_set(error, -EINVAL, "%s %.80s is no %s in PEM form, or longer than %d bytes",
                        option, path, what, TLS_FILE_MAX - 1)
            : sealed_file("resynd-tls", text, (size_t)size);
    explicit_bzero(text, sizeof text);
    return result;
}

int tls_files_open(struct tls_files *files, const struct options *options, struct error *error)
{
    static const char certificate[] = "CERTIFICATE-----", key[] = "PRIVATE KEY-----";
    const struct {
        const char *option, *path, *what;
        int *file;
    } rows[] = {
        {"--tls-certificate", options->tls_certificate, certificate, &files->certificate},
        {"--tls-key", options->tls_key, key, &files->key},
        {"--tls-client-ca", options->tls_clients, certificate, &files->clients},
    };
    for (unsigned i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (!*rows[i].path)
            continue;
        *rows[i].file = read_file(rows[i].option, rows[i].path, rows[i].what, error);
        if (*rows[i].file < 0)
            return *rows[i].file;
    }
    return 0;
}

int tls_files_descriptors(const struct tls_files *files, int out[TLS_DESCRIPTORS_MAX])
{
    if (files->certificate < 0)
        return 0;
    out[0] = files->certificate;
    out[1] = files->key;
    out[2] = files->clients;
    return files->clients < 0 ? 2 : 3;
}

void tls_files_close(struct tls_files *files)
{
    if (files->certificate >= 0)
        close(files->certificate);
    if (files->key >= 0)
        close(files->key);
    if (files->clients >= 0)
        close(files->clients);
    *files = TLS_FILES_INIT;
}
