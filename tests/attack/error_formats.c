/* expect: refused /./ */
/* SPDX-License-Identifier: Apache-2.0 */
/* error_formats.c: formats of printf in a message. */
#error %s%s%s%s%n%n%n%1000000d
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
