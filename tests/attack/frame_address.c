/* expect: ok 0|refused /./ */
/* SPDX-License-Identifier: Apache-2.0 */
/* frame_address.c: asks for the address of its own frame. */
static long where(void)
{
    return (long)__builtin_frame_address(0);
}
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
