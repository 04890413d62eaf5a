/* SPDX-License-Identifier: Apache-2.0 */
/* Does what the answer's first word says. Level 5 has no instance, level 4 overruns its state in
 * generate, level 3 needs several draws, observe writes too much on level 2. */
#include <assert.h>
#include <math.h>
#include <resyn.h>
#include <stdlib.h>
#include <string.h>

struct state {
    int level;
    char rest[1000];
};
RS_NO_WITNESS

static int counter;
static char scribbled[4096];
static char constant[] = "\xb8\x2a\0\0\0\xc3"; /* mov $42, %eax; ret */

bool generate(state *s, witness *w, rs_random *random, int level)
{
    s->level = level;
    counter++;
    if (level == 4)
        memset(s->rest, 'x', 1100);
    if (level == 3)
        return rs_below(random, 4) == 0 && counter == 1;
    return level != 5;
}

void observe(const state *s, rs_text *question)
{
    for (int i = 0; i < (s->level == 2 ? 100 : 1); i++)
        rs_print(question, "%1000d", s->level);
}

void solve(const state *s, const witness *w, rs_text *answer)
{
    rs_put_text(answer, "one");
}

static int deep(int n)
{
    volatile char frame[1000];
    frame[n % 1000] = (char)n;
    return n ? deep(n + 1) + frame[n % 1000] : 0;
}

static int far_below(int n)
{
    volatile char frame[3000000];
    frame[0] = (char)n;
    return frame[0];
}

/* `syscall; ret` as the bytes of a constant, for who jumps into it. */
static long gadget(void)
{
    return 0x9090c3050f909090;
}

static long call_gadget(void)
{
    unsigned char *at = (unsigned char *)gadget;
    while (at[0] != 0x0f || at[1] != 0x05 || at[2] != 0xc3)
        at++;
    return ((long (*)(void))at)();
}

/* What the call before has left of itself. */
static double remembered(const char *where)
{
    char *memory = scribbled, local[20000]; /* calls made so far lie above its first part */
    if (strcmp(where, "stack") == 0)
        memory = local;
    if (strcmp(where, "heap") == 0)
        memory = malloc(200000); /* of 256 KiB: a second such block has no room */
    double clean = 1;
    for (size_t i = 0; i < sizeof scribbled; i++)
        clean = memory[i] ? 0 : clean;
    memset(memory, 0x5a, sizeof scribbled);
    return clean;
}

static double score(const char *word)
{
    if (strcmp(word, "one") == 0)
        return 1;
    if (strcmp(word, "nan") == 0)
        return NAN;
    if (strcmp(word, "inf") == 0)
        return INFINITY;
    if (strcmp(word, "two") == 0)
        return 2;
    if (strcmp(word, "minus") == 0)
        return -1;
    if (strcmp(word, "half") == 0)
        return 0.5;
    return 0;
}

static double crash(const char *word)
{
    static volatile int zero;
    if (strcmp(word, "null") == 0)
        return *(volatile int *)0;
    if (strcmp(word, "wild") == 0)
        return *(volatile int *)0x123456789000;
    if (strcmp(word, "huge") == 0)
        return *(volatile int *)0x8000000000000000;
    if (strcmp(word, "divide") == 0)
        return 1 / zero;
    if (strcmp(word, "code") == 0)
        *(volatile char *)gadget = 1;
    if (strcmp(word, "jump") == 0)
        return ((int (*)(void))constant)();
    if (strcmp(word, "deep") == 0)
        return deep(1);
    if (strcmp(word, "far") == 0)
        return far_below(1);
    if (strcmp(word, "assert") == 0)
        assert(zero == 1);
    if (strcmp(word, "abort") == 0)
        abort();
    if (strcmp(word, "syscall") == 0)
        return call_gadget();
    while (strcmp(word, "loop") == 0)
        zero = 0;
    while (strcmp(word, "eat") == 0)
        malloc(10000);
    return 0;
}

double verify(const state *s, rs_answer *answer)
{
    char word[16];
    rs_read_word(answer, word, sizeof word);
    if (strcmp(word, "counter") == 0)
        return ++counter == 1;
    if (strcmp(word, "static") == 0 || strcmp(word, "stack") == 0 || strcmp(word, "heap") == 0)
        return remembered(word);
    if (strcmp(word, "state") == 0)
        ((state *)s)->level = 9;
    if (strcmp(word, "negzero") == 0)
        return copysign(0, -1);
    if (strcmp(word, "escape") == 0)
        return rs_reject(answer, "\x1b[2J\n");
    return score(word) + crash(word);
}

RESYN_ENVIRONMENT(.name = "misbehave", .category = "tests", .levels = 5,
                  .summary = "Does what the answer says.", .answer = "a word", .score = RS_BINARY, )
