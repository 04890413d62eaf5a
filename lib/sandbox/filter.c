/* SPDX-License-Identifier: Apache-2.0 */
/* filter.c: from a table to a filter that the kernel holds. Runs in every role, once, before its
 * first byte from outside. */
#include "lib/sandbox/filter.h"

#include <errno.h>
#include <string.h>

#include "lib/sandbox/sanitizer.h"

/* Rows from which the kernel is spared a walk along all of them for each call. */
enum { ROWS_FOR_A_TREE = 16 };

static scmp_filter_ctx filter_new(const struct filter *filter)
{
    scmp_filter_ctx made = seccomp_init(filter->fallback);
    if (made == NULL)
        return NULL;
    /* The default would kill the thread only. Every thread gets the filter, or none does. */
    int rc = seccomp_attr_set(made, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS);
    if (rc == 0)
        rc = seccomp_attr_set(made, SCMP_FLTATR_CTL_TSYNC, 1);
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

int filter_build(const struct filter *filter, scmp_filter_ctx *out)
{
    *out = filter_new(filter);
    if (*out == NULL)
        return -ENOMEM;
    int rc = 0;
    for (size_t i = 0; rc == 0 && i < filter->count; i++)
        rc = add_row(*out, &filter->rows[i]);
    if (rc == 0)
        rc = sanitizer_permit(*out);
    if (rc == 0)
        return 0;
    seccomp_release(*out);
    *out = NULL;
    return rc < 0 ? rc : -EINVAL;
}

int filter_enter(const struct filter *filter, struct error *error)
{
    scmp_filter_ctx made;
    int rc = filter_build(filter, &made);
    if (rc == 0) {
        rc = seccomp_load(made);
        seccomp_release(made);
    }
    if (rc == 0)
        return 0;
    rc = rc < 0 ? rc : -EINVAL;
    return error_set(error, rc, "cannot install the seccomp filter of the %s: %s", filter->role,
                     strerror(-rc));
}
