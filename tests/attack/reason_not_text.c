/* expect: ok 0 */
/* SPDX-License-Identifier: Apache-2.0 */
/* reason_not_text.c: a reason of bytes that are no text, up to its end. */
static double attack(const state *s, rs_answer *answer)
{
    char text[256];
    memset(text, 0xf0, 255);
    text[255] = 0;
    return rs_reject(answer, "%s", text);
}
