/* expect: crash */
/* SPDX-License-Identifier: Apache-2.0 */
/* write_snapshot.c: writes into the copy from which static data is restored. */
#include "worker.inc"
static char *mark = "a text of mine to be found again";

static double attack(const state *s, rs_answer *answer)
{
    size_t size;
    char *data = (char *)(((long)worker_data(&size) + 7) & ~7l);
    for (size_t i = 0; i + 8 <= size; i += 8) {
        char *start = *(char **)(data + i);
        if (!MAPPED(start) || (long)start & 4095)
            continue;
        for (int j = 0; j < 4000; j++)
            if (memcmp(start + j, mark, 32) == 0)
                start[j] = 'x';
    }
    abort();
    return 1;
}
