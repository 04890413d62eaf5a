/* SPDX-License-Identifier: Apache-2.0 */
/* make_programs.c OUT: writes programs.c: the filters of the roles' tables as the kernel takes them
 * (program.h). Runs while resynd is built, for the architecture that it runs on. */
#include <stdio.h>

#include "lib/sandbox/filter.h"

static int write_instructions(FILE *out, const struct filter *filter, const char *name)
{
    struct program program;
    if (filter_program(filter, &program) < 0)
        return -1;
    fprintf(out, "static const struct sock_filter %s[] = {\n", name);
    for (unsigned i = 0; i < program.count; i++) {
        const struct sock_filter *at = &program.instructions[i];
        fprintf(out, "    {%#x, %u, %u, %#x},\n", at->code, at->jt, at->jf, at->k);
    }
    fprintf(out, "};\n");
    filter_program_free(&program);
    return 0;
}

static int write_role(FILE *out, const struct filter *filter)
{
    if (write_instructions(out, filter, filter->role) < 0)
        return -1;
    fprintf(out, "const struct program program_%s = {\"%s\", %s, sizeof %s / sizeof *%s};\n",
            filter->role, filter->role, filter->role, filter->role, filter->role);
    return 0;
}

static int write_workers(FILE *out)
{
    static struct filter_row rows[FILTER_WORKER_ROWS_MAX];
    char name[32];
    for (unsigned threads = 1; threads <= THREADS_MAX; threads++) {
        const struct filter filter = filter_worker(rows, threads);
        snprintf(name, sizeof name, "worker_%u", threads);
        if (write_instructions(out, &filter, name) < 0)
            return -1;
    }
    fprintf(out, "const struct program program_worker[THREADS_MAX] = {\n");
    for (unsigned i = 1; i <= THREADS_MAX; i++)
        fprintf(out, "    {\"worker\", worker_%u, sizeof worker_%u / sizeof *worker_%u},\n", i, i,
                i);
    fprintf(out, "};\n");
    return 0;
}

int main(int argc, char **argv)
{
    static struct filter_row rows[FILTER_STORE_ROWS_MAX];
    const struct filter store_postgres = filter_store_postgres(rows);
    FILE *out = argc == 2 ? fopen(argv[1], "we") : NULL;
    if (out == NULL)
        return 1;
    fprintf(out,
            "/* Made by lib/sandbox/make_programs.c. */\n#include \"lib/sandbox/program.h\"\n\n");
    int failed = write_role(out, &filter_compiler) < 0 || write_role(out, &filter_front) < 0 ||
                 write_role(out, &filter_store) < 0 || write_role(out, &filter_auditor) < 0 ||
                 write_role(out, &filter_judge) < 0 || write_role(out, &store_postgres) < 0 ||
                 write_workers(out) < 0;
    return fclose(out) != 0 || failed;
}
