/* SPDX-License-Identifier: Apache-2.0 */
/* bpf.h: runs a seccomp filter in user space, as the kernel would, and notes which of its
 * instructions have ever run. */
#ifndef UNIT_SANDBOX_BPF_H
#define UNIT_SANDBOX_BPF_H

#include <linux/seccomp.h>
#include <stdbool.h>
#include <stddef.h>

#include "lib/sandbox/program.h"

struct bpf {
    const struct program *program;
    bool *ran; /* owned; for each instruction */
};

void bpf_open(struct bpf *bpf, const struct program *program);
void bpf_close(struct bpf *bpf);
/* The action, with its data. Ends the test on an instruction that the kernel would refuse. */
uint32_t bpf_run(struct bpf *bpf, const struct seccomp_data *data);

#endif
