/* SPDX-License-Identifier: Apache-2.0 */
/* parquet.c: see parquet.h. */
#include "daemon/ctl/parquet.h"

#include <errno.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "daemon/ctl/ctl.h"

enum { PYARROW_MISSING = 3 /* parquet.py's */ };

/* Python's exit status; −1 after a complaint. */
static int run_script(const char *source, const char *target)
{
    const char *const arguments[] = {"python3", "-c", parquet_script, source, target, NULL};
    pid_t child;
    int status;
    int error = posix_spawnp(&child, "python3", NULL, NULL, (char *const *)(const void *)arguments,
                             environ);
    if (error) {
        complain("--parquet needs python3 with pyarrow: python3: %s", strerror(error));
        return -1;
    }
    while (waitpid(child, &status, 0) < 0)
        if (errno != EINTR)
            return complain("python3: %s", strerror(errno)), -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

int parquet_check(void)
{
    int status = run_script(NULL, NULL);
    if (status == PYARROW_MISSING)
        complain("--parquet needs Python's pyarrow, which this python3 does not have. Install it "
                 "(pip install pyarrow), or leave --parquet out: the rows are JSON Lines then, "
                 "which pyarrow, pandas and datasets read elsewhere");
    else if (status > 0)
        complain("python3 failed (%d)", status);
    return status == 0 ? EXIT_FINE : EXIT_TROUBLE;
}

int parquet_convert(const char *source, const char *target)
{
    char *fresh = NULL;
    if (asprintf(&fresh, "%s.new", target) < 0)
        return complain("no memory"), EXIT_TROUBLE;
    int status = run_script(source, fresh);
    if (status > 0)
        complain("%s could not be converted (python3 exits with %d)", source, status);
    else if (status == 0 && rename(fresh, target) < 0)
        complain("%s: %s", target, strerror(errno)), status = -1;
    if (status)
        unlink(fresh);
    free(fresh);
    return status ? EXIT_TROUBLE : EXIT_FINE;
}
