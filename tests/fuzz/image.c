/* SPDX-License-Identifier: Apache-2.0 */
/* image.c: image_check on any file. What it lets pass must lie where a worker will look for it. */
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "lib/image/image.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds)
        abort();
}

static void header_judge(const struct image_header *header, uint64_t size)
{
    uint64_t text = IMAGE_BASE + 4096, static_data = text + header->text_size;
    must(header->text_size < IMAGE_TEXT_MAX && header->data_size <= IMAGE_DATA_MAX);
    must(4096 + (uint64_t)header->text_size + header->data_size <= size);
    must(header->entry[ENTRY_DECLARATION] >= static_data);
    must(header->entry[ENTRY_DECLARATION] + sizeof(rs_declaration) <=
         static_data + header->data_size);
    for (int entry = ENTRY_DECLARATION + 1; entry < ENTRY_COUNT; entry++)
        must(header->entry[entry] == 0 ||
             (header->entry[entry] >= text && header->entry[entry] < static_data));
}

/* The input is the header; its first bytes beyond say how many pages the file has. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static int fd = -1;
    struct image_header header;
    struct error error;
    size_t head = size < sizeof header ? size : sizeof header;
    size_t pages = size > head ? data[head] : 0;
    if (fd < 0)
        fd = memfd_create("image", 0);
    size_t length = head + pages * 4096;
    must(ftruncate(fd, 0) == 0 && ftruncate(fd, (off_t)length) == 0);
    must(head == 0 || pwrite(fd, data, head, 0) == (ssize_t)head);
    if (image_check(fd, &header, &error) == 0)
        header_judge(&header, length);
    return 0;
}
