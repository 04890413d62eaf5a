/* SPDX-License-Identifier: Apache-2.0 */
/* instances_trainer.c: see instances_trainer.h. */
#include "daemon/front/instances_trainer.h"

#include <stdio.h>
#include <string.h>

#include "daemon/front/instances_prompt.h"

/* A row on its way. */
struct writing {
    struct json *json;
    const struct instance_row *row;
    enum instance_format format;
    enum instance_system system;
};

/* ---- Parts of rows -------------------------------------------------------------------------- */

static void put_text(const struct writing *writing, const char *key, const char *text)
{
    json_put_key(writing->json, key);
    json_put_text(writing->json, text);
}

static void put_address(const struct writing *writing, const char *key)
{
    put_text(writing, key, writing->row->address);
}

static void put_messages(const struct writing *writing, const char *key)
{
    json_put_key(writing->json, key);
    prompt_put_messages(writing->json, writing->format, writing->system, writing->row->question,
                        writing->row->question_size);
}

static void open_object(const struct writing *writing, const char *key)
{
    json_put_key(writing->json, key);
    json_put_open(writing->json, '{');
}

static void close_object(const struct writing *writing)
{
    json_put_close(writing->json, '}');
}

/* A trainer groups its metrics by it. */
static void put_source(const struct writing *writing, const char *key)
{
    char text[sizeof "resynd/" + NAME_MAX_BYTES];
    snprintf(text, sizeof text, "resynd/%s", writing->row->version->name);
    put_text(writing, key, text);
}

static const char *category(const struct writing *writing)
{
    const char *known = writing->row->version->description.category;
    return *known ? known : "reasoning";
}

/* What people filter and count by. `index` counts from the first seed of the split: trainers keep
 * it in places that are narrower than a held-out seed. */
static void put_about(const struct writing *writing)
{
    const struct instance_row *row = writing->row;
    bool held_out = row->seed >= SEED_HELD_OUT;
    char env[ADDRESS_BYTES], digest[HASH_HEX];
    put_address(writing, "instance");
    put_text(writing, "env", address_print_environment(row->version->name, row->version->hex, env));
    put_text(writing, "category", category(writing));
    json_put_key(writing->json, "level");
    json_put_unsigned(writing->json, row->level);
    put_text(writing, "split", held_out ? "held_out" : "train");
    json_put_key(writing->json, "index");
    json_put_unsigned(writing->json, row->seed - (held_out ? SEED_HELD_OUT : 0));
    hash_hex(row->hash, digest);
    put_text(writing, "digest", digest);
}

static void put_about_as(const struct writing *writing, const char *key)
{
    open_object(writing, key);
    put_about(writing);
    close_object(writing);
}

/* ---- Trainers ------------------------------------------------------------------------------- */

static void write_verl(const struct writing *writing)
{
    put_source(writing, "data_source");
    put_messages(writing, "prompt");
    put_text(writing, "ability", category(writing));
    open_object(writing, "reward_model");
    put_text(writing, "style", "rule");
    put_address(writing, "ground_truth");
    close_object(writing);
    put_about_as(writing, "extra_info");
}

/* Each column beside the prompt goes to the reward function. */
static void write_trl(const struct writing *writing)
{
    put_messages(writing, "prompt");
    put_about(writing);
}

static void write_openrlhf(const struct writing *writing)
{
    put_messages(writing, "input");
    put_address(writing, "label");
    put_source(writing, "datasource");
    put_about_as(writing, "metadata");
}

/* A row's `instance` is what the server's own route /verify judges; the agent is that of the
 * directory which `python3 -m resynd.integrations.nemo_gym` writes. */
static void write_nemo_gym(const struct writing *writing)
{
    open_object(writing, "responses_create_params");
    put_messages(writing, "input");
    close_object(writing);
    put_address(writing, "instance");
    put_about_as(writing, "verifier_metadata");
    open_object(writing, "agent_ref");
    put_text(writing, "type", "responses_api_agents");
    put_text(writing, "name", "resynd_simple_agent");
    close_object(writing);
}

static void write_slime(const struct writing *writing)
{
    put_messages(writing, "prompt");
    put_address(writing, "label");
    put_about_as(writing, "metadata");
}

/* verifiers makes a prompt of the question where there is none; ours may hold a system message. */
static void write_prime(const struct writing *writing)
{
    json_put_key(writing->json, "question");
    prompt_put_question(writing->json, writing->format, writing->row->question,
                        writing->row->question_size);
    put_messages(writing, "prompt");
    put_address(writing, "answer");
    put_about_as(writing, "info");
}

static void write_skyrl(const struct writing *writing)
{
    put_source(writing, "data_source");
    put_messages(writing, "prompt");
    put_text(writing, "env_class", "resynd");
    open_object(writing, "reward_spec");
    put_text(writing, "method", "rule");
    put_address(writing, "ground_truth");
    close_object(writing);
    put_about_as(writing, "extra_info");
}

static const struct {
    const char *name;
    void (*write)(const struct writing *writing);
} trainers[TRAINER_COUNT] = {
    [TRAINER_VERL] = {"verl", write_verl},
    [TRAINER_TRL] = {"trl", write_trl},
    [TRAINER_OPENRLHF] = {"openrlhf", write_openrlhf},
    [TRAINER_NEMO_GYM] = {"nemo_gym", write_nemo_gym},
    [TRAINER_SLIME] = {"slime", write_slime},
    [TRAINER_PRIME] = {"prime", write_prime},
    [TRAINER_SKYRL] = {"skyrl", write_skyrl},
};

enum trainer trainer_find(const char *name)
{
    for (unsigned i = TRAINER_NONE + 1; i < TRAINER_COUNT; i++)
        if (strcmp(trainers[i].name, name) == 0)
            return (enum trainer)i;
    return TRAINER_NONE;
}

void trainer_names(char *out, size_t size)
{
    size_t at = 0;
    for (unsigned i = TRAINER_NONE + 1; i < TRAINER_COUNT && at < size; i++)
        at += (size_t)snprintf(out + at, size - at, "%s%s", at ? ", " : "", trainers[i].name);
}

void trainer_row_json(struct json *json, enum trainer trainer, const struct instance_row *row,
                      enum instance_format format, enum instance_system system)
{
    const struct writing writing = {json, row, format, system};
    json_put_open(json, '{');
    trainers[trainer].write(&writing);
    json_put_close(json, '}');
}
