/* SPDX-License-Identifier: Apache-2.0 */
/* mailbox.c: see mailbox.h. The lock is held for two assignments at a time. */
#include "daemon/front/engine/mailbox.h"

#include "daemon/front/engine/memory.h"

static void on_async(uv_async_t *async)
{
    mailbox_empty(async->data);
}

int mailbox_open(struct mailbox *mailbox, uv_loop_t *loop,
                 void (*deliver)(void *owner, struct letter *letter), void *owner)
{
    pthread_mutex_init(&mailbox->lock, NULL);
    mailbox->first = NULL;
    mailbox->last = &mailbox->first;
    mailbox->deliver = deliver;
    mailbox->owner = owner;
    mailbox->async.data = mailbox;
    return uv_async_init(loop, &mailbox->async, on_async);
}

struct letter *letter_new(enum letter_kind kind)
{
    struct letter *letter = memory_new(sizeof *letter);
    letter->kind = kind;
    return letter;
}

void mailbox_post(struct mailbox *mailbox, struct letter *letter)
{
    letter->next = NULL;
    pthread_mutex_lock(&mailbox->lock);
    *mailbox->last = letter;
    mailbox->last = &letter->next;
    pthread_mutex_unlock(&mailbox->lock);
    uv_async_send(&mailbox->async);
}

void mailbox_empty(struct mailbox *mailbox)
{
    pthread_mutex_lock(&mailbox->lock);
    struct letter *letter = mailbox->first;
    mailbox->first = NULL;
    mailbox->last = &mailbox->first;
    pthread_mutex_unlock(&mailbox->lock);
    while (letter) {
        struct letter *next = letter->next;
        mailbox->deliver(mailbox->owner, letter);
        letter = next;
    }
}

void mailbox_close(struct mailbox *mailbox)
{
    uv_close((uv_handle_t *)&mailbox->async, NULL);
}

void mailbox_deinit(struct mailbox *mailbox)
{
    pthread_mutex_destroy(&mailbox->lock);
}
