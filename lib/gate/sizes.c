/* SPDX-License-Identifier: Apache-2.0 */
/* sizes.c: long, deep and damaged answers: none may break the verifier. What breaks is counted by
 * the check `survives`, which every answer of every family is part of. */
#include <string.h>

#include "lib/gate/family.h"

static const struct {
    const char *unit;
    size_t bytes; /* of the whole: units are repeated */
} attacks[] = {
    {"1 ", 1 << 20},   {"9", 1 << 20},
    {"9", 5000},       {"(", 10000},
    {"[", 10000},      {"{", 10000},
    {"-", 10000},      {"\n", 100000},
    {" ", 1 << 20},    {"a", 1 << 20},
    {"a ", 200000},    {"1,", 200000},
    {"((1+", 40000},   {"not ", 40000},
    {"x=1;", 100000},  {"-1 ", 100000},
    {"0", 100000},     {"1/", 100000},
    {"\"", 10000},     {"\\frac{", 60000},
    {"UDLR", 100000},  {"\xd9\xa3", 1000},
    {"\xff\xfe", 100}, {".", 100000},
    {"%s%n", 4000},    {"99999999999 ", 120000},
};
enum {
    ATTACKS = sizeof attacks / sizeof *attacks,
    /* Made of the oracle's answer. */
    MANY_TIMES = ATTACKS,
    MANY_LINES,
    NUL_BEHIND,
    NUL_WITHIN,
    NOT_UTF8,
    KINDS
};
enum { TIMES_BYTES = 200000 };

/* On the smallest and the largest instances: bounds depend on their size. */
static void plan(struct gate *gate, unsigned family)
{
    const unsigned last = gate->instance_count - gate->per_level;
    for (unsigned i = 0; i < gate->instance_count; i++)
        for (unsigned kind = 0; kind < KINDS; kind++)
            if (gate->instances[i].sound && instance_among(gate, i, 2) &&
                (i < gate->per_level || i >= last))
                gate_plan(gate, (struct plan){.family = (unsigned char)family,
                                              .kind = JOB_VERIFY,
                                              .instance = i,
                                              .item = kind});
}

static void repeat(struct buffer *out, const char *unit, size_t unit_size, const char *between,
                   size_t bytes)
{
    if (unit_size)
        for (size_t used = 0; used + unit_size <= bytes; used += unit_size + strlen(between)) {
            buffer_append(out, unit, unit_size);
            buffer_append_text(out, between);
        }
}

static void compose(struct gate *gate, struct probe *probe)
{
    const struct text *answer = &instance_of(gate, probe)->oracle;
    struct buffer *out = &probe->text;
    unsigned kind = probe->plan.item;
    if (kind < ATTACKS) {
        repeat(out, attacks[kind].unit, strlen(attacks[kind].unit), "", attacks[kind].bytes);
        return;
    }
    if (kind == MANY_TIMES || kind == MANY_LINES) {
        repeat(out, answer->data, answer->size, kind == MANY_LINES ? "\n" : " ", TIMES_BYTES);
        return;
    }
    size_t half = kind == NUL_WITHIN ? answer->size / 2 : answer->size;
    buffer_append(out, answer->data, half);
    buffer_append(out, kind == NOT_UTF8 ? "\xff" : "\0", 1);
    buffer_append(out, answer->data + half, answer->size - half);
    if (kind == NUL_BEHIND)
        buffer_append_text(out, "and more");
}

/* Counted in common; that such an answer is right as well is text.c's business. */
static void take(struct gate *gate, const struct probe *probe, const struct probe_result *result)
{
    (void)gate;
    (void)probe;
    (void)result;
}

static bool assess(struct gate *gate, unsigned family)
{
    (void)gate;
    (void)family;
    return false;
}

static const enum gate_check checks[] = {CHECK_SURVIVES, CHECK_COUNT};
const struct family family_sizes = {STAGE_BREAK, true, true, checks, plan,
                                    compose,     take, NULL, assess};
