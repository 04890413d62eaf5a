/* SPDX-License-Identifier: Apache-2.0 */
/* tls_files.h: what the front needs for TLS, read before files are out of reach. Nothing of it is
 * parsed here. */
#ifndef SUPERVISOR_TLS_FILES_H
#define SUPERVISOR_TLS_FILES_H

#include "daemon/supervisor/options.h"

/* Sealed, in the order of proto/front_start.h; −1: not given. */
struct tls_files {
    int certificate, key, clients;
};
#define TLS_FILES_INIT ((struct tls_files){-1, -1, -1})

/* Negative errno with a sentence: one cannot be read, or is obviously none. */
int tls_files_open(struct tls_files *files, const struct options *options, struct error *error);
/* Borrowed; returns how many: 0, 2, or 3 with clients. */
int tls_files_descriptors(const struct tls_files *files, int out[TLS_DESCRIPTORS_MAX]);
void tls_files_close(struct tls_files *files);

#endif
