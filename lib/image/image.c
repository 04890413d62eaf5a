/* SPDX-License-Identifier: Apache-2.0 */
/* image.c: see image.h: seals, checks and maps. The file comes from a process that a hostile source
 * may own, so the header is copied out once and only the copy is used. */
#include "lib/image/image.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PAGE = 4096 };

int image_seal(int fd, struct error *error)
{
    int seals = F_SEAL_WRITE | F_SEAL_GROW | F_SEAL_SHRINK | F_SEAL_SEAL;
    if (fcntl(fd, F_ADD_SEALS, seals) < 0)
        return error_set(error, -errno, "cannot seal the image: %s", strerror(errno));
    return 0;
}

static int header_read(int fd, struct image_header *header, struct error *error)
{
    struct stat status;
    if (fstat(fd, &status) < 0)
        return error_set(error, -errno, "cannot look at the image: %s", strerror(errno));
    ssize_t got = pread(fd, header, sizeof *header, 0);
    if (got < 0)
        return error_set(error, -errno, "cannot read the image: %s", strerror(errno));
    if (got != sizeof *header || header->magic != IMAGE_MAGIC)
        return error_set(error, -EINVAL, "the file is no image");
    if (header->abi != RESYN_ABI)
        return error_set(error, -EINVAL, "the image is of ABI %u, this is %u", header->abi,
                         (unsigned)RESYN_ABI);
    uint32_t text = header->text_size, data = header->data_size;
    if (text == 0 || text % PAGE || text >= IMAGE_TEXT_MAX)
        return error_set(error, -EINVAL, "the image has %u bytes of code", text);
    if (data == 0 || data % PAGE || data > IMAGE_DATA_MAX)
        return error_set(error, -EINVAL, "the image has %u bytes of static data: at most %u", data,
                         IMAGE_DATA_MAX);
    if (status.st_size < (off_t)PAGE + text + data || status.st_size > IMAGE_BYTES_MAX)
        return error_set(error, -EINVAL, "the image's file does not hold what its header says");
    return 0;
}

static const char *const entry_name[] = {
#define ENTRY_NAME(symbol, name, environment, checker, prototype) name,
    ENTRIES(ENTRY_NAME)
#undef ENTRY_NAME
};

static bool entry_in_place(const struct image_header *header, enum entry entry)
{
    uint64_t text = IMAGE_BASE + PAGE, data = text + header->text_size;
    uint64_t end = data + header->data_size, address = header->entry[entry];
    if (address == 0)
        return true;
    if (entry == ENTRY_DECLARATION)
        return address >= data && address <= end && end - address >= sizeof(rs_declaration);
    return address >= text && address < data;
}

static int entries_check(const struct image_header *header, struct error *error)
{
    for (enum entry entry = 0; entry < ENTRY_COUNT; entry++)
        if (!entry_in_place(header, entry))
            return error_set(error, -EINVAL, "`%s` does not lie where it must", entry_name[entry]);
    const uint64_t *entries = header->entry;
    if (!entries[ENTRY_DECLARATION] || !entries[ENTRY_VERIFY])
        return error_set(error, -EINVAL, "the image has no `%s`",
                         entry_name[entries[ENTRY_VERIFY] ? ENTRY_DECLARATION : ENTRY_VERIFY]);
    bool environment = entries[ENTRY_GENERATE] && entries[ENTRY_OBSERVE] && entries[ENTRY_SOLVE];
    if (!environment && !entries[ENTRY_LOAD])
        return error_set(error, -EINVAL,
                         "the image is neither an environment (`generate`, `observe`, `solve`) nor "
                         "a checker (`load`)");
    return 0;
}

int image_check(int fd, struct image_header *header, struct error *error)
{
    int result = header_read(fd, header, error);
    return result < 0 ? result : entries_check(header, error);
}

/* One piece of the file at the address where the code expects it. */
static int piece_map(int fd, uint64_t address, size_t size, off_t offset, int protection,
                     struct error *error)
{
    void *where = (void *)address; /* NOLINT: the image's own, fixed address */
    void *got = mmap(where, size, protection, MAP_PRIVATE | MAP_FIXED_NOREPLACE, fd, offset);
    if (got == where)
        return 0;
    int code = got == MAP_FAILED ? -errno : -EEXIST;
    if (got != MAP_FAILED)
        munmap(got, size);
    return error_set(error, code, "cannot map the image: %s", strerror(-code));
}

int image_map(int fd, const struct image_header *header, const void **snapshot, struct error *error)
{
    /* What can still change was not checked; and a file that shrinks under its map is a SIGBUS. */
    int need = F_SEAL_WRITE | F_SEAL_SHRINK, seals = fcntl(fd, F_GET_SEALS);
    if (seals < 0 || (seals & need) != need)
        return error_set(error, -EPERM, "the image is not sealed");

    size_t text = header->text_size, data = header->data_size;
    off_t data_offset = (off_t)(PAGE + text);
    uint64_t data_address = IMAGE_BASE + PAGE + text;
    int result = piece_map(fd, IMAGE_BASE, PAGE, 0, PROT_READ, error);
    if (result == 0)
        result = piece_map(fd, IMAGE_BASE + PAGE, text, PAGE, PROT_READ | PROT_EXEC, error);
    if (result == 0)
        result = piece_map(fd, data_address, data, data_offset, PROT_READ | PROT_WRITE, error);
    if (result < 0)
        return result;
    void *copy = mmap(NULL, data, PROT_READ, MAP_PRIVATE, fd, data_offset);
    if (copy == MAP_FAILED)
        return error_set(error, -errno, "cannot map the image's data: %s", strerror(errno));
    *snapshot = copy;
    return 0;
}
