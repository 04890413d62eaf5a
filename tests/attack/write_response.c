/* expect: crash */
/* SPDX-License-Identifier: Apache-2.0 */
/* write_response.c: writes into the response that it judges. */
#include "worker.inc"
static double attack(const state *s, rs_answer *answer)
{
    char **slot = (char **)((long)answer & ~7l);
    for (int i = 0; i < 512; i++) {
        if (!MAPPED(slot[i]))
            continue;
        slot[i][0] = 'x';
    }
    return 1;
}
