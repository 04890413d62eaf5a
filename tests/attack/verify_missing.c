/* expect: refused /declaration is missing/ */
/* SPDX-License-Identifier: Apache-2.0 */
/* verify_missing.c: no function at all. */
#include <resyn.h>

int nothing;
