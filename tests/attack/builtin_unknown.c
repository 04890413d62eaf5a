/* expect: refused /./ */
/* SPDX-License-Identifier: Apache-2.0 */
/* builtin_unknown.c: builtin functions of other compilers. */
static long odd(void)
{
    return (long)__builtin_frame_address(0) + __builtin_return_address(9) + __builtin_ia32_rdtsc();
}
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
