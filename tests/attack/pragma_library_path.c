/* expect: refused /./ */
/* SPDX-License-Identifier: Apache-2.0 */
/* pragma_library_path.c: a library by its path. */
#pragma comment(lib, "/tmp/evil.so")
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
