/* SPDX-License-Identifier: Apache-2.0 */
/* build.c: see build.h. */
#include "daemon/auditor/build.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "daemon/auditor/run.h"
#include "lib/compile/headers.h"
#include "proto/audit.h"

#define HEADERS "include"
#define NAMES "names.h"

/* Included first: what a name means in an environment, and what libtcc has built in. */
static const char names[] = "#define __nan__ __builtin_nanf(\"\")\n"
                            "#define __inf__ __builtin_inff()\n"
#define OFFER(name, function) "#pragma redefine_extname " #name " " #function "\n"
#include "lib/runtime/offered.def"
#undef OFFER
    ;

static int write_file(const char *path, const char *text, size_t size, struct error *error)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600), code = 0;
    if (fd < 0)
        return error_set(error, -errno, "cannot write %s: %s", path, strerror(errno));
    while (size > 0 && code == 0) {
        ssize_t written = write(fd, text, size);
        if (written < 0)
            code = error_set(error, -errno, "cannot write %s: %s", path, strerror(errno));
        text += written < 0 ? 0 : written;
        size -= written < 0 ? 0 : (size_t)written;
    }
    close(fd);
    return code;
}

static int write_headers(struct error *error)
{
    if (mkdir(HEADERS, 0700) < 0)
        return error_set(error, -errno, "cannot make a folder: %s", strerror(errno));
    for (size_t i = 0; i < embedded_header_count; i++) {
        char path[128];
        snprintf(path, sizeof path, HEADERS "/%s", embedded_headers[i].name);
        int code = write_file(path, embedded_headers[i].text, embedded_headers[i].size, error);
        if (code)
            return code;
    }
    return write_file(NAMES, names, sizeof names - 1, error);
}

static char *word(const char *text)
{
    return (char *)(uintptr_t)text; /* execve changes none of them */
}

/* What both compilers know. Nothing is left to what a processor or an optimizer may choose: no
 * fused operations, a sum that overflows is a finding; a variable that was never written holds a
 * pattern, which is not the zero of a worker's stack. */
static const char *const compile_words[] = {
    "-c",
    "-o",
    "environment.o",
    "-x",
    "c",
    "-std=gnu11",
    "-w",
    "-O1",
    "-g",
    "-fPIC",
    "-fsanitize=address,undefined",
    "-fno-sanitize-recover=all",
    "-fno-omit-frame-pointer",
    "-fno-builtin",
    "-fno-common",
    "-fno-strict-aliasing",
    "-fsigned-char",
    "-ffp-contract=off",
    "-ftrivial-auto-var-init=pattern",
    "-nostdinc",
    "-isystem",
    HEADERS,
    "-include",
    NAMES,
    COMPLAINT_SOURCE,
};
/* Only an object: the sanitizers and the runtime are the judge's. */
static const char *const link_words[] = {
    "-shared", "-nostdlib",      "-Wl,-Bsymbolic", "-Wl,-z,now,-z,relro",
    "-o",      "environment.so", "environment.o",
};

static int call(const char *compiler, const char *const *words, size_t count, bool *refused,
                struct complaint *complaint, struct error *error)
{
    static struct run_end end;
    char *arguments[40] = {word(compiler)};
    for (size_t i = 0; i < count; i++)
        arguments[i + 1] = word(words[i]);
    const struct run compile = {.path = compiler,
                                .arguments = arguments,
                                .cpu_seconds = AUDIT_COMPILE_SECONDS,
                                .address_space = AUDIT_COMPILE_BYTES};
    int code = run(&compile, &end, error);
    *refused = code == 0 && (end.signal != 0 || end.status != 0);
    if (*refused)
        complaint_of_compiler(end.heard, end.heard_size, complaint);
    return code;
}

int build(const char *compiler, const char *source, size_t size, bool *refused,
          struct complaint *complaint, struct error *error)
{
    int code = write_headers(error);
    if (code == 0)
        code = write_file(COMPLAINT_SOURCE, source, size, error);
    if (code == 0)
        code = call(compiler, compile_words, sizeof compile_words / sizeof *compile_words, refused,
                    complaint, error);
    if (code == 0 && !*refused)
        code = call(compiler, link_words, sizeof link_words / sizeof *link_words, refused,
                    complaint, error);
    return code;
}
