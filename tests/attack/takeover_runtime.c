/* expect: ok 0|ok 1 */
/* SPDX-License-Identifier: Apache-2.0 */
/* takeover_runtime.c: takes the worker over from within. The way back, at the top of the call's
 * stack, tells where the worker's code is; from there it looks for the worker's own note of which
 * data is restored before a call, and makes that none. From then on static data stays. */
static unsigned long calls = 1;

static double attack(const state *s, rs_answer *answer)
{
    unsigned long data = (unsigned long)&calls & ~4095ul;
    unsigned long way_back = *(unsigned long *)(0x200020100000 - 64 - 8);
    unsigned long *word = (unsigned long *)(way_back & ~7ul);
    if (calls++ > 1)
        return 1;
    /* struct space: the data, how it was, and how much of it */
    while (!(word[0] == data && word[2] > 0 && word[2] < 1ul << 20 && word[2] % 4096 == 0))
        word++;
    word[2] = 0;
    return 0;
}
