/* SPDX-License-Identifier: Apache-2.0 */
/* call_parts.c: what the runtime does around a call, each part alone, in nanoseconds of CPU: the
 * fastest of many short rounds, since whatever else runs here can only add. No sandbox: these are
 * the worker's own functions, on memory of this process. Prints `{"part": nanoseconds, …}`. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "daemon/worker/trampoline.h"
#include "lib/runtime/runtime.h"

enum { ROUNDS = 200, TIMES = 500, KIB = 1024, BUFFER = 64 * KIB, CALL_STACK = 16 * KIB };

static _Alignas(4096) char stack[BUFFER], data[BUFFER], snapshot[BUFFER], response[BUFFER];
static _Alignas(64) char call_stack[CALL_STACK];
static const char tail[] = "</think><answer>42</answer>";
static void *answer_memory;

_Noreturn void runtime_end(enum last_words why, const char *text)
{
    fprintf(stderr, "call_parts: %s\n", text);
    exit(1);
}

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

static void extract(size_t size)
{
    struct extracted found = extract_answer(response + BUFFER - size, size, 0, 0, false);
    if (found.rule != EXTRACTION_ANSWER_TAG || found.size != 2)
        runtime_end(LAST_WORDS_CRASH, "the answer is not found");
}

static void answer_begin_and_end(size_t size)
{
    static struct answer_result result;
    answer_finish(answer_init(answer_memory, response, size), &result);
}

static void data_reset(size_t size)
{
    memcpy(data, snapshot, size);
}

static void stack_clear(size_t size)
{
    memory_clear(stack, size);
}

static void stack_memset(size_t size)
{
    memset(stack, 0, size);
}

static void empty_function(void)
{
}

static void call_of_nothing(size_t unused)
{
    const struct trampoline trampoline = {.function = (uint64_t)(uintptr_t)empty_function,
                                          .stack_top = call_stack + CALL_STACK - 64};
    struct returned returned;
    trampoline_call(&trampoline, &returned);
}

static void verdict_write(size_t unused)
{
    static struct verdict_slot slots[RING_SLOTS];
    static unsigned next;
    struct verdict_slot verdict = {.number = next + 1, .score = 1};
    __asm__ volatile("" : : "r"(&verdict) : "memory");
    memcpy(&slots[next++ % RING_SLOTS], &verdict, sizeof verdict);
}

static const struct {
    const char *name;
    void (*run)(size_t);
    size_t size;
} parts[] = {
    {"extraction, 1 KiB", extract, KIB},
    {"extraction, 32 KiB", extract, 32 * KIB},
    {"an answer's begin and end", answer_begin_and_end, 5},
    {"static data, 4 KiB", data_reset, 4 * KIB},
    {"static data, 32 KiB", data_reset, 32 * KIB},
    {"stack, 16 KiB", stack_clear, 16 * KIB},
    {"stack, 64 KiB", stack_clear, 64 * KIB},
    {"the same by memset, 16 KiB", stack_memset, 16 * KIB},
    {"the same by memset, 64 KiB", stack_memset, 64 * KIB},
    {"registers, there and back", call_of_nothing, 0},
    {"verdict, zeroed and copied", verdict_write, 0},
};
enum { PARTS = sizeof parts / sizeof *parts };

static double round_of(size_t part)
{
    double start = now();
    for (int i = 0; i < TIMES; i++) {
        parts[part].run(parts[part].size);
        __asm__ volatile("" : : : "memory");
    }
    return (now() - start) / TIMES;
}

int main(void)
{
    double best[PARTS];
    answer_memory = aligned_alloc(4096, (answer_bytes() + 4095) & ~(size_t)4095);
    memset(response, 'x', sizeof response);
    memcpy(response + sizeof response - (sizeof tail - 1), tail, sizeof tail - 1);
    trampoline_init();
    for (int k = 0; k < ROUNDS; k++)
        for (size_t i = 0; i < PARTS; i++) {
            double time = round_of(i);
            best[i] = k == 0 || time < best[i] ? time : best[i];
        }
    for (size_t i = 0; i < PARTS; i++)
        printf("%s\"%s\": %.1f", i == 0 ? "{" : ", ", parts[i].name, best[i]);
    puts("}");
    return 0;
}
