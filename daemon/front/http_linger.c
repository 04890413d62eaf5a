/* SPDX-License-Identifier: Apache-2.0 */
/* http_linger.c: see http_linger.h. */
#include "daemon/front/http_linger.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

struct http_linger {
    struct http_thread *thread;
    struct http_linger *next, *previous;
    uv_poll_t poll;
    int fd; /* owned */
    size_t read;
    uint64_t until_ns;
};

static void on_closed(uv_handle_t *handle)
{
    struct http_linger *linger = handle->data;
    close(linger->fd);
    free(linger);
}

static void end(struct http_linger *linger)
{
    *(linger->previous ? &linger->previous->next : &linger->thread->lingers) = linger->next;
    if (linger->next)
        linger->next->previous = linger->previous;
    linger->thread->linger_count--;
    uv_close((uv_handle_t *)&linger->poll, on_closed);
}

static void on_readable(uv_poll_t *poll, int status, int events)
{
    static _Thread_local char scrap[64 * 1024];
    struct http_linger *linger = poll->data;
    ssize_t got = status < 0 ? -1 : recv(linger->fd, scrap, sizeof scrap, MSG_DONTWAIT);
    if (got < 0 && (errno == EAGAIN || errno == EINTR) && status >= 0)
        return;
    if (got > 0 && (linger->read += (size_t)got) < HTTP_DISCARD_MAX)
        return;
    end(linger);
}

void http_linger_start(struct http_thread *thread, int fd)
{
    struct http_linger *linger =
        thread->linger_count < LINGERS_MAX ? calloc(1, sizeof *linger) : NULL;
    if (!linger)
        return;
    linger->thread = thread;
    linger->fd = fcntl(fd, F_DUPFD_CLOEXEC, 0);
    if (linger->fd < 0 || uv_poll_init(thread->loop, &linger->poll, linger->fd) < 0) {
        if (linger->fd >= 0)
            close(linger->fd);
        free(linger);
        return;
    }
    linger->poll.data = linger;
    linger->until_ns = uv_hrtime() + LINGER_SECONDS * (uint64_t)1000000000;
    linger->next = thread->lingers;
    if (linger->next)
        linger->next->previous = linger;
    thread->lingers = linger;
    thread->linger_count++;
    uv_poll_start(&linger->poll, UV_READABLE, on_readable);
}

void http_lingers_sweep(struct http_thread *thread, uint64_t now_ns)
{
    for (struct http_linger *linger = thread->lingers, *next; linger; linger = next) {
        next = linger->next;
        if (linger->until_ns <= now_ns)
            end(linger);
    }
}
