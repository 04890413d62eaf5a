/* SPDX-License-Identifier: Apache-2.0 */
/* request_address.c: see request_address.h. */
#include "daemon/front/request_address.h"

#include <assert.h>
#include <errno.h>
#include <string.h>

#include "lib/base/decimal.h"

/* What is left to read. */
struct rest {
    const char *at, *end;
};

static bool is_name_byte(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9') || byte == '_';
}

static bool is_hex_byte(char byte)
{
    return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'f');
}

/* Copies the longest run of bytes that `belongs` takes. 0 bytes where it is longer than `room`. */
static size_t read_run(struct rest *rest, bool (*belongs)(char), char *out, size_t room)
{
    size_t size = 0;
    while (rest->at + size < rest->end && belongs(rest->at[size]))
        size++;
    if (size >= room)
        return 0;
    memcpy(out, rest->at, size);
    out[size] = '\0';
    rest->at += size;
    return size;
}

static bool read_byte(struct rest *rest, char byte)
{
    if (rest->at == rest->end || *rest->at != byte)
        return false;
    rest->at++;
    return true;
}

static bool read_number(struct rest *rest, uint64_t most, uint64_t *out)
{
    const char *start = rest->at;
    uint64_t value = 0;
    for (; rest->at < rest->end && *rest->at >= '0' && *rest->at <= '9'; rest->at++) {
        unsigned digit = (unsigned)(*rest->at - '0');
        if (value > (most - digit) / 10)
            return false;
        value = value * 10 + digit;
    }
    *out = value;
    return rest->at > start && (*start != '0' || rest->at == start + 1);
}

static int read_environment(struct rest *rest, struct address *out, struct error *error)
{
    *out = (struct address){0};
    if (!read_run(rest, is_name_byte, out->name, sizeof out->name))
        return error_set(error, -EINVAL,
                         "an environment's name is 1 to %d lower case letters, digits and "
                         "underscores",
                         NAME_MAX_BYTES - 1);
    if (!read_byte(rest, '@'))
        return 0;
    if (read_run(rest, is_hex_byte, out->version, sizeof out->version) < VERSION_SHORT)
        return error_set(error, -EINVAL,
                         "a version is %d to %d lower case hexadecimal digits of its SHA-256",
                         VERSION_SHORT, HASH_HEX - 1);
    return 0;
}

int address_parse_environment(const char *text, size_t size, struct address *out,
                              struct error *error)
{
    struct rest rest = {text, text + size};
    int status = read_environment(&rest, out, error);
    if (status == 0 && rest.at != rest.end)
        status = error_set(error, -EINVAL, "write an environment as name@version, such as %s",
                           "n_queens@3fa9c1d27b04");
    return status;
}

int address_parse_instance(const char *text, size_t size, struct address *out, struct error *error)
{
    struct rest rest = {text, text + size};
    int status = read_environment(&rest, out, error);
    if (status < 0)
        return status;
    uint64_t level = 0;
    if (!*out->version || !read_byte(&rest, ':') ||
        !read_number(&rest, ADDRESS_LEVEL_MAX, &level) || !read_byte(&rest, ':') ||
        !read_number(&rest, SEED_MAX, &out->seed) || rest.at != rest.end)
        return error_set(error, -EINVAL, "write an instance as name@version:level:seed, such as %s",
                         "n_queens@3fa9c1d27b04:3:17");
    out->level = (unsigned)level;
    return 0;
}

static char *print_environment(const char *name, const char *hex, char *out)
{
    out = mempcpy(out, name, strnlen(name, NAME_MAX_BYTES - 1));
    *out++ = '@';
    return mempcpy(out, hex, strnlen(hex, VERSION_SHORT));
}

const char *address_print_environment(const char *name, const char *hex, char out[ADDRESS_BYTES])
{
    *print_environment(name, hex, out) = '\0';
    return out;
}

const char *address_print_instance(const char *name, const char *hex, unsigned level, uint64_t seed,
                                   char out[ADDRESS_BYTES])
{
    assert(level <= ADDRESS_LEVEL_MAX && seed <= SEED_MAX); /* else `out` is too small */
    char *at = print_environment(name, hex, out);
    *at++ = ':';
    at += decimal_unsigned(level, at);
    *at++ = ':';
    at += decimal_unsigned(seed, at);
    *at = '\0';
    return out;
}
