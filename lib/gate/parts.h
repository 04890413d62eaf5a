/* SPDX-License-Identifier: Apache-2.0 */
/* parts.h: within the gate: the parts of a state that can be changed on their own, without knowing
 * what the author's struct looks like; and what a changed part does to a question. */
#ifndef GATE_PARTS_H
#define GATE_PARTS_H

#include "lib/gate/family.h"

enum {
    PARTS_MAX = 400, /* of one level: beyond it every n-th is taken */
    CHANGES = 7,     /* ways of changing a part */
};

struct part {
    unsigned offset;
    unsigned size; /* 4: a word that looks like an int on every instance; 1: a byte */
    bool varies;   /* not the same on all instances of the level */
};

/* The parts of the level whose first instance is `first` that are not zero everywhere. Returns how
 * many, at most PARTS_MAX. */
unsigned parts_find(const struct gate *gate, unsigned first, struct part out[PARTS_MAX]);

/* A copy of the instance's state with the part changed; NULL where this way changes nothing, or
 * without memory. */
unsigned char *parts_change(const struct gate *gate, unsigned instance, const struct part *part,
                            unsigned change);

enum shown {
    SHOWN_NOT,   /* the question is the same */
    SHOWN_WORDS, /* other words: a phrasing, a name; or too much to tell */
    SHOWN_DATA,  /* other numbers, or single characters: what a rule can be about */
};
enum shown parts_compare(const char *before, size_t before_size, const char *after,
                         size_t after_size);

#endif
