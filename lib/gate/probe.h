/* SPDX-License-Identifier: Apache-2.0 */
/* probe.h: within the gate: from a plan to a call that a worker can make, and back. */
#ifndef GATE_PROBE_H
#define GATE_PROBE_H

#include "lib/gate/family.h"

/* The planned call, composed by its family, in flight from now on; NULL without memory. */
struct probe *probe_new(struct gate *gate, const struct family *family, const struct plan *plan);

/* No longer in flight. */
void probe_land(struct gate *gate, const struct probe *probe);

void probe_free(struct probe *probe);

#endif
