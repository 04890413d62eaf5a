/* expect: ok 1 */
/* SPDX-License-Identifier: Apache-2.0 */
/* format_doubles.c: snprintf of the largest and smallest doubles, with a thousand digits. */
static double attack(const state *s, rs_answer *answer)
{
    static char text[6000];
    int size = snprintf(text, sizeof text, "%.1000f", 1e300);
    if (size != 1302 || strtod(text, 0) != 1e300)
        return 0;
    size = snprintf(text, sizeof text, "%.1100e", 4.9406564584124654e-324);
    if (size != 1107 || strtod(text, 0) != 4.9406564584124654e-324)
        return 0;
    return snprintf(text, sizeof text, "%4096d|%-4096s|", 1, "x") == 8194 && text[4095] == '1';
}
