/* SPDX-License-Identifier: Apache-2.0 */
/* findings.h: what is known of a version beside its image, as the store keeps it
 * (proto/findings.h). */
#ifndef ENGINE_FINDINGS_H
#define ENGINE_FINDINGS_H

#include "daemon/front/engine.h"
#include "lib/compile/compile_report.h"
#include "proto/findings.h"

struct findings {
    void *described; /* owned: what JOB_DESCRIBE gave, with the examples */
    size_t described_size;
    struct compile_report report;
    enum gated gated;
    char failure[256];
    char *gate_report; /* owned; NULL: none */
    size_t gate_report_size;
};

/* Of a version that has been described. A sealed memfd, the caller's; negative errno. */
int findings_write(const struct version *version);
/* False: the file is not what findings_write writes, or its description is not sound. */
bool findings_read(int file, struct findings *findings);
void findings_deinit(struct findings *findings);

#endif
