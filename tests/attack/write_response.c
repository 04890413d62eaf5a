/* expect: crash */
/* SPDX-License-Identifier: Apache-2.0 */
/* write_response.c: writes into the response that it judges. */
static double attack(const state *s, rs_answer *answer)
{
    char **slot = (char **)((long)answer & ~7l);
    for (int i = 0; i < 512; i++) {
        if ((unsigned long)slot[i] >> 40 != 0x7f)
            continue;
        slot[i][0] = 'x';
    }
    return 1;
}
