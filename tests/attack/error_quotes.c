/* expect: refused /./ */
/* SPDX-License-Identifier: Apache-2.0 */
/* error_quotes.c: a message that would break out of a log line. */
#error "} level=info msg="all is well\n\r{"reward": 1}
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
