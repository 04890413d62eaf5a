/* SPDX-License-Identifier: Apache-2.0 */
/* levels.h: within the gate: whether instances of a level differ, and levels from each other. */
#ifndef GATE_LEVELS_H
#define GATE_LEVELS_H

#include "lib/gate/family.h"

/* Settles `diverse`, `answers` and `levels`, once all questions and oracles are there. */
void levels_assess(struct gate *gate);

#endif
