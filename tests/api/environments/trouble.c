/* SPDX-License-Identifier: Apache-2.0 */
/* trouble.c: asks for a + b, and does on demand what a bad verifier does. */
#include <math.h>
#include <resyn.h>
#include <stdlib.h>
#include <string.h>

struct state {
    int a, b;
};
RS_NO_WITNESS

bool generate(state *s, witness *w, rs_random *random, int level)
{
    s->a = (int)rs_between(random, 1, 1000 * level);
    s->b = (int)rs_between(random, 1, 1000 * level);
    return true;
}

void observe(const state *s, rs_text *question)
{
    rs_print(question, "What is %d + %d?", s->a, s->b);
}

static volatile int sink;

static int deeper(int n)
{
    volatile char room[512];
    room[n % 512] = (char)n;
    return deeper(n + 1) + room[0];
}

static void eat(void)
{
    for (;;)
        memset(malloc(4096), 1, 4096);
}

/* Holds `syscall; ret` inside an immediate. */
static int immediate(void)
{
    return 0x00c3050f;
}

static void call_system(void)
{
    const unsigned char *byte = (const unsigned char *)immediate;
    while (!(byte[0] == 0x0f && byte[1] == 0x05))
        byte++;
    ((void (*)(void))byte)();
}

double verify(const state *s, rs_answer *answer)
{
    static int calls;
    volatile double zero = 0;
    if (rs_accept(answer, "loop"))
        for (;;)
            sink++;
    if (rs_accept(answer, "crash"))
        *(volatile int *)8 = 1;
    if (rs_accept(answer, "overflow"))
        return deeper(0);
    if (rs_accept(answer, "memory"))
        eat();
    if (rs_accept(answer, "system"))
        call_system();
    if (rs_accept(answer, "nan"))
        return zero / zero;
    if (rs_accept(answer, "infinity"))
        return 1 / zero;
    if (rs_accept(answer, "two"))
        return 2;
    if (rs_accept(answer, "minus"))
        return -1;
    if (rs_accept(answer, "negzero"))
        return -zero;
    if (rs_accept(answer, "count"))
        return ++calls / 100.0;
    return rs_read_int(answer, -1000000, 1000000) == s->a + s->b;
}

void solve(const state *s, const witness *w, rs_text *answer)
{
    rs_put_int(answer, s->a + s->b);
}

RESYN_ENVIRONMENT(.name = "trouble", .category = "arithmetic", .levels = 5,
                  .summary = "Add two numbers, or misbehave.", .answer = "an integer",
                  .score = RS_PARTIAL, )
