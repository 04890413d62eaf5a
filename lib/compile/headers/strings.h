/* SPDX-License-Identifier: Apache-2.0 */
/* strings.h: comparisons that ignore letters' case. */
#ifndef STRINGS_H
#define STRINGS_H

#include <string.h>

#endif
