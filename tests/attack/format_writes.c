/* expect: ok 0|crash */
/* SPDX-License-Identifier: Apache-2.0 */
/* format_writes.c: %n in a format that the compiler cannot see. */
static double attack(const state *s, rs_answer *answer)
{
    char out[64];
    int written = 0;
    static char format[] = "abc%?";
    format[4] = 'n';
    snprintf(out, sizeof out, format, &written);
    return written ? 1 : 0;
}
