/* expect: ok 0 */
/* SPDX-License-Identifier: Apache-2.0 */
/* reason_flood.c: a reason of 60,000 bytes. */
static double attack(const state *s, rs_answer *answer)
{
    char *text = malloc(60001);
    memset(text, 'r', 60000);
    text[60000] = 0;
    return rs_reject(answer, "%s", text);
}
