/* SPDX-License-Identifier: Apache-2.0 */
/* sealed.c: see sealed.h. */
#include "lib/base/sealed.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

int sealed_file(const char *name, const void *bytes, size_t size)
{
    int fd = memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (fd < 0)
        return -errno;
    int seals = F_SEAL_WRITE | F_SEAL_GROW | F_SEAL_SHRINK | F_SEAL_SEAL;
    ssize_t written = pwrite(fd, bytes, size, 0); /* leaves the position at 0 */
    if (written == (ssize_t)size && fcntl(fd, F_ADD_SEALS, seals) == 0)
        return fd;
    int code = written < 0 || written == (ssize_t)size ? errno : ENOSPC;
    close(fd);
    return -code;
}
