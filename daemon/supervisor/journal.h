/* SPDX-License-Identifier: Apache-2.0 */
/* journal.h: whether standard error goes to systemd's journal. */
#ifndef SUPERVISOR_JOURNAL_H
#define SUPERVISOR_JOURNAL_H

#include "lib/base/log.h"

/* LOG_LOGFMT or LOG_JSON, with priorities where it does. */
enum log_style journal_style(enum log_style style);

#endif
