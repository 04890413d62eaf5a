/* SPDX-License-Identifier: Apache-2.0 */
/* probe.h: which layers hold on this machine, tried in a child that takes them on as a worker does
 * and then pushes against each: a call that reports success proves nothing. */
#ifndef SANDBOX_PROBE_H
#define SANDBOX_PROBE_H

#include "lib/base/error.h"
#include "lib/sandbox/namespaces.h"
#include "proto/isolation.h"

/* Fills the layers, but for the control group, which is not this library's. Runs some milliseconds.
 * Negative errno with a sentence: a layer that the machine offers did not hold, and nothing may be
 * served. */
int probe_layers(const struct namespaces *namespaces, struct isolation *isolation,
                 struct error *error);

#endif
