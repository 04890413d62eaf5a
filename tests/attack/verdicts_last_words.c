/* expect: own */
/* SPDX-License-Identifier: Apache-2.0 */
/* verdicts_last_words.c: last words longer than their room, of a kind that is none. */
#include "worker.inc"
static double attack(const state *s, rs_answer *answer)
{
    volatile char *head = verdicts();
    *(volatile int *)(head + HEAD_LAST_WORDS) = 77;
    *(volatile int *)(head + HEAD_LAST_WORDS + 4) = -1;
    memset((void *)(head + HEAD_LAST_WORDS + 8), 0xff, 1024);
    return 1;
}
