/* SPDX-License-Identifier: Apache-2.0 */
/* native.c: see native.h. */
#include "tests/process/worker/native.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "lib/image/image.h"
#include "tests/unit/test.h"

enum { PAGE = 4096 };

extern const char native_begin[], native_end[];
#define NATIVE_EXTERN(name) extern const char native_##name[];
NATIVES(NATIVE_EXTERN)
#undef NATIVE_EXTERN

static const char *const functions[] = {
#define NATIVE_FUNCTION(name) native_##name,
    NATIVES(NATIVE_FUNCTION)
#undef NATIVE_FUNCTION
};

rs_declaration native_declaration(void)
{
    return (rs_declaration){
        .abi = RESYN_ABI, .state_size = 8, .score = RS_BINARY, .levels = 5, .rest = RS_IGNORED};
}

int native_build(enum native native, const rs_declaration *declaration, bool sealed)
{
    uint64_t text = IMAGE_BASE + PAGE;
    struct image_header header = {
        .magic = IMAGE_MAGIC, .abi = RESYN_ABI, .text_size = PAGE, .data_size = PAGE};
    header.entry[ENTRY_DECLARATION] = text + PAGE;
    header.entry[ENTRY_VERIFY] = text + (uint64_t)(functions[native] - native_begin);
    header.entry[ENTRY_GENERATE] = header.entry[ENTRY_OBSERVE] = header.entry[ENTRY_SOLVE] = text;
    size_t size = (size_t)(native_end - native_begin);
    struct error error;
    int fd = memfd_create("native", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    assert_int_equal(ftruncate(fd, 3 * PAGE), 0);
    assert_int_equal(pwrite(fd, &header, sizeof header, 0), sizeof header);
    assert_int_equal(pwrite(fd, native_begin, size, PAGE), size);
    assert_int_equal(pwrite(fd, declaration, sizeof *declaration, 2 * PAGE), sizeof *declaration);
    if (sealed)
        assert_int_equal(image_seal(fd, &error), 0);
    return fd;
}

int native_image(enum native native)
{
    rs_declaration declaration = native_declaration();
    return native_build(native, &declaration, true);
}
