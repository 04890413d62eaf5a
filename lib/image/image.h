/* SPDX-License-Identifier: Apache-2.0 */
/* image.h: checks, seals and maps the images of proto/image.h, and checks the descriptions that
 * workers hand out. Everything read here is untrusted. */
#ifndef IMAGE_IMAGE_H
#define IMAGE_IMAGE_H

#include "lib/base/error.h"
#include "proto/description.h"
#include "proto/image.h"

/* Seals the memfd against any change. Call after the compiler has been reaped: a live writable
 * mapping makes it fail with EBUSY. */
int image_seal(int fd, struct error *error);

/* Reads the header and checks every field: magic, sizes, that functions lie in text and the
 * declaration in data, that the file holds them. 0 or negative errno. */
int image_check(int fd, struct image_header *header, struct error *error);

/* Maps a checked image at IMAGE_BASE: header read-only, text read+execute, data private
 * read+write. `snapshot` gets a read-only view of the data as it was, to restore it from. */
int image_map(int fd, const struct image_header *header, const void **snapshot,
              struct error *error);

/* Checks a description as a worker wrote it (`size` bytes with its examples): strings terminated,
 * of their alphabet and length, numbers in range, what the kind requires is there. `*out` is a
 * copy. 0, or −EINVAL and a sentence for the author. */
int description_decode(const void *bytes, size_t size, struct description *out,
                       struct error *error);

/* The examples of a checker, after description_decode has passed. False past the last. Pointers are
 * into `bytes`; not NUL-terminated. */
struct example {
    const char *given, *response;
    size_t given_size, response_size;
    double score;
};
bool description_example(const void *bytes, size_t size, unsigned index, struct example *out);

#endif
