/* SPDX-License-Identifier: Apache-2.0 */
/* tokens.c: see tokens.h. */
#include "lib/tokens/tokens.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>

/* ---- Scopes ---- */

static const struct {
    const char *word;
    unsigned scope;
} scopes_known[] = {
#define SCOPE_ROW(name, bit, word) {word, SCOPE_##name},
    SCOPES(SCOPE_ROW)
#undef SCOPE_ROW
};
enum { SCOPES_KNOWN = sizeof scopes_known / sizeof *scopes_known };

static unsigned scope_of(const char *word, size_t size)
{
    for (unsigned i = 0; i < SCOPES_KNOWN; i++)
        if (strlen(scopes_known[i].word) == size && memcmp(scopes_known[i].word, word, size) == 0)
            return scopes_known[i].scope;
    return 0;
}

bool scopes_parse(const char *text, unsigned *scopes)
{
    *scopes = 0;
    for (const char *at = text;; at++) {
        size_t size = strcspn(at, ",");
        unsigned scope = scope_of(at, size);
        if (!scope)
            return false;
        *scopes |= scope;
        at += size;
        if (!*at)
            return true;
    }
}

void scopes_text(unsigned scopes, char text[SCOPES_TEXT_MAX])
{
    size_t size = 0;
    text[0] = '\0';
    for (unsigned i = 0; i < SCOPES_KNOWN; i++)
        if (scopes & scopes_known[i].scope)
            size += (size_t)snprintf(text + size, SCOPES_TEXT_MAX - size, "%s%s", size ? "," : "",
                                     scopes_known[i].word);
}

/* ---- Rows ---- */

static bool is_name(const char *name)
{
    static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                  "0123456789._-";
    size_t size = strlen(name);
    return size > 0 && size < TOKEN_NAME_MAX && strspn(name, allowed) == size && *name != '-';
}

static struct token *find(struct tokens *tokens, const char *name)
{
    for (unsigned i = 0; i < tokens->count; i++)
        if (strcmp(tokens->all[i].name, name) == 0)
            return &tokens->all[i];
    return NULL;
}

int tokens_make(struct tokens *tokens, const char *name, unsigned scopes, char text[HASH_HEX],
                struct error *error)
{
    uint8_t secret[HASH_BYTES];
    if (!is_name(name))
        return error_set(error, -EINVAL,
                         "'%.80s' is no name for a token: give 1 to %d letters, digits, '.', '_' "
                         "and '-'",
                         name, TOKEN_NAME_MAX - 1);
    if (find(tokens, name))
        return error_set(error, -EEXIST,
                         "there is a token %s already: revoke it first, or take another name",
                         name);
    if (tokens->count == TOKENS_MAX)
        return error_set(error, -ENOSPC, "there are %d tokens already: revoke some", TOKENS_MAX);
    if (getrandom(secret, sizeof secret, 0) != sizeof secret)
        return error_set(error, -EIO, "the kernel gives no random bytes");
    struct token *token = &tokens->all[tokens->count++];
    *token = (struct token){.scopes = scopes, .made = time(NULL)};
    memcpy(token->name, name, strlen(name) + 1);
    hash_hex(secret, text);
    hash_bytes(text, HASH_HEX - 1, token->hash);
    explicit_bzero(secret, sizeof secret);
    return 0;
}

bool tokens_drop(struct tokens *tokens, const char *name)
{
    struct token *token = find(tokens, name);
    if (!token)
        return false;
    *token = tokens->all[--tokens->count];
    return true;
}
