/* SPDX-License-Identifier: Apache-2.0 */
/* parquet.h: JSON Lines to Parquet, by the system's Python where that has pyarrow. */
#ifndef CTL_PARQUET_H
#define CTL_PARQUET_H

/* parquet.py. */
extern const char parquet_script[];

/* Whether it is possible here: EXIT_FINE, or EXIT_TROUBLE after a complaint that says what is
 * missing. */
int parquet_check(void);
/* Writes `target` anew, and leaves nothing where it fails. */
int parquet_convert(const char *source, const char *target);

#endif
