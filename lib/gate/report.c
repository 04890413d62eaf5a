/* SPDX-License-Identifier: Apache-2.0 */
/* report.c: see report.h. */
#include "lib/gate/report.h"

#include <stdarg.h>
#include <stdio.h>

void report_init(struct report *report)
{
    *report = (struct report){0};
    for (unsigned check = 0; check < CHECK_COUNT; check++) {
        const char *apart = check_apart((enum gate_check)check);
        report->checks[check].standing = check_rows[check].standing;
        if (apart)
            report_settle(report, (enum gate_check)check, CHECK_NOT_RUN, "%s", apart);
    }
}

void report_settle(struct report *report, enum gate_check check, enum check_state state,
                   const char *format, ...)
{
    struct check_report *own = &report->checks[check];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(own->summary, sizeof own->summary, format, arguments);
    va_end(arguments);
    own->state = state;
}

struct finding *report_find(struct report *report, enum gate_check check)
{
    struct check_report *own = &report->checks[check];
    if (own->finding_count == FINDINGS_MAX) {
        own->findings_dropped++;
        return NULL;
    }
    return &own->findings[own->finding_count++];
}

enum gate_result report_result(const struct report *report)
{
    bool missing = false;
    for (unsigned check = 0; check < CHECK_COUNT; check++) {
        const struct check_report *own = &report->checks[check];
        if (own->standing != STANDING_REQUIRED)
            continue;
        if (own->state == CHECK_FAILED)
            return GATE_REJECTED;
        missing |= own->state == CHECK_NOT_RUN;
    }
    return missing ? GATE_INCONCLUSIVE : GATE_ADMITTED;
}

const char *gate_result_name(enum gate_result result)
{
    static const char *const names[] = {[GATE_ADMITTED] = "admitted",
                                        [GATE_REJECTED] = "rejected",
                                        [GATE_INCONCLUSIVE] = "inconclusive"};
    return names[result];
}
