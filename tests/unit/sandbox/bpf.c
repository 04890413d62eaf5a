/* SPDX-License-Identifier: Apache-2.0 */
/* bpf.c: see bpf.h. The instructions that seccomp allows and libseccomp uses; scratch memory starts
 * as zeros. */
#include "tests/unit/sandbox/bpf.h"

#include <stdlib.h>
#include <string.h>

#include "tests/unit/test.h"

void bpf_open(struct bpf *bpf, const struct program *program)
{
    assert_in_range(program->count, 1, BPF_MAXINSNS);
    bpf->program = program;
    bpf->ran = calloc(program->count, sizeof *bpf->ran);
    assert_non_null(bpf->ran);
}

void bpf_close(struct bpf *bpf)
{
    free(bpf->ran);
}

static bool jumps(const struct sock_filter *at, uint32_t accumulator)
{
    switch (BPF_OP(at->code)) {
    case BPF_JEQ:
        return accumulator == at->k;
    case BPF_JGT:
        return accumulator > at->k;
    case BPF_JGE:
        return accumulator >= at->k;
    case BPF_JSET:
        return (accumulator & at->k) != 0;
    }
    fail_msg("jump %#x", at->code);
    return false;
}

static uint32_t load(const struct seccomp_data *data, uint32_t offset)
{
    uint32_t word;
    assert_true(offset % sizeof word == 0 && offset < sizeof *data);
    memcpy(&word, (const char *)data + offset, sizeof word);
    return word;
}

uint32_t bpf_run(struct bpf *bpf, const struct seccomp_data *data)
{
    uint32_t accumulator = 0, scratch[BPF_MEMWORDS] = {0};
    for (size_t next = 0; next < bpf->program->count;) {
        const struct sock_filter *at = &bpf->program->instructions[next];
        bpf->ran[next++] = true;
        switch (at->code) {
        case BPF_LD | BPF_W | BPF_ABS:
            accumulator = load(data, at->k);
            break;
        case BPF_LD | BPF_MEM:
            accumulator = scratch[at->k % BPF_MEMWORDS];
            break;
        case BPF_ST:
            scratch[at->k % BPF_MEMWORDS] = accumulator;
            break;
        case BPF_ALU | BPF_AND | BPF_K:
            accumulator &= at->k;
            break;
        case BPF_JMP | BPF_JA:
            next += at->k;
            break;
        case BPF_RET | BPF_K:
            return at->k;
        default:
            if (BPF_CLASS(at->code) != BPF_JMP || BPF_SRC(at->code) != BPF_K)
                fail_msg("instruction %#x", at->code);
            next += jumps(at, accumulator) ? at->jt : at->jf;
        }
    }
    fail_msg("the filter ends without an answer");
    return 0;
}
