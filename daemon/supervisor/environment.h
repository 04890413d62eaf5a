/* SPDX-License-Identifier: Apache-2.0 */
/* environment.h: numbers in environment variables. */
#ifndef SUPERVISOR_ENVIRONMENT_H
#define SUPERVISOR_ENVIRONMENT_H

/* The whole number of `variable`; `fallback` where it is not set; −1 where it is something else. */
long long environment_number(const char *variable, long long fallback);

#endif
