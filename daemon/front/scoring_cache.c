/* SPDX-License-Identifier: Apache-2.0 */
/* scoring_cache.c: see scoring_cache.h. Buckets of single links, one list by age. */
#include "daemon/front/scoring_cache.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

int instance_cache_init(struct instance_cache *cache, size_t bytes_max, uint64_t secret)
{
    *cache = (struct instance_cache){.bytes_max = bytes_max, .secret = secret};
    cache->buckets = calloc(INSTANCE_BUCKETS, sizeof *cache->buckets);
    return cache->buckets ? 0 : -ENOMEM;
}

static void instance_free(struct instance *instance)
{
    version_release(instance->key.version);
    free((void *)(uintptr_t)instance->key.given);
    free(instance->state);
    free(instance);
}

void instance_cache_deinit(struct instance_cache *cache)
{
    for (struct instance *instance = cache->oldest, *next; instance; instance = next) {
        next = instance->newer;
        instance_free(instance);
    }
    free(cache->buckets);
    *cache = (struct instance_cache){0};
}

/* splitmix64's finisher. */
static uint64_t mix(uint64_t value)
{
    value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9ul;
    value = (value ^ (value >> 27)) * 0x94d049bb133111ebul;
    return value ^ (value >> 31);
}

static uint64_t mix_bytes(uint64_t hash, const char *bytes, size_t size)
{
    for (size_t at = 0; at < size; at += sizeof hash) {
        uint64_t word = 0;
        memcpy(&word, bytes + at, size - at < sizeof word ? size - at : sizeof word);
        hash = mix(hash ^ word);
    }
    return hash;
}

static uint64_t hash_key(const struct instance_cache *cache, const struct instance_key *key)
{
    uint64_t hash = cache->secret, word;
    memcpy(&word, key->version->hash, sizeof word);
    hash = mix(hash ^ word);
    hash = mix(hash ^ key->seed);
    hash = mix(hash ^ key->level ^ ((uint64_t)key->given_size << 32));
    return key->given ? mix_bytes(hash, key->given, key->given_size) : hash;
}

uint64_t instance_cache_hash(const struct instance_cache *cache, const char *bytes, size_t size)
{
    return mix_bytes(cache->secret ^ size, bytes, size);
}

/* By what the version is, not by where it is: a reload publishes the same source anew. */
static bool is_of(const struct instance *instance, const struct instance_key *key)
{
    const struct instance_key *own = &instance->key;
    return own->level == key->level && own->seed == key->seed && !own->given == !key->given &&
           own->given_size == key->given_size &&
           memcmp(instance->version, key->version->hash, HASH_BYTES) == 0 &&
           (!own->given || memcmp(own->given, key->given, own->given_size) == 0);
}

static void unlink_age(struct instance_cache *cache, struct instance *instance)
{
    *(instance->older ? &instance->older->newer : &cache->oldest) = instance->newer;
    *(instance->newer ? &instance->newer->older : &cache->newest) = instance->older;
    instance->older = instance->newer = NULL;
}

static void link_newest(struct instance_cache *cache, struct instance *instance)
{
    instance->older = cache->newest;
    instance->newer = NULL;
    *(cache->newest ? &cache->newest->newer : &cache->oldest) = instance;
    cache->newest = instance;
}

struct instance *instance_cache_find(struct instance_cache *cache, const struct instance_key *key)
{
    uint64_t hash = hash_key(cache, key);
    struct instance *instance = cache->buckets[hash % INSTANCE_BUCKETS];
    while (instance && !(instance->hash == hash && is_of(instance, key)))
        instance = instance->next_in_bucket;
    if (instance) {
        unlink_age(cache, instance);
        link_newest(cache, instance);
        instance->references++;
    }
    return instance;
}

struct instance *instance_cache_add(struct instance_cache *cache, const struct instance_key *key)
{
    struct instance *instance = calloc(1, sizeof *instance);
    char *given = key->given ? malloc(key->given_size + 1) : NULL;
    if (!instance || (key->given && !given)) {
        free(instance);
        free(given);
        return NULL;
    }
    instance->number = ++cache->last_number;
    instance->key = *key;
    instance->key.version = version_hold(key->version);
    memcpy(instance->version, key->version->hash, HASH_BYTES);
    instance->key.given = given;
    if (given && key->given_size)
        memcpy(given, key->given, key->given_size);
    instance->references = 1;
    instance->bytes = sizeof *instance + key->given_size;
    instance->hash = hash_key(cache, key);
    struct instance **bucket = &cache->buckets[instance->hash % INSTANCE_BUCKETS];
    instance->next_in_bucket = *bucket;
    *bucket = instance;
    link_newest(cache, instance);
    cache->count++;
    cache->bytes += instance->bytes;
    return instance;
}

static void forget(struct instance_cache *cache, struct instance *instance)
{
    struct instance **link = &cache->buckets[instance->hash % INSTANCE_BUCKETS];
    while (*link != instance)
        link = &(*link)->next_in_bucket;
    *link = instance->next_in_bucket;
    unlink_age(cache, instance);
    cache->count--;
    cache->bytes -= instance->bytes;
}

static void make_room(struct instance_cache *cache)
{
    struct instance *instance = cache->oldest;
    while (instance && cache->bytes > cache->bytes_max) {
        struct instance *next = instance->newer;
        if (instance->references == 0) {
            forget(cache, instance);
            instance_free(instance);
        }
        instance = next;
    }
}

bool instance_cache_settle(struct instance_cache *cache, struct instance *instance,
                           const void *state, size_t size)
{
    instance->state = malloc(size ? size : 1);
    if (!instance->state)
        return false;
    if (size)
        memcpy(instance->state, state, size);
    instance->state_size = size;
    instance->is = INSTANCE_READY;
    version_release(instance->key.version);
    instance->key.version = NULL;
    instance->bytes += size;
    cache->bytes += size;
    make_room(cache);
    return true;
}

void instance_cache_drop(struct instance_cache *cache, struct instance *instance)
{
    if (instance->is == INSTANCE_GONE)
        return;
    forget(cache, instance);
    instance->is = INSTANCE_GONE;
}

void instance_cache_hold(struct instance *instance)
{
    instance->references++;
}

void instance_cache_release(struct instance_cache *cache, struct instance *instance)
{
    if (--instance->references > 0)
        return;
    if (instance->is == INSTANCE_GONE)
        instance_free(instance);
    else if (cache->bytes > cache->bytes_max)
        make_room(cache);
}
