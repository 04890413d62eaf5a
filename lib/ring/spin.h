/* SPDX-License-Identifier: Apache-2.0 */
/* spin.h: how often to look for work before sleeping, learnt from whether looking paid. Looks are
 * counted, not timed: a worker has no clock. */
#ifndef RING_SPIN_H
#define RING_SPIN_H

#include <stdbool.h>
#include <stdint.h>

enum {
    /* Looks before a sleep at most, a pause in each: some 20 µs, which is what a wake-up of another
     * CPU costs. */
    SPIN_LOOKS = 1000,
    SPIN_LOOKS_LEAST = SPIN_LOOKS / 32, /* while nothing comes: enough to notice that it does */
};

struct spin {
    uint32_t looks;
};

/* `allowed`: 0 where CPUs are too few for anybody to spin. */
static inline uint32_t spin_begin(const struct spin *spin, uint32_t allowed)
{
    return spin->looks < allowed ? spin->looks : allowed;
}

static inline void spin_end(struct spin *spin, bool found)
{
    uint32_t looks = found ? spin->looks * 2 : spin->looks / 2;
    spin->looks = looks < SPIN_LOOKS_LEAST ? SPIN_LOOKS_LEAST
                  : looks > SPIN_LOOKS     ? SPIN_LOOKS
                                           : looks;
}

static inline void spin_pause(void)
{
#if defined(__x86_64__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    __asm__ volatile("yield");
#endif
}

#endif
