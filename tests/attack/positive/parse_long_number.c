/* expect: ok 1 */
/* SPDX-License-Identifier: Apache-2.0 */
/* parse_long_number.c: strtod of 4,000 digits. */
static double attack(const state *s, rs_answer *answer)
{
    static char digits[4100];
    memset(digits, '3', 4000);
    digits[1] = '.';
    char *end;
    double value = strtod(digits, &end);
    return end == digits + 4000 && value == 3.3333333333333333333;
}
