/* SPDX-License-Identifier: Apache-2.0 */
/* random.c: xoshiro256** 1.0 by David Blackman and Sebastiano Vigna (2018, public domain,
 * https://prng.di.unimi.it/xoshiro256starstar.c), seeded by splitmix64 (Vigna, 2015). See runtime.h
 * for the seeding, and the comments below for how many numbers each function takes. */
#include "lib/runtime/runtime.h"

#include <string.h>

static uint64_t splitmix64(uint64_t *state)
{
    uint64_t z = *state += 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

void random_init(rs_random *random, uint64_t seed, unsigned level, unsigned attempt)
{
    uint64_t state = seed;
    state = splitmix64(&state) ^ level;
    state = splitmix64(&state) ^ attempt;
    for (int i = 0; i < 4; i++)
        random->word[i] = splitmix64(&state);
}

static uint64_t rotate(uint64_t value, int bits)
{
    return value << bits | value >> (64 - bits);
}

static uint64_t next(rs_random *random)
{
    uint64_t *s = random->word;
    uint64_t result = rotate(s[1] * 5, 7) * 9, t = s[1] << 17;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = rotate(s[3], 45);
    return result;
}

/* The upper half of number × n is below n. Where the lower half is below 2^64 mod n another number
 * is taken, which makes all results equally likely (Lemire, 2019). */
static uint64_t below(rs_random *random, uint64_t n)
{
    uint64_t least = -n % n;
    for (;;) {
        unsigned __int128 product = (unsigned __int128)next(random) * n;
        if ((uint64_t)product >= least)
            return (uint64_t)(product >> 64);
    }
}

int64_t rs_below(rs_random *random, int64_t n)
{
    return n < 1 ? 0 : (int64_t)below(random, (uint64_t)n);
}

int64_t rs_between(rs_random *random, int64_t low, int64_t high)
{
    if (low > high)
        return low;
    uint64_t span = (uint64_t)high - (uint64_t)low + 1;
    uint64_t step = span ? below(random, span) : next(random);
    return (int64_t)((uint64_t)low + step);
}

double rs_unit(rs_random *random)
{
    return (double)(next(random) >> 11) * 0x1p-53;
}

static void exchange(char *a, char *b, size_t size)
{
    char kept[64];
    while (size) {
        size_t part = size < sizeof kept ? size : sizeof kept;
        memcpy(kept, a, part);
        memmove(a, b, part);
        memcpy(b, kept, part);
        a += part;
        b += part;
        size -= part;
    }
}

/* From the last item down: item i is exchanged with one of 0 … i. */
void rs_shuffle(rs_random *random, void *items, size_t count, size_t size)
{
    for (size_t i = count; i > 1; i--) {
        size_t other = (size_t)below(random, i);
        exchange((char *)items + (i - 1) * size, (char *)items + other * size, size);
    }
}

/* One number below the sum of the weights; a weight below 0 counts as 0. Where all are, 0, and no
 * number is taken. */
int rs_pick(rs_random *random, const int *weights, int count)
{
    uint64_t total = 0;
    for (int i = 0; i < count; i++)
        total += weights[i] > 0 ? (uint64_t)weights[i] : 0;
    if (!total)
        return 0;
    uint64_t point = below(random, total);
    for (int i = 0; i < count; i++) {
        uint64_t weight = weights[i] > 0 ? (uint64_t)weights[i] : 0;
        if (point < weight)
            return i;
        point -= weight;
    }
    return 0;
}
