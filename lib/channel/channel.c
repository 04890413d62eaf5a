/* SPDX-License-Identifier: Apache-2.0 */
/* channel.c: packets and the descriptors beside them. Runs in every long-lived process; owns
 * nothing; blocks in channel_await only. A peer may be hostile: a packet counts only if its size,
 * its kind, its direction and its number of descriptors are those of the table. */
#include "lib/channel/channel.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdbool.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

struct message_row {
    const char *name;
    enum peer from, to;
    int least, most; /* descriptors */
};

static const struct message_row rows[MESSAGE_KINDS] = {
#define MESSAGE_ROW(kind, from, to, member, least, most) \
    [MESSAGE_##kind] = {#kind, PEER_##from, PEER_##to, least, most},
    MESSAGES(MESSAGE_ROW)
#undef MESSAGE_ROW
};

static const struct message_row *find_row(uint32_t kind)
{
    return kind > MESSAGE_NONE && kind < MESSAGE_KINDS ? &rows[kind] : NULL;
}

static bool count_fits(const struct message_row *row, int count)
{
    return count >= row->least && count <= row->most;
}

const char *message_name(uint32_t kind)
{
    const struct message_row *row = find_row(kind);
    return row ? row->name : "unknown";
}

int channel_pair(int ends[2])
{
    int type = SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK;
    return socketpair(AF_UNIX, type, 0, ends) < 0 ? -errno : 0;
}

/* Room for the descriptors of one message; the union aligns it for struct cmsghdr. */
union control {
    struct cmsghdr header;
    char bytes[CMSG_SPACE(MESSAGE_DESCRIPTORS_MAX * sizeof(int))];
};

int channel_send(int fd, const struct message *message, const int *descriptors, int count)
{
    const struct message_row *row = find_row(message->kind);
    if (!row || !count_fits(row, count))
        return -EINVAL;
    struct message copy = *message; /* sendmsg does not write, but takes no const */
    struct iovec part = {&copy, sizeof copy};
    struct msghdr packet = {.msg_iov = &part, .msg_iovlen = 1};
    union control control;
    if (count > 0) {
        size_t size = (size_t)count * sizeof(int);
        memset(&control, 0, sizeof control);
        packet.msg_control = &control;
        packet.msg_controllen = CMSG_SPACE(size);
        control.header.cmsg_level = SOL_SOCKET;
        control.header.cmsg_type = SCM_RIGHTS;
        control.header.cmsg_len = CMSG_LEN(size);
        memcpy(CMSG_DATA(&control.header), descriptors, size);
    }
    for (;;) {
        if (sendmsg(fd, &packet, MSG_NOSIGNAL | MSG_DONTWAIT) >= 0)
            return 0;
        if (errno == EINTR)
            continue;
        /* ETOOMANYREFS: more descriptors are under way than an unprivileged user may have; they
         * get fewer as the peer reads. */
        return errno == EWOULDBLOCK || errno == ETOOMANYREFS ? -EAGAIN : -errno;
    }
}

/* Takes every descriptor out of the packet, in order: the first MESSAGE_DESCRIPTORS_MAX are kept,
 * the others closed. Returns how many came. Padding in the control buffer has room for one more
 * than was asked for, so the count is checked here and not left to MSG_CTRUNC. */
static int take_descriptors(struct msghdr *packet, int *descriptors)
{
    int count = 0;
    for (struct cmsghdr *part = CMSG_FIRSTHDR(packet); part; part = CMSG_NXTHDR(packet, part)) {
        if (part->cmsg_level != SOL_SOCKET || part->cmsg_type != SCM_RIGHTS)
            continue;
        size_t bytes = part->cmsg_len - CMSG_LEN(0);
        for (size_t at = 0; at + sizeof(int) <= bytes; at += sizeof(int), count++) {
            int fd;
            memcpy(&fd, CMSG_DATA(part) + at, sizeof fd);
            if (count < MESSAGE_DESCRIPTORS_MAX)
                descriptors[count] = fd;
            else
                close(fd);
        }
    }
    return count;
}

static void close_all(const int *descriptors, int count)
{
    for (int i = 0; i < count && i < MESSAGE_DESCRIPTORS_MAX; i++)
        close(descriptors[i]);
}

static int check(const struct message *message, ssize_t size, const struct msghdr *packet,
                 enum peer from, enum peer to, int count)
{
    if (size != (ssize_t)sizeof *message || (packet->msg_flags & MSG_TRUNC))
        return -EPROTO;
    const struct message_row *row = find_row(message->kind);
    if (!row || row->from != from || row->to != to)
        return -EPROTO;
    /* Truncated although there was room: it is this process that has no descriptor left. */
    if ((packet->msg_flags & MSG_CTRUNC) && count < MESSAGE_DESCRIPTORS_MAX)
        return -EMFILE;
    return count_fits(row, count) ? 1 : -EPROTO;
}

int channel_receive(int fd, enum peer from, enum peer to, struct message *message, int *descriptors,
                    int *count)
{
    struct iovec part = {message, sizeof *message};
    union control control;
    struct msghdr packet = {.msg_iov = &part,
                            .msg_iovlen = 1,
                            .msg_control = &control,
                            .msg_controllen = sizeof control};
    *count = 0;
    ssize_t size;
    do
        size = recvmsg(fd, &packet, MSG_CMSG_CLOEXEC | MSG_DONTWAIT);
    while (size < 0 && errno == EINTR);
    if (size < 0) {
        if (errno == EAGAIN || errno == EWOULDBLOCK)
            return 0;
        return errno == ECONNRESET ? -EPIPE : -errno;
    }
    int came = take_descriptors(&packet, descriptors);
    int result = size == 0 ? -EPIPE : check(message, size, &packet, from, to, came);
    if (result == 1)
        *count = came;
    else
        close_all(descriptors, came);
    return result;
}

int channel_await(int fd, enum peer from, enum peer to, struct message *message, int *descriptors,
                  int *count)
{
    struct pollfd wait = {.fd = fd, .events = POLLIN};
    int result;
    while ((result = channel_receive(fd, from, to, message, descriptors, count)) == 0)
        if (poll(&wait, 1, -1) < 0 && errno != EINTR)
            return -errno;
    return result;
}
