/* SPDX-License-Identifier: Apache-2.0 */
/* scoring_cache.h: the instances that one HTTP thread knows, least recently used first out, bounded
 * in bytes. Only a container: who fills an instance is scoring_instance.h. Single-threaded. */
#ifndef FRONT_SCORING_CACHE_H
#define FRONT_SCORING_CACHE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "daemon/front/engine.h"

/* What an instance is made of: a level and a seed, or a checker's ground truth. */
struct instance_key {
    const struct version *version;
    unsigned level;
    uint64_t seed;
    const char *given; /* NULL for an environment's instance; not NUL-terminated */
    size_t given_size;
};

enum instance_state {
    INSTANCE_FILLING,
    INSTANCE_READY,
    INSTANCE_GONE, /* could not be made: no longer found, freed with its last reference */
};

enum oracle_knowledge { ORACLE_UNKNOWN, ORACLE_PASSES, ORACLE_FAILS };

/* One that is ready holds no version: the image and the workers of a version that is taken away
 * would stay as long as its instances are remembered. */
struct instance {
    struct instance_key key; /* given owned; version held while filling, else NULL */
    uint8_t version[HASH_BYTES];
    enum instance_state is;
    uint64_t number; /* no other of this cache ever has it; never 0 */
    void *state;     /* owned; where ready */
    size_t state_size;
    enum oracle_knowledge oracle;
    struct instance_fill *fill;    /* scoring_instance.c's, while filling */
    struct oracle_run *oracle_run; /* scoring_oracle.c's, while it runs */

    /* The cache's. */
    unsigned references;
    uint64_t hash;
    size_t bytes; /* accounted */
    struct instance *next_in_bucket;
    struct instance *older, *newer;
};

enum { INSTANCE_BUCKETS = 1 << 14 };

struct instance_cache {
    struct instance **buckets;
    uint64_t secret; /* so that nobody can choose seeds that collide */
    size_t count, bytes, bytes_max;
    uint64_t last_number;
    struct instance *oldest, *newest;
};

/* Of any bytes: nobody can choose such that collide. */
uint64_t instance_cache_hash(const struct instance_cache *cache, const char *bytes, size_t size);
int instance_cache_init(struct instance_cache *cache, size_t bytes_max, uint64_t secret);
/* Frees every instance, referenced or not. */
void instance_cache_deinit(struct instance_cache *cache);

/* The instance with one more reference, and now the newest; NULL where it is not known. */
struct instance *instance_cache_find(struct instance_cache *cache, const struct instance_key *key);
/* Adds a filling instance with one reference. NULL: no memory. The key is copied. */
struct instance *instance_cache_add(struct instance_cache *cache, const struct instance_key *key);
/* Gives a filling instance its state, copied; then forgets old ones until the bytes fit. False: no
 * memory, nothing has changed. */
bool instance_cache_settle(struct instance_cache *cache, struct instance *instance,
                           const void *state, size_t size);
/* Not found any more. */
void instance_cache_drop(struct instance_cache *cache, struct instance *instance);
void instance_cache_hold(struct instance *instance);
void instance_cache_release(struct instance_cache *cache, struct instance *instance);

#endif
