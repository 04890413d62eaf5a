/* SPDX-License-Identifier: Apache-2.0 */
/* findings.h: what building a version found out beside its image, in a memfd that the front writes,
 * the store keeps unread, and a front of a later life reads again: untrusted then, as a worker's
 * and a compiler's word is. The struct, then the description with its examples
 * (proto/description.h), then the compiler's report up to its last diagnostic (proto/diagnostic.h),
 * then the gate's report, a JSON object. */
#ifndef PROTO_FINDINGS_H
#define PROTO_FINDINGS_H

#include <stdint.h>

#define FINDINGS_MAGIC 0x3130646e69667273ul /* "srfind01" */
#define FINDINGS_BYTES_MAX (4u << 20)       /* of the whole */

struct findings_header {
    uint64_t magic;
    uint32_t described_size, report_size, gate_report_size; /* bytes */
    uint32_t gated;                                         /* enum gated (engine.h) */
    char failure[256];                                      /* why the gate does not admit it */
};

#endif
