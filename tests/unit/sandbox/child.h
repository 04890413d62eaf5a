/* SPDX-License-Identifier: Apache-2.0 */
/* child.h: runs a function in a forked child and says how the child ended. */
#ifndef UNIT_SANDBOX_CHILD_H
#define UNIT_SANDBOX_CHILD_H

/* The child's exit status, or minus the signal that killed it. The child leaves with what
 * `function` returns, by exit_group; one that hangs is killed after ten seconds (−SIGALRM). */
int child_run(int (*function)(const void *), const void *argument);

#endif
