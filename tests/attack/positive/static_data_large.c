/* expect: ok 1 */
/* SPDX-License-Identifier: Apache-2.0 */
/* static_data_large.c: half a MiB of static data, with initial values and without. */
static int table[65536] = {[65535] = 7};
static char zeroed[262144];

static double attack(const state *s, rs_answer *answer)
{
    for (size_t i = 0; i < sizeof zeroed; i++)
        if (zeroed[i])
            return 0;
    zeroed[262143] = 1;
    return table[65535]-- == 7;
}
