/* SPDX-License-Identifier: Apache-2.0 */
/* access.h: what a client may do, in the words of tokens, of routes and of the API. */
#ifndef PROTO_ACCESS_H
#define PROTO_ACCESS_H

#include <stdint.h>

/* Row: bit, word. */
#define SCOPES(X)                                                                  \
    X(SCORE, 1, "score")     /* instances, and verdicts on responses */            \
    X(AUTHOR, 2, "author")   /* what the library holds, and what its names mean */ \
    X(OPERATE, 4, "operate") /* quarantine; what is measured; right answers in advance */

enum scope {
#define SCOPE_ENUM(name, bit, word) SCOPE_##name = (bit),
    SCOPES(SCOPE_ENUM)
#undef SCOPE_ENUM
        SCOPES_ALL = 7
};

enum { TOKENS_MAX = 256 }; /* each request that needs one is compared with all of them */

/* MESSAGE_TOKENS and FRONT_TOKENS are files of these, TOKENS_MAX at most. */
struct token_grant {
    uint8_t hash[32]; /* SHA-256 of the token's text, which is nowhere */
    uint32_t scopes;
};

#endif
