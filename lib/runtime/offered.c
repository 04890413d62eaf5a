/* SPDX-License-Identifier: Apache-2.0 */
/* offered.c: the table of offered.def, for the stubs that the worker writes. */
#include "lib/runtime/runtime.h"

#include <stdlib.h>
#include <string.h>

#include "lib/runtime/mathematics.h"
#include "lib/runtime/offered.h"

const struct offered offered[] = {
#define OFFER(name, function) {#name, (void (*)(void))function},
#include "lib/runtime/offered.def"
#undef OFFER
};
const size_t offered_count = sizeof offered / sizeof *offered;
