/* SPDX-License-Identifier: Apache-2.0 */
/* vocabulary.c: see vocabulary.h. */
#include "lib/gate/vocabulary.h"

#include <stdlib.h>

static void add(struct vocabulary *vocabulary, const struct token *token)
{
    unsigned at = 0;
    while (at < vocabulary->count && !token_same(&vocabulary->word[at].token, token))
        at++;
    if (at == VOCABULARY_MAX)
        return;
    if (at == vocabulary->count) {
        vocabulary->word[at].token = *token;
        vocabulary->word[at].seen = 0;
        vocabulary->count++;
    }
    vocabulary->word[at].seen++;
}

/* The more frequent first, and the same order every time. */
static void sort(struct vocabulary *vocabulary)
{
    for (unsigned i = 1; i < vocabulary->count; i++)
        for (unsigned j = i; j > 0 && vocabulary->word[j].seen > vocabulary->word[j - 1].seen;
             j--) {
            __typeof__(vocabulary->word[0]) word = vocabulary->word[j];
            vocabulary->word[j] = vocabulary->word[j - 1];
            vocabulary->word[j - 1] = word;
        }
}

void vocabulary_collect(struct vocabulary *vocabulary, const struct gate *gate, unsigned level,
                        bool characters)
{
    vocabulary->count = 0;
    for (unsigned i = 0; i < gate->instance_count; i++) {
        const struct instance *instance = &gate->instances[i];
        struct tokens tokens;
        if (!instance->sound || (level && instance->level != level))
            continue;
        if (characters)
            tokens_split(&tokens, instance->oracle.data, instance->oracle.size);
        else
            tokens.count =
                tokens_find(tokens.token, TOKENS_MAX, instance->oracle.data, instance->oracle.size);
        for (unsigned t = 0; t < tokens.count; t++)
            add(vocabulary, &tokens.token[t]);
    }
    sort(vocabulary);
}
