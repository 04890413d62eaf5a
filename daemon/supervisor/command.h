/* SPDX-License-Identifier: Apache-2.0 */
/* command.h: what resynd does instead of serving: resynd backup and restore. */
#ifndef SUPERVISOR_COMMAND_H
#define SUPERVISOR_COMMAND_H

#include <stdbool.h>

/* Whether the first argument is a command. */
bool command_given(int argc, char **argv);
/* Does it, and says so. The exit status: 0, 1 (failed) or 2 (wrong usage). */
int command_run(int argc, char **argv);

#endif
