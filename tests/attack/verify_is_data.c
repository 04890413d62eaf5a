/* expect: refused /incompatible/ */
/* SPDX-License-Identifier: Apache-2.0 */
/* verify_is_data.c: verify is a variable that holds machine code. */
#include <resyn.h>

struct state {
    int a;
};
RS_NO_WITNESS
char verify[] = {0x0f, 0x05};
