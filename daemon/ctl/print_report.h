/* SPDX-License-Identifier: Apache-2.0 */
/* print_report.h: the gate's report on standard output, for people. */
#ifndef CTL_PRINT_REPORT_H
#define CTL_PRINT_REPORT_H

#include <jansson.h>
#include <stdbool.h>

/* `report`: an object with the members that lib/gate/report.h names. `subject` begins each line;
 * `all`: what holds, too. */
void print_report(const json_t *report, const char *subject, bool all);

#endif
