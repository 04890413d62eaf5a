/* SPDX-License-Identifier: Apache-2.0 */
/* findings.c: see findings.h. */
#include "daemon/front/engine/findings.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "daemon/front/engine/memory.h"
#include "lib/base/buffer.h"
#include "lib/base/sealed.h"
#include "lib/image/image.h"

static size_t report_size(const struct compile_report *report)
{
    return offsetof(struct compile_report, diagnostics) +
           report->count * sizeof *report->diagnostics;
}

int findings_write(const struct version *version)
{
    struct buffer bytes = BUFFER_INIT;
    struct findings_header header = {
        .magic = FINDINGS_MAGIC,
        .described_size = (uint32_t)version->examples_size,
        .report_size = (uint32_t)report_size(version->report),
        .gate_report_size = (uint32_t)version->gate_report_size,
        .gated = version->gated,
    };
    memcpy(header.failure, version->failure, sizeof header.failure);
    buffer_append(&bytes, &header, sizeof header);
    buffer_append(&bytes, version->examples, header.described_size);
    buffer_append(&bytes, version->report, header.report_size);
    buffer_append(&bytes, version->gate_report, header.gate_report_size);
    int fd = bytes.failed ? -ENOMEM : sealed_file("resynd-findings", bytes.data, bytes.size);
    buffer_deinit(&bytes);
    return fd;
}

/* NULL: there is no such file, or it is too large, or not all of it can be read. */
static char *read_whole(int file, size_t *size)
{
    struct stat info;
    if (file < 0 || fstat(file, &info) < 0 || info.st_size <= 0 ||
        info.st_size > FINDINGS_BYTES_MAX)
        return NULL;
    *size = (size_t)info.st_size;
    char *bytes = memory_new(*size);
    if (pread(file, bytes, *size, 0) == (ssize_t)*size)
        return bytes;
    free(bytes);
    return NULL;
}

static bool sizes_fit(const struct findings_header *header, size_t left)
{
    return (uint64_t)header->described_size + header->report_size + header->gate_report_size ==
           left;
}

static bool decode(const char *bytes, size_t size, struct findings *findings)
{
    struct findings_header header;
    struct description description;
    if (size < sizeof header)
        return false;
    memcpy(&header, bytes, sizeof header);
    if (header.magic != FINDINGS_MAGIC || header.gated > GATED_INCONCLUSIVE ||
        !sizes_fit(&header, size - sizeof header))
        return false;
    const char *described = bytes + sizeof header, *report = described + header.described_size,
               *gate_report = report + header.report_size;
    if (description_decode(described, header.described_size, &description, NULL) < 0)
        return false;
    compile_report_decode(report, header.report_size, &findings->report);
    findings->described = memory_copy(described, header.described_size);
    findings->described_size = header.described_size;
    findings->gated = (enum gated)header.gated;
    snprintf(findings->failure, sizeof findings->failure, "%.*s", (int)sizeof header.failure - 1,
             header.failure);
    if (header.gate_report_size)
        findings->gate_report = memory_copy(gate_report, header.gate_report_size);
    findings->gate_report_size = header.gate_report_size;
    return true;
}

bool findings_read(int file, struct findings *findings)
{
    size_t size;
    char *bytes = read_whole(file, &size);
    bool sound = bytes && decode(bytes, size, findings);
    free(bytes);
    return sound;
}

void findings_deinit(struct findings *findings)
{
    free(findings->described);
    free(findings->gate_report);
    findings->described = findings->gate_report = NULL;
}
