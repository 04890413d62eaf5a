/* expect: crash */
/* SPDX-License-Identifier: Apache-2.0 */
/* execute_behind_stubs.c: jumps behind the last stub. */
static double attack(const state *s, rs_answer *answer)
{
    ((void (*)(void))0x200000000ff3)();
    return 1;
}
