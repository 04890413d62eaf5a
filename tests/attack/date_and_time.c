/* expect: ok 0|refused /./ */
/* SPDX-License-Identifier: Apache-2.0 */
/* date_and_time.c: the time of the compile, which must not make two images. */
static const char *when = __DATE__ __TIME__;
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
