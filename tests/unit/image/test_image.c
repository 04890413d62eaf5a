/* SPDX-License-Identifier: Apache-2.0 */
/* test_image.c: images that are none are told apart, and a good one lies where its code expects. */
#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "lib/image/image.h"
#include "tests/unit/test.h"

enum { PAGE = 4096, TEXT = 2 * PAGE, DATA = 3 * PAGE };

static struct image_header honest(void)
{
    uint64_t text = IMAGE_BASE + PAGE;
    struct image_header header = {
        .magic = IMAGE_MAGIC, .abi = RESYN_ABI, .text_size = TEXT, .data_size = DATA};
    header.entry[ENTRY_DECLARATION] = text + TEXT;
    header.entry[ENTRY_VERIFY] = text;
    header.entry[ENTRY_GENERATE] = text + 16;
    header.entry[ENTRY_OBSERVE] = text + 32;
    header.entry[ENTRY_SOLVE] = text + TEXT - 1;
    return header;
}

static int image_of(const struct image_header *header, off_t size)
{
    int fd = memfd_create("image", MFD_ALLOW_SEALING);
    assert_int_equal(ftruncate(fd, size), 0);
    assert_int_equal(pwrite(fd, header, sizeof *header, 0), sizeof *header);
    return fd;
}

static int check(const struct image_header *header, off_t size)
{
    struct image_header copy;
    struct error error = {0};
    int fd = image_of(header, size);
    int result = image_check(fd, &copy, &error);
    assert_true(result == 0 || error.text[0]);
    if (result == 0)
        assert_memory_equal(&copy, header, sizeof copy);
    close(fd);
    return result;
}

#define ASSERT_REFUSED(lie)                                            \
    do {                                                               \
        struct image_header header = honest();                         \
        lie;                                                           \
        assert_int_equal(check(&header, PAGE + TEXT + DATA), -EINVAL); \
    } while (0)

static void an_honest_image_passes(void **unused)
{
    struct image_header header = honest();
    assert_int_equal(check(&header, PAGE + TEXT + DATA), 0);
    assert_int_equal(check(&header, IMAGE_BYTES_MAX), 0);
}

static void a_checker_has_load_alone(void **unused)
{
    struct image_header header = honest();
    header.entry[ENTRY_LOAD] = header.entry[ENTRY_SOLVE];
    header.entry[ENTRY_GENERATE] = header.entry[ENTRY_OBSERVE] = header.entry[ENTRY_SOLVE] = 0;
    assert_int_equal(check(&header, PAGE + TEXT + DATA), 0);
}

static void sizes_are_checked(void **unused)
{
    struct image_header good = honest();
    assert_int_equal(check(&good, PAGE + TEXT + DATA - 1), -EINVAL);
    assert_int_equal(check(&good, IMAGE_BYTES_MAX + 1), -EINVAL);
    ASSERT_REFUSED(header.magic++);
    ASSERT_REFUSED(header.abi = 2);
    ASSERT_REFUSED(header.text_size = 0);
    ASSERT_REFUSED(header.text_size++);
    ASSERT_REFUSED(header.text_size = IMAGE_TEXT_MAX);
    ASSERT_REFUSED(header.text_size = 0xfffff000u);
    ASSERT_REFUSED(header.data_size = 0);
    ASSERT_REFUSED(header.data_size--);
    ASSERT_REFUSED(header.data_size = IMAGE_DATA_MAX + PAGE);
    ASSERT_REFUSED(header.data_size = 0xfffff000u);
}

static void entries_are_checked(void **unused)
{
    uint64_t text = IMAGE_BASE + PAGE, data = text + TEXT;
    ASSERT_REFUSED(header.entry[ENTRY_VERIFY] = 0);
    ASSERT_REFUSED(header.entry[ENTRY_VERIFY] = text - 1);
    ASSERT_REFUSED(header.entry[ENTRY_VERIFY] = data);
    ASSERT_REFUSED(header.entry[ENTRY_SOLVE] = 0);
    ASSERT_REFUSED(header.entry[ENTRY_ANOTHER] = 1);
    ASSERT_REFUSED(header.entry[ENTRY_LOAD] = STUB_BASE);
    ASSERT_REFUSED(header.entry[ENTRY_DECLARATION] = 0);
    ASSERT_REFUSED(header.entry[ENTRY_DECLARATION] = data - 1);
    ASSERT_REFUSED(header.entry[ENTRY_DECLARATION] = data + DATA);
    ASSERT_REFUSED(header.entry[ENTRY_DECLARATION] = data + DATA - sizeof(rs_declaration) + 1);
    ASSERT_REFUSED(header.entry[ENTRY_DECLARATION] = UINT64_MAX);
}

static void no_file_is_no_image(void **unused)
{
    struct image_header header;
    struct error error;
    int empty = memfd_create("empty", 0);
    assert_true(image_check(empty, &header, &error) < 0);
    assert_true(image_check(-1, &header, &error) < 0);
    close(empty);
}

static void sealed_is_for_ever(void **unused)
{
    struct image_header header = honest();
    struct error error;
    int fd = image_of(&header, PAGE + TEXT + DATA);
    const void *snapshot;
    assert_int_equal(image_map(fd, &header, &snapshot, &error), -EPERM);
    char *live = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    assert_int_equal(image_seal(fd, &error), -EBUSY);
    munmap(live, PAGE);
    assert_int_equal(image_seal(fd, &error), 0);
    assert_true(pwrite(fd, "x", 1, 0) < 0);
    assert_true(ftruncate(fd, 0) < 0);
    assert_ptr_equal(mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0), MAP_FAILED);
    close(fd);
}

/* Puts a function that returns 42 into text, and a string into data. */
static int runnable(const struct image_header *header)
{
    static const unsigned char answer[] = {0xb8, 42, 0, 0, 0, 0xc3}; /* mov $42, %eax; ret */
    off_t data = PAGE + (off_t)header->text_size;
    int fd = image_of(header, data + header->data_size);
    struct error error;
    assert_int_equal(pwrite(fd, answer, sizeof answer, PAGE), sizeof answer);
    assert_int_equal(pwrite(fd, "once", 4, data + header->data_size - 4), 4);
    assert_int_equal(image_seal(fd, &error), 0);
    return fd;
}

static void map_and_look(struct image_header *header)
{
    struct error error;
    const void *snapshot;
    int fd = runnable(header);
    assert_int_equal(image_map(fd, header, &snapshot, &error), 0);
    uint64_t base = IMAGE_BASE + PAGE;
    int (*function)(void) = (int (*)(void))base;
    assert_int_equal(function(), 42);
    char *data = (char *)(base + header->text_size), *last = data + header->data_size - 4;
    assert_memory_equal(last, "once", 4);
    memcpy(last, "more", 4); /* private: neither the file nor the snapshot follows */
    assert_memory_equal((const char *)snapshot + header->data_size - 4, "once", 4);
    /* A second image has no room there. */
    assert_true(image_map(fd, header, &snapshot, &error) < 0);
    close(fd);
    munmap((void *)IMAGE_BASE, PAGE + header->text_size + header->data_size);
}

static void a_mapped_image_runs(void **unused)
{
    struct image_header header = honest();
    map_and_look(&header);
    header.text_size = IMAGE_TEXT_MAX - PAGE;
    header.data_size = IMAGE_DATA_MAX;
    map_and_look(&header);
    header.text_size = header.data_size = PAGE;
    map_and_look(&header);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(an_honest_image_passes), cmocka_unit_test(a_checker_has_load_alone),
    cmocka_unit_test(sizes_are_checked),      cmocka_unit_test(entries_are_checked),
    cmocka_unit_test(no_file_is_no_image),    cmocka_unit_test(sealed_is_for_ever),
    cmocka_unit_test(a_mapped_image_runs),
};
RUN_TESTS(tests)
