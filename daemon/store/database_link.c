/* SPDX-License-Identifier: Apache-2.0 */
/* database_link.c: see database_link.h. Runs in the store. */
#include "daemon/store/database_link.h"

#include <stdlib.h>

#include "lib/base/log.h"

enum {
    LOOK_MS = 1000,      /* for what others have written: hints may get lost */
    AGAIN_MS = 500,      /* after a first failure, then twice as long each time … */
    AGAIN_MAX_MS = 8000, /* … but this: to connect may take seconds of the store's time */
};

static void on_closed(uv_handle_t *handle)
{
    free(handle);
}

static void stop_hints(struct database_link *link)
{
    if (link->poll)
        uv_close((uv_handle_t *)link->poll, on_closed);
    link->poll = NULL;
}

static void on_timer(uv_timer_t *timer);

static void again_in(struct database_link *link, uint64_t milliseconds)
{
    uv_timer_start(&link->timer, on_timer, milliseconds, 0);
}

static uint64_t pause_after(unsigned failures)
{
    uint64_t pause = (uint64_t)AGAIN_MS << (failures < 5 ? failures : 5);
    return pause < AGAIN_MAX_MS ? pause : AGAIN_MAX_MS;
}

/* Takes no notice of what is lost: on_timer does. */
static void look(struct database_link *link)
{
    link->changed(link->context);
    if (!sql_lost(link->database->sql))
        return;
    log_event(LOG_ERROR, "database lost", "next=\"connect again\"%s", "");
    stop_hints(link);
    database_close(link->database);
    again_in(link, 0);
}

static void on_hint(uv_poll_t *poll, int status, int events)
{
    struct database_link *link = poll->data;
    struct sql *sql = link->database->sql;
    if (sql_hinted(sql) || sql_lost(sql))
        look(link);
}

/* Without them, what others write is seen at the next look. */
static void start_hints(struct database_link *link)
{
    int descriptor = sql_descriptor(link->database->sql);
    uv_poll_t *poll = descriptor < 0 ? NULL : calloc(1, sizeof *poll);
    if (!poll)
        return;
    if (uv_poll_init(link->timer.loop, poll, descriptor) < 0) {
        free(poll);
        return;
    }
    poll->data = link;
    link->poll = poll;
    uv_poll_start(poll, UV_READABLE, on_hint);
}

static bool open_again(struct database_link *link)
{
    struct error error;
    char quoted[sizeof error.text * 2];
    if (database_open(link->database, link->folder, link->where, &error) < 0) {
        if (!link->complained)
            log_event(LOG_ERROR, "no database", "reason=%s next=\"try again\"",
                      log_quote(error.text, quoted, sizeof quoted));
        link->complained = true;
        link->failures++;
        return false;
    }
    if (link->complained)
        log_event(LOG_INFO, "database is back", "failures=%u", link->failures);
    link->complained = false;
    link->failures = 0;
    database_prune_builds(link->database);
    start_hints(link);
    return true;
}

static void on_timer(uv_timer_t *timer)
{
    struct database_link *link = timer->data;
    if (!link->database->sql && !open_again(link)) {
        again_in(link, pause_after(link->failures));
        return;
    }
    if (sql_shared(link->database->sql))
        again_in(link, LOOK_MS);
    look(link);
}

void database_link_start(struct database_link *link, uv_loop_t *loop)
{
    uv_timer_init(loop, &link->timer);
    link->timer.data = link;
    link->poll = NULL;
    on_timer(&link->timer);
}

void database_link_stop(struct database_link *link)
{
    stop_hints(link);
    uv_close((uv_handle_t *)&link->timer, NULL);
}
