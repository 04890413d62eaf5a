/* expect: ok 0|refused /./ */
/* SPDX-License-Identifier: Apache-2.0 */
/* section_of_constructors.c: puts a function among those that run at the start. */
static volatile int ran;
static void begin(void)
{
    ran = 1;
}
static void (*const entry)(void) __attribute__((section(".init_array"), used)) = begin;

static double attack(const state *s, rs_answer *answer)
{
    return ran;
}
