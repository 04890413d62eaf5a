/* SPDX-License-Identifier: Apache-2.0 */
/* author.h: who may change the library: a change is code that is run here. */
#ifndef FRONT_AUTHOR_H
#define FRONT_AUTHOR_H

#include "daemon/front/http_exchange.h"

/* Whether the request comes over a Unix socket from the user that this runs as (or root), or brings
 * the author's token (Authorization: Bearer …). False: it is answered, with 401 or 403. */
bool author_allowed(struct exchange *exchange);

#endif
