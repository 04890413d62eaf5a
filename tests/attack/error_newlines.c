/* expect: refused /./ */
/* SPDX-License-Identifier: Apache-2.0 */
/* error_newlines.c: carriage returns and bells in a message. */
#error one@x0d@two@x07@@x08@@x08@three@x9b@31m
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
