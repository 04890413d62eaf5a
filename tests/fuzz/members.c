/* SPDX-License-Identifier: Apache-2.0 */
/* members.c: the members of an object as they stand in its text, against document.c's. Of text that
 * is no JSON only that nothing outside it is read. */
#include <stdlib.h>
#include <string.h>

#include "lib/json/document.h"
#include "lib/json/members.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds)
        abort();
}

static bool is_ascii(const struct value *key)
{
    for (size_t i = 0; i < key->size; i++)
        if (key->text[i] <= 0 || (unsigned char)key->text[i] > 0x7e || key->text[i] < ' ')
            return false;
    return true;
}

/* The text from a value's first byte to its last is that value. */
static void check_value(const struct member *member)
{
    static struct document document = {.secret = 5};
    size_t size = (size_t)(member->end - member->value);
    char *text = malloc(size + 2);
    must(text != NULL);
    text[0] = '[';
    memcpy(text + 1, member->value, size);
    text[size + 1] = ']';
    must(document_read(&document, text, size + 2) == 0 && document.values->size == 1);
    free(text);
}

static void compare(const struct document *document, const char *text, size_t size)
{
    const struct value *root = document->values, *end = value_next(root), *key = value_first(root);
    struct members members;
    struct member member;
    members_open(&members, text, size);
    if (root->kind != VALUE_OBJECT)
        end = key;
    for (; key < end; key = value_next(key + 1)) {
        must(members_next(&members, &member));
        check_value(&member);
        if (is_ascii(key)) /* an escape like \/ is the only other way to write a name */
            must(member_is(&member, key->text) || memchr(member.key, '\\', member.key_size));
    }
    must(!members_next(&members, &member));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct document document = {.secret = 17};
    char *text = malloc(size + 1), *copy = malloc(size + 1);
    must(text && copy);
    if (size) {
        memcpy(text, data, size);
        memcpy(copy, data, size);
    }
    char *exact = realloc(text, size ? size : 1); /* so that the sanitizer sees what lies beyond */
    must(exact != NULL);
    struct members members;
    struct member member;
    for (members_open(&members, exact, size); members_next(&members, &member);) {
        must(member.start >= exact && member.end <= exact + size && member.start < member.value);
        member_is(&member, "reward");
        member_begins(&member, "resynd_");
    }
    if (document_read(&document, copy, size) == 0)
        compare(&document, exact, size);
    free(exact);
    free(copy);
    return 0;
}
