/* SPDX-License-Identifier: Apache-2.0 */
/* test_hash.c: the digest that names a version, against FIPS 180-4's examples. */
#include "lib/base/hash.h"

#include "tests/unit/test.h"

static void known_digests(void **state)
{
    uint8_t hash[HASH_BYTES];
    char hex[HASH_HEX];
    hash_bytes("abc", 3, hash);
    hash_hex(hash, hex);
    assert_string_equal(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    hash_bytes("", 0, hash);
    hash_hex(hash, hex);
    assert_string_equal(hex, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

static const struct CMUnitTest tests[] = {cmocka_unit_test(known_digests)};
RUN_TESTS(tests)
