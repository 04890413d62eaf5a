/* SPDX-License-Identifier: Apache-2.0 */
/* check.h: the table of checks (check.def) as C sees it. */
#ifndef GATE_CHECK_H
#define GATE_CHECK_H

enum standing {
    STANDING_REQUIRED, /* failing rejects, not running makes the result inconclusive */
    STANDING_ADVISORY, /* shown */
};

enum gate_check {
#define CHECK(symbol, name, standing, sentence, threshold, repair) CHECK_##symbol,
#include "lib/gate/check.def"
#undef CHECK
    CHECK_COUNT
};

struct check_row {
    const char *name;
    enum standing standing;
    const char *sentence;  /* what holds where it passes */
    const char *threshold; /* from when on it fails, and why from there */
    const char *repair;    /* what an author does about it */
};

extern const struct check_row check_rows[CHECK_COUNT];

/* CHECK_COUNT where there is none of this name. */
enum gate_check check_find(const char *name);

/* How to have it run, where the gate's probes alone cannot settle it; else NULL. */
const char *check_apart(enum gate_check check);

/* The name that was probably meant by one that there is not; NULL where none is near. */
const char *check_nearest(const char *name);

#endif
