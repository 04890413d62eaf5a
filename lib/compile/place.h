/* SPDX-License-Identifier: Apache-2.0 */
/* place.h: from libtcc's compiled code to an image at its address. */
#ifndef COMPILE_PLACE_H
#define COMPILE_PLACE_H

#include <libtcc.h>

#include "lib/compile/diagnose.h"
#include "proto/image.h"

/* The object that the prelude puts at the start of data. */
#define DATA_MARKER "__resyn_data"

/* Relocates what `tcc` holds behind `image`, checks sizes and entry points, and writes the header
 * last; or reports why not. */
void place_image(struct diagnosis *diagnosis, TCCState *tcc, struct image_header *image);

#endif
