/* SPDX-License-Identifier: Apache-2.0 */
/* feed.c: see feed.h. Runs in the store; owns the socket and what waits to be sent. */
#include "daemon/store/feed.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "lib/base/log.h"
#include "lib/channel/channel.h"

struct feed {
    uv_poll_t poll;
    struct outbox outbox;
    struct feed **slot;
    struct feed_events told;
    int fd, events;
    bool closing;
};

static void on_closed(uv_handle_t *handle)
{
    struct feed *feed = handle->data;
    outbox_deinit(&feed->outbox);
    close(feed->fd);
    free(feed);
}

void feed_close(struct feed *feed)
{
    if (!feed || feed->closing)
        return;
    feed->closing = true;
    if (*feed->slot == feed)
        *feed->slot = NULL;
    uv_poll_stop(&feed->poll);
    uv_close((uv_handle_t *)&feed->poll, on_closed);
}

static void on_event(uv_poll_t *poll, int status, int events);

static void poll_for(struct feed *feed, int events)
{
    if (feed->events == events)
        return;
    feed->events = events;
    uv_poll_start(&feed->poll, events, on_event);
}

/* The table lets nothing else through than FRONT_BUILT, FRONT_LOG and FRONT_CHANGE. */
static int receive(struct feed *feed)
{
    struct message message;
    int descriptors[MESSAGE_DESCRIPTORS_MAX], count;
    int result = channel_receive(feed->fd, PEER_FRONT, PEER_STORE, &message, descriptors, &count);
    if (result == 1 && message.kind == MESSAGE_FRONT_BUILT) {
        const struct build_files files = {descriptors[0], descriptors[1]};
        feed->told.built(feed->told.context, message.store_entry.version, &files);
    } else if (result == 1 && message.kind == MESSAGE_FRONT_LOG) {
        feed->told.log(feed->told.context);
    } else if (result == 1) {
        feed->told.change(feed->told.context, &message, descriptors, count);
    }
    for (int i = 0; i < count; i++)
        close(descriptors[i]);
    return result;
}

static void on_event(uv_poll_t *poll, int status, int events)
{
    struct feed *feed = poll->data;
    int waiting = outbox_flush(&feed->outbox);
    int result = receive(feed);
    if (result < 0 || waiting < 0) {
        log_event(LOG_INFO, "front gone", "%s", "");
        feed_close(feed);
        return;
    }
    poll_for(feed, waiting ? UV_READABLE | UV_WRITABLE : UV_READABLE);
}

struct feed *feed_open(uv_loop_t *loop, int fd, const struct feed_events *events,
                       struct feed **slot)
{
    struct feed *feed = calloc(1, sizeof *feed);
    if (!feed || uv_poll_init(loop, &feed->poll, fd) < 0) {
        free(feed);
        close(fd);
        return NULL;
    }
    feed->poll.data = feed;
    feed->slot = slot;
    feed->told = *events;
    feed->fd = fd;
    outbox_init(&feed->outbox, fd);
    poll_for(feed, UV_READABLE);
    return feed;
}

/* Takes the descriptors. */
static void send_message(struct feed *feed, const struct message *message, const int *descriptors,
                         int count)
{
    if (outbox_send(&feed->outbox, message, descriptors, count) < 0)
        shutdown(feed->fd, SHUT_RDWR); /* the loop will find it gone */
    else if (feed->outbox.waiting)
        poll_for(feed, UV_READABLE | UV_WRITABLE);
}

static struct message make_message(uint32_t kind, const struct library_version *version)
{
    struct message message = {.kind = kind};
    const char *quarantine = library_quarantine_of(version);
    memcpy(message.store_entry.name, version->title->name, sizeof message.store_entry.name);
    memcpy(message.store_entry.version, version->version, sizeof message.store_entry.version);
    message.store_entry.active = library_active(version->title) == version;
    snprintf(message.store_entry.quarantine, sizeof message.store_entry.quarantine, "%s",
             quarantine ? quarantine : "");
    return message;
}

void feed_entry(struct feed *feed, const struct library_version *version,
                const struct build_files *files)
{
    struct message message = make_message(MESSAGE_STORE_ENTRY, version);
    lseek(version->source, 0, SEEK_SET); /* shared with whoever it was sent to before */
    int descriptors[] = {fcntl(version->source, F_DUPFD_CLOEXEC, 0), files->image, files->findings};
    if (descriptors[0] >= 0) {
        send_message(feed, &message, descriptors, files->image >= 0 ? 3 : 1);
        return;
    }
    if (files->image >= 0) {
        close(files->image);
        close(files->findings);
    }
    log_event(LOG_ERROR, "no descriptor left", "name=%s reason=\"%s\"", version->title->name,
              strerror(errno));
    shutdown(feed->fd, SHUT_RDWR); /* a front with half of a library would not know it */
}

void feed_gone(struct feed *feed, const struct library_version *version)
{
    struct message message = make_message(MESSAGE_STORE_GONE, version);
    send_message(feed, &message, NULL, 0);
}

void feed_send(struct feed *feed, const struct message *message, int file)
{
    send_message(feed, message, &file, file >= 0);
}

void feed_synced(struct feed *feed)
{
    static const struct message message = {.kind = MESSAGE_STORE_SYNCED};
    send_message(feed, &message, NULL, 0);
}
