/* SPDX-License-Identifier: Apache-2.0 */
/* message.c: channel_receive on any packets that a peer may send, over a real socket and with real
 * descriptors: what passes is in the table, and no descriptor stays behind. Input: a byte that says
 * who sends to whom, then packets: a byte for the size, a byte for the descriptors, the bytes. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "lib/channel/channel.h"
#include "tests/unit/channel/descriptors.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum {
    PACKETS_MAX = 8,
    DESCRIPTORS_SENT_MAX = MESSAGE_DESCRIPTORS_MAX + 6, /* more than a receiver has room for */
    ODD_SIZE = 200,                                     /* sizes from here on: as the byte says */
};

static void must(bool holds)
{
    if (!holds)
        abort();
}

/* Raw: what channel_send would refuse goes out as well. */
static void send_packet(int fd, const uint8_t *bytes, size_t size, int count)
{
    union {
        struct cmsghdr header;
        char room[CMSG_SPACE(DESCRIPTORS_SENT_MAX * sizeof(int))];
    } control = {0};
    int descriptors[DESCRIPTORS_SENT_MAX];
    struct iovec part = {(void *)(uintptr_t)bytes, size};
    struct msghdr packet = {.msg_iov = &part, .msg_iovlen = 1};
    for (int i = 0; i < count; i++)
        descriptors[i] = fd;
    if (count > 0) {
        size_t taken = (size_t)count * sizeof(int);
        packet.msg_control = &control;
        packet.msg_controllen = CMSG_SPACE(taken);
        control.header.cmsg_level = SOL_SOCKET;
        control.header.cmsg_type = SCM_RIGHTS;
        control.header.cmsg_len = CMSG_LEN(taken);
        memcpy(CMSG_DATA(&control.header), descriptors, taken);
    }
    must(sendmsg(fd, &packet, MSG_NOSIGNAL) == (ssize_t)size);
}

/* Most packets have the right size: only then does more than the size get tried. */
static void send_all(int fd, const uint8_t *data, size_t size)
{
    for (int i = 0; i < PACKETS_MAX && size >= 2; i++) {
        uint8_t bytes[sizeof(struct message) + 256] = {0};
        size_t length = sizeof(struct message);
        if (data[0] >= ODD_SIZE)
            length = data[0] == 255 ? sizeof bytes : data[0] - ODD_SIZE + length - 28u;
        int count = data[1] % (DESCRIPTORS_SENT_MAX + 1);
        data += 2;
        size -= 2;
        size_t given = size < length ? size : length;
        memcpy(bytes, data, given);
        data += given;
        size -= given;
        send_packet(fd, bytes, length, count);
    }
}

static void check_descriptors(const int *descriptors, int count)
{
    must(count >= 0 && count <= MESSAGE_DESCRIPTORS_MAX);
    for (int i = 0; i < count; i++) {
        must(fcntl(descriptors[i], F_GETFD) == FD_CLOEXEC);
        close(descriptors[i]);
    }
}

static bool may_send(const struct message *message, enum peer from, enum peer to, int count)
{
    switch (message->kind) {
#define MESSAGE_CASE(name, sender, receiver, member, least, most)                    \
    case MESSAGE_##name:                                                             \
        return from == PEER_##sender && to == PEER_##receiver && count >= (least) && \
               count <= (most);
        MESSAGES(MESSAGE_CASE)
#undef MESSAGE_CASE
    default:
        return false;
    }
}

static void receive_all(int fd, enum peer from, enum peer to)
{
    for (;;) {
        struct message message;
        int descriptors[MESSAGE_DESCRIPTORS_MAX], count = -1;
        memset(&message, 0xa5, sizeof message);
        memset(descriptors, 0xff, sizeof descriptors);
        int result = channel_receive(fd, from, to, &message, descriptors, &count);
        must(*message_name(message.kind));
        check_descriptors(descriptors, count);
        if (result == 1) {
            must(may_send(&message, from, to, count));
        } else {
            must(count == 0);
            must(result == 0 || result == -EPIPE || result == -EPROTO);
        }
        if (result == 0)
            return;
        /* −EPIPE is an empty packet or the end: only the end repeats itself. */
        char next;
        if (result == -EPIPE && recv(fd, &next, 1, MSG_PEEK | MSG_DONTWAIT) == 0)
            return;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    int ends[2], before = descriptors_open();
    if (size < 1)
        return 0;
    must(channel_pair(ends) == 0);
    send_all(ends[0], data + 1, size - 1);
    shutdown(ends[0], SHUT_WR);
    receive_all(ends[1], (enum peer)(1 + data[0] % 3), (enum peer)(1 + data[0] / 4 % 3));
    close(ends[0]);
    close(ends[1]);
    must(descriptors_open() == before);
    return 0;
}
