/* expect: timeout */
/* SPDX-License-Identifier: Apache-2.0 */
/* loop_in_library.c: spends its time inside functions of the runtime. */
static double attack(const state *s, rs_answer *answer)
{
    char text[4096];
    memset(text, 'a', sizeof text - 1);
    text[sizeof text - 1] = 0;
    volatile size_t total = 0;
    for (;;)
        total += strlen(text);
}
