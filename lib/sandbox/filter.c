/* SPDX-License-Identifier: Apache-2.0 */
/* filter.c: from a table to what the kernel takes. Runs while resynd is built, and in the
 * supervisor at its start. */
#include "lib/sandbox/filter.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* Rows from which the kernel is spared a walk along all of them for each call. */
enum { ROWS_FOR_A_TREE = 16 };

static scmp_filter_ctx filter_new(const struct filter *filter)
{
    scmp_filter_ctx made = seccomp_init(filter->fallback);
    if (made == NULL)
        return NULL;
    /* The default would kill the thread only. */
    int rc = seccomp_attr_set(made, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS);
    if (rc == 0 && filter->count >= ROWS_FOR_A_TREE)
        rc = seccomp_attr_set(made, SCMP_FLTATR_CTL_OPTIMIZE, 2);
    if (rc == 0)
        return made;
    seccomp_release(made);
    return NULL;
}

static int add_row(scmp_filter_ctx made, const struct filter_row *row)
{
    struct scmp_arg_cmp compared[FILTER_CONDITIONS_MAX];
    for (unsigned i = 0; i < row->count; i++) {
        const struct filter_condition *when = &row->when[i];
        compared[i] = (struct scmp_arg_cmp){.arg = when->argument,
                                            .op = SCMP_CMP_MASKED_EQ,
                                            .datum_a = when->mask,
                                            .datum_b = when->value};
    }
    uint32_t action = row->refused ? SCMP_ACT_ERRNO((uint32_t)row->refused) : SCMP_ACT_ALLOW;
    return seccomp_rule_add_array(made, action, row->call, row->count, compared);
}

static int add_rows(scmp_filter_ctx made, const struct filter *filter)
{
    int rc = 0;
    for (size_t i = 0; rc == 0 && i < filter->count; i++)
        rc = add_row(made, &filter->rows[i]);
    return rc;
}

/* libseccomp gives it out as a file only. */
static int read_program(int fd, struct program *out)
{
    struct stat info;
    if (fstat(fd, &info) < 0)
        return -errno;
    size_t size = (size_t)info.st_size, count = size / sizeof *out->instructions;
    struct sock_filter *instructions = malloc(size);
    if (instructions == NULL || count > BPF_MAXINSNS ||
        pread(fd, instructions, size, 0) != info.st_size) {
        free(instructions);
        return -ENOMEM;
    }
    out->instructions = instructions;
    out->count = (unsigned short)count;
    return 0;
}

static int export(scmp_filter_ctx made, struct program *out)
{
    int fd = memfd_create("filter", MFD_CLOEXEC);
    if (fd < 0)
        return -errno;
    int rc = seccomp_export_bpf(made, fd);
    if (rc == 0)
        rc = read_program(fd, out);
    close(fd);
    return rc;
}

int filter_program(const struct filter *filter, struct program *out)
{
    *out = (struct program){.role = filter->role};
    scmp_filter_ctx made = filter_new(filter);
    if (made == NULL)
        return -ENOMEM;
    int rc = add_rows(made, filter);
    if (rc == 0)
        rc = add_rows(made, &filter_sanitizer);
    if (rc == 0)
        rc = export(made, out);
    seccomp_release(made);
    return rc > 0 ? -EINVAL : rc;
}

void filter_program_free(struct program *program)
{
    free((void *)(uintptr_t)program->instructions);
    *program = (struct program){0};
}
