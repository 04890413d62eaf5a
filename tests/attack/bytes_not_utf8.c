/* expect: refused /./ */
/* SPDX-License-Identifier: Apache-2.0 */
/* bytes_not_utf8.c: bytes that are no UTF-8. */
@x80@@xff@@xfe@ static int @xc3@@x28@ = 1;
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
