/* SPDX-License-Identifier: Apache-2.0 */
/* export_mix.h: an entry of a mix as a person writes it:
 *
 *     n_queens                all levels
 *     n_queens:3              one level
 *     n_queens@3fa9c1d27b04:1-3=0.5    levels 1 to 3 of a version, with a weight
 *     '*'                     every active environment */
#ifndef CTL_EXPORT_MIX_H
#define CTL_EXPORT_MIX_H

#include <jansson.h>

/* An entry of the API's mix; NULL after a complaint. */
json_t *export_mix_entry(const char *text);

#endif
