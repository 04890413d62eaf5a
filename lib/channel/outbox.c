/* SPDX-License-Identifier: Apache-2.0 */
/* outbox.c: a queue before a channel, so that a slow peer blocks nobody. Owns the descriptors that
 * wait. */
#include "lib/channel/channel.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A peer that reads nothing must not take all memory: some MiB, more than any honest burst. */
enum { OUTBOX_WAITING_MAX = 16384 };

struct outbox_item {
    struct outbox_item *next;
    struct message message;
    int count;
    int descriptors[MESSAGE_DESCRIPTORS_MAX];
};

static void close_all(const int *descriptors, int count)
{
    for (int i = 0; i < count; i++)
        close(descriptors[i]);
}

void outbox_init(struct outbox *outbox, int fd)
{
    *outbox = (struct outbox){.fd = fd};
    outbox->last = &outbox->first;
}

static void drop_first(struct outbox *outbox)
{
    struct outbox_item *item = outbox->first;
    outbox->first = item->next;
    if (!outbox->first)
        outbox->last = &outbox->first;
    outbox->waiting--;
    close_all(item->descriptors, item->count);
    free(item);
}

void outbox_deinit(struct outbox *outbox)
{
    while (outbox->first)
        drop_first(outbox);
    outbox->fd = -1;
}

static int append(struct outbox *outbox, const struct message *message, const int *descriptors,
                  int count)
{
    if (outbox->waiting >= OUTBOX_WAITING_MAX)
        return -ENOBUFS;
    struct outbox_item *item = malloc(sizeof *item);
    if (!item)
        return -ENOMEM;
    *item = (struct outbox_item){.message = *message, .count = count};
    if (count > 0)
        memcpy(item->descriptors, descriptors, (size_t)count * sizeof(int));
    *outbox->last = item;
    outbox->last = &item->next;
    outbox->waiting++;
    return 0;
}

int outbox_send(struct outbox *outbox, const struct message *message, const int *descriptors,
                int count)
{
    int result = -EAGAIN;
    if (count > MESSAGE_DESCRIPTORS_MAX)
        result = -EINVAL;
    else if (!outbox->first) /* nothing may overtake what waits */
        result = channel_send(outbox->fd, message, descriptors, count);
    if (result == -EAGAIN) {
        result = append(outbox, message, descriptors, count);
        if (result == 0)
            return 0;
    }
    close_all(descriptors, count);
    return result;
}

int outbox_flush(struct outbox *outbox)
{
    while (outbox->first) {
        struct outbox_item *item = outbox->first;
        int result = channel_send(outbox->fd, &item->message, item->descriptors, item->count);
        if (result == -EAGAIN)
            return 1;
        if (result < 0)
            return result;
        drop_first(outbox);
    }
    return 0;
}
