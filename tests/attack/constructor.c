/* expect: ok 0 */
/* SPDX-License-Identifier: Apache-2.0 */
/* constructor.c: a constructor and a destructor, which nobody runs. */
static volatile int ran;
static void __attribute__((constructor)) begin(void)
{
    ran = 1;
}
static void __attribute__((destructor)) end(void)
{
    ran = 1;
}

static double attack(const state *s, rs_answer *answer)
{
    return ran;
}
