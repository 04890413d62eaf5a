/* SPDX-License-Identifier: Apache-2.0 */
/* parts.c: see parts.h. */
#include "lib/gate/parts.h"

#include <stdlib.h>
#include <string.h>

/* A word beyond this is no small int, but rather four characters or a part of something wider. */
enum { INT_LIKE = 1 << 22, WORD = 4 };

static int32_t word_at(const unsigned char *state, unsigned offset)
{
    int32_t value;
    memcpy(&value, state + offset, sizeof value);
    return value;
}

/* Whether the word looks like an int on all instances of the level. */
static bool is_int(const struct gate *gate, unsigned first, unsigned offset)
{
    for (unsigned i = first; i < first + gate->per_level; i++) {
        if (!gate->instances[i].state)
            continue;
        int32_t value = word_at(gate->instances[i].state, offset);
        if (value > INT_LIKE || value < -INT_LIKE)
            return false;
    }
    return true;
}

/* Fills in `varies`. False: the part is zero everywhere. */
static bool look(const struct gate *gate, unsigned first, struct part *part)
{
    static const unsigned char zero[WORD];
    const unsigned char *before = NULL;
    bool used = false;
    part->varies = false;
    for (unsigned i = first; i < first + gate->per_level; i++) {
        const unsigned char *state = gate->instances[i].state;
        if (!state)
            continue;
        used |= memcmp(state + part->offset, zero, part->size) != 0;
        part->varies |= before && memcmp(state + part->offset, before + part->offset, part->size);
        before = state;
    }
    return used;
}

static unsigned find_all(const struct gate *gate, unsigned first, size_t size, struct part *out)
{
    unsigned count = 0;
    for (unsigned offset = 0; offset < size; offset += WORD) {
        struct part part = {.offset = offset, .size = WORD};
        if (offset + WORD <= size && is_int(gate, first, offset)) {
            if (look(gate, first, &part))
                out[count++] = part;
            continue;
        }
        part.size = 1;
        for (; part.offset < offset + WORD && part.offset < size; part.offset++)
            if (look(gate, first, &part))
                out[count++] = part;
    }
    return count;
}

unsigned parts_find(const struct gate *gate, unsigned first, struct part out[PARTS_MAX])
{
    size_t size = gate->subject.description->state_size;
    struct part *all = calloc(size + 1, sizeof *all);
    if (!all)
        return 0;
    unsigned count = find_all(gate, first, size, all);
    unsigned taken = count < PARTS_MAX ? count : PARTS_MAX;
    for (unsigned i = 0; i < taken; i++)
        out[i] = all[(size_t)i * count / taken];
    free(all);
    return taken;
}

/* What the part holds in `state`, at a distance of so many parts. */
static int64_t value_of(const unsigned char *state, const struct part *part, int distance,
                        size_t size)
{
    int64_t offset = (int64_t)part->offset + (int64_t)part->size * distance;
    if (offset < 0 || (size_t)offset + part->size > size)
        offset = part->offset;
    return part->size == 1 ? state[offset] : word_at(state, (unsigned)offset);
}

/* By one either way, to nothing, by half; and to what stands elsewhere, which is plausible. */
static int64_t changed(const struct gate *gate, unsigned instance, const struct part *part,
                       unsigned change)
{
    const struct instance *own = &gate->instances[instance];
    unsigned place = instance % gate->per_level;
    const struct instance *other =
        &gate->instances[instance - place + (place + 1) % gate->per_level];
    int64_t value = value_of(own->state, part, 0, own->state_size);
    switch (change) {
    case 0:
        return value + 1;
    case 1:
        return value - 1;
    case 2:
        return value == 0;
    case 3:
        return value / 2;
    case 4:
        return value_of(own->state, part, 1, own->state_size);
    case 5:
        return value_of(own->state, part, -1, own->state_size);
    default:
        return other->state ? value_of(other->state, part, 0, own->state_size) : value;
    }
}

unsigned char *parts_change(const struct gate *gate, unsigned instance, const struct part *part,
                            unsigned change)
{
    const struct instance *own = &gate->instances[instance];
    int64_t value = changed(gate, instance, part, change);
    int32_t word = (int32_t)value;
    unsigned char byte = (unsigned char)value;
    const void *bytes = part->size == 1 ? (const void *)&byte : (const void *)&word;
    if (memcmp(own->state + part->offset, bytes, part->size) == 0)
        return NULL;
    unsigned char *state = malloc(own->state_size);
    if (state) {
        memcpy(state, own->state, own->state_size);
        memcpy(state + part->offset, bytes, part->size);
    }
    return state;
}

/* ---- Questions ------------------------------------------------------------------------------- */

/* The next run of bytes that are no white space; false at the end. */
static bool next_word(const char **at, const char *end, struct token *word)
{
    while (*at < end && strchr(" \n\t\r", **at))
        ++*at;
    const char *start = *at;
    while (*at < end && !strchr(" \n\t\r", **at))
        ++*at;
    *word = (struct token){start, (unsigned)(*at - start)};
    return word->size > 0;
}

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

/* The same word with other digits. */
static bool same_but_digits(const struct token *a, const struct token *b)
{
    unsigned i = 0, j = 0;
    bool digits = false;
    while (i < a->size || j < b->size) {
        if (i < a->size && (is_digit(a->text[i]) || a->text[i] == '-')) {
            digits = true;
            i++;
        } else if (j < b->size && (is_digit(b->text[j]) || b->text[j] == '-')) {
            digits = true;
            j++;
        } else if (i < a->size && j < b->size && a->text[i] == b->text[j]) {
            i++;
            j++;
        } else {
            return false;
        }
    }
    return digits;
}

static bool same_but_one(const struct token *a, const struct token *b)
{
    unsigned different = 0;
    if (a->size != b->size)
        return false;
    for (unsigned i = 0; i < a->size; i++)
        different += a->text[i] != b->text[i];
    return different == 1;
}

enum shown parts_compare(const char *before, size_t before_size, const char *after,
                         size_t after_size)
{
    const char *before_end = before + before_size, *after_end = after + after_size;
    struct token a, b;
    if (before_size == after_size && memcmp(before, after, before_size) == 0)
        return SHOWN_NOT;
    for (;;) {
        bool more_before = next_word(&before, before_end, &a);
        bool more_after = next_word(&after, after_end, &b);
        if (more_before != more_after)
            return SHOWN_WORDS;
        if (!more_before)
            return SHOWN_DATA;
        if (!token_same(&a, &b) && !same_but_digits(&a, &b) && !same_but_one(&a, &b))
            return SHOWN_WORDS;
    }
}
