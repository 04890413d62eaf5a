/* SPDX-License-Identifier: Apache-2.0 */
/* address.c: addresses of environments and instances: what is read is printed as it was written. */
#include <stdlib.h>
#include <string.h>

#include "daemon/front/request_address.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds)
        abort();
}

/* The version's digits beyond the first twelve are not printed. */
static void check_same(const char *text, size_t size, const char *printed, size_t version)
{
    const char *at = memchr(text, '@', size);
    size_t cut = version - VERSION_SHORT;
    size_t head = at ? (size_t)(at - text) + 1 + VERSION_SHORT : size;
    must(strlen(printed) == size - cut);
    must(memcmp(printed, text, head) == 0);
    must(memcmp(printed + head, text + head + cut, size - cut - head) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct address address;
    struct error error = {0};
    char printed[ADDRESS_BYTES];
    const char *text = (const char *)data;
    if (address_parse_environment(text, size, &address, &error) == 0) {
        must(strlen(address.name) < sizeof address.name);
        if (*address.version)
            check_same(text, size,
                       address_print_environment(address.name, address.version, printed),
                       strlen(address.version));
    } else {
        must(*error.text);
    }
    if (address_parse_instance(text, size, &address, &error) == 0) {
        must(address.level <= ADDRESS_LEVEL_MAX && address.seed <= SEED_MAX);
        check_same(text, size,
                   address_print_instance(address.name, address.version, address.level,
                                          address.seed, printed),
                   strlen(address.version));
    }
    return 0;
}
