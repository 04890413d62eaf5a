/* SPDX-License-Identifier: Apache-2.0 */
/* log_file.h: the verdict log's files, which the front writes: verdicts-<time>-<number>.jsonl, so
 * that their names are in the order of their making. */
#ifndef STORE_LOG_FILE_H
#define STORE_LOG_FILE_H

/* A new file in `folder`, open for writing; before, the oldest go, so that with it there are no
 * more than VERDICT_LOG_FILES. The caller's; −1 after a line in the log. */
int log_file_open(const char *folder);

#endif
