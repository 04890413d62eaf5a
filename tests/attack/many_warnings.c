/* expect: refused /pointer/ */
/* SPDX-License-Identifier: Apache-2.0 */
/* many_warnings.c: a hundred thousand warnings. */
#define W1 text = (char *)&s; text = s; text = s; text = s;
#define W2 W1 W1 W1 W1 W1 W1 W1 W1 W1 W1
#define W3 W2 W2 W2 W2 W2 W2 W2 W2 W2 W2
#define W4 W3 W3 W3 W3 W3 W3 W3 W3 W3 W3
#define W5 W4 W4 W4

static double attack(const state *s, rs_answer *answer)
{
    char *text = 0;
    W5
    return 0;
}
