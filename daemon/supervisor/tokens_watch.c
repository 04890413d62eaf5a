/* SPDX-License-Identifier: Apache-2.0 */
/* tokens_watch.c: see tokens_watch.h. Runs in the supervisor; owns the timer. A look at a file
 * costs some microseconds, and unlike inotify it misses nothing. */
#include "daemon/supervisor/tokens_watch.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "lib/base/log.h"
#include "lib/base/sealed.h"

enum { LOOK_MS = 400 };

/* Zero where there is none. */
static struct stat look(int directory)
{
    struct stat info = {0};
    int fd = openat(directory, TOKENS_FILE, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (fd >= 0 && fstat(fd, &info) < 0)
        info = (struct stat){0};
    if (fd >= 0)
        close(fd);
    return info;
}

static bool same(const struct stat *one, const struct stat *other)
{
    return one->st_dev == other->st_dev && one->st_ino == other->st_ino &&
           one->st_size == other->st_size && one->st_mode == other->st_mode &&
           one->st_ctim.tv_sec == other->st_ctim.tv_sec &&
           one->st_ctim.tv_nsec == other->st_ctim.tv_nsec;
}

int tokens_watch_open(struct tokens_watch *watch, int directory, struct error *error)
{
    watch->directory = directory;
    watch->seen = look(directory); /* before it is read: what changes between is read again */
    return tokens_read(directory, &watch->tokens, error);
}

int tokens_watch_file(const struct tokens_watch *watch)
{
    struct token_grant grants[TOKENS_MAX];
    memset(grants, 0, sizeof grants);
    for (unsigned i = 0; i < watch->tokens.count; i++) {
        memcpy(grants[i].hash, watch->tokens.all[i].hash, HASH_BYTES);
        grants[i].scopes = watch->tokens.all[i].scopes;
    }
    return sealed_file("resynd-tokens", grants, watch->tokens.count * sizeof *grants);
}

bool tokens_watch_grants(const struct tokens_watch *watch, enum scope scope)
{
    for (unsigned i = 0; i < watch->tokens.count; i++)
        if (watch->tokens.all[i].scopes & (unsigned)scope)
            return true;
    return false;
}

static void on_look(uv_timer_t *timer)
{
    struct tokens_watch *watch = timer->data;
    struct error error;
    char text[sizeof error.text * 2];
    struct stat now = look(watch->directory);
    if (same(&now, &watch->seen))
        return;
    watch->seen = now;
    if (tokens_read(watch->directory, &watch->tokens, &error) < 0)
        log_event(LOG_ERROR, "no token is accepted", "reason=%s",
                  log_quote(error.text, text, sizeof text));
    else
        log_event(LOG_INFO, "tokens changed", "count=%u", watch->tokens.count);
    int file = tokens_watch_file(watch);
    if (file >= 0)
        watch->changed(watch->context, file);
    else
        watch->seen = (struct stat){0}; /* again at the next look */
}

void tokens_watch_start(struct tokens_watch *watch, uv_loop_t *loop,
                        void (*changed)(void *context, int file), void *context)
{
    watch->changed = changed;
    watch->context = context;
    watch->timer.data = watch;
    uv_timer_init(loop, &watch->timer);
    uv_timer_start(&watch->timer, on_look, LOOK_MS, LOOK_MS);
}

void tokens_watch_close(struct tokens_watch *watch)
{
    uv_close((uv_handle_t *)&watch->timer, NULL);
}
