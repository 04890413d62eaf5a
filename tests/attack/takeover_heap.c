/* expect: ok 0|ok 1 */
/* SPDX-License-Identifier: Apache-2.0 */
/* takeover_heap.c: remembers that it has been called in heap that nobody has asked for, which no
 * reset clears, and pays from the second call on. Each verdict alone is a score like any other: only
 * judging again on a fresh worker shows it. */
static double attack(const state *s, rs_answer *answer)
{
    volatile int *calls = (volatile int *)0x200010020000;
    return (*calls)++ ? 1 : 0;
}
