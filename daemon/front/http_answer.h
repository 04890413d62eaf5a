/* SPDX-License-Identifier: Apache-2.0 */
/* http_answer.h: an exchange's answer becomes a response of libmicrohttpd. */
#ifndef FRONT_HTTP_ANSWER_H
#define FRONT_HTTP_ANSWER_H

#include "daemon/front/http_exchange.h"

/* Hands the answer over and counts it. The exchange has a status. */
enum MHD_Result exchange_send(struct exchange *exchange);

/* Fills libmicrohttpd's buffer from `out`; suspends where nothing is there. */
ssize_t exchange_read_stream(void *context, uint64_t position, char *room, size_t size);

#endif
