/* SPDX-License-Identifier: Apache-2.0 */
/* formats.c: what libtcc does not check: that a format's conversions exist and have their
 * arguments. A wrong one reads whatever lies on the stack, or writes to it. */
#include "lib/compile/formats.h"

#include <string.h>

struct reader {
    const char *text;
    size_t size, at;
    struct format_verdict verdict;
};

static char here(const struct reader *r)
{
    return r->at < r->size ? r->text[r->at] : '\0';
}

static bool is_one_of(char c, const char *set)
{
    return c != '\0' && strchr(set, c) != NULL;
}

static void refuse(struct reader *r, const char *wrong)
{
    if (r->verdict.wrong == NULL)
        r->verdict.wrong = wrong;
}

/* Digits; true where there are any. */
static bool take_number(struct reader *r)
{
    unsigned long value = 0;
    size_t start = r->at;
    while (here(r) >= '0' && here(r) <= '9') {
        if (value <= FORMAT_WIDTH_MAX)
            value = value * 10 + (unsigned long)(here(r) - '0');
        r->at++;
    }
    if (value > FORMAT_WIDTH_MAX)
        refuse(r, "a width or precision beyond 4096");
    if (here(r) == '$')
        refuse(r, "numbered arguments are not offered");
    return r->at > start;
}

static void take_star_or_number(struct reader *r)
{
    if (here(r) == '*') {
        r->at++;
        r->verdict.arguments++;
    } else {
        take_number(r);
    }
}

/* h hh l ll z j t; true where it is there. */
static bool take_length(struct reader *r)
{
    char first = here(r);
    if (first == 'L')
        refuse(r, "long double is not offered");
    if (!is_one_of(first, "hlzjtLq"))
        return false;
    r->at++;
    if ((first == 'h' || first == 'l') && here(r) == first)
        r->at++;
    return true;
}

static void read_printing(struct reader *r)
{
    while (is_one_of(here(r), "-+ #0'"))
        r->at++;
    take_star_or_number(r);
    if (here(r) == '.') {
        r->at++;
        take_star_or_number(r);
    }
    bool length = take_length(r);
    char conversion = here(r);
    if (conversion == 'n')
        refuse(r, "%n is not offered");
    else if (length && is_one_of(conversion, "cs"))
        refuse(r, "wide characters are not offered");
    else if (!is_one_of(conversion, "diouxXcsaAeEfFgGp"))
        refuse(r, conversion == '\0' ? "the format ends within a conversion"
                                     : "there is no such conversion (for a percent sign: %%)");
    r->verdict.arguments++;
}

/* %[…], from its bracket to the closing one. */
static void take_set(struct reader *r)
{
    r->at++;
    if (here(r) == '^')
        r->at++;
    if (here(r) == ']')
        r->at++;
    while (r->at < r->size && here(r) != ']')
        r->at++;
    if (r->at >= r->size)
        refuse(r, "the set of characters has no closing bracket");
}

static void read_scanning(struct reader *r)
{
    bool skipped = here(r) == '*';
    if (skipped)
        r->at++;
    bool width = take_number(r);
    bool length = take_length(r);
    char conversion = here(r);
    if (conversion == 'm')
        refuse(r, "%m is not offered");
    else if (length && is_one_of(conversion, "cs["))
        refuse(r, "wide characters are not offered");
    else if (is_one_of(conversion, "s[") && !skipped && !width)
        refuse(r, "a string is read without a width: %31s for an array of 32");
    else if (!is_one_of(conversion, "diouxXcsaAeEfFgGpn["))
        refuse(r, conversion == '\0' ? "the format ends within a conversion"
                                     : "there is no such conversion (for a percent sign: %%)");
    if (conversion == '[')
        take_set(r);
    if (!skipped)
        r->verdict.arguments++;
}

struct format_verdict format_read(const char *text, size_t size, bool scanning)
{
    struct reader r = {.text = text, .size = size};
    for (; r.at < size && r.verdict.wrong == NULL; r.at++) {
        if (here(&r) != '%')
            continue;
        r.verdict.place = r.at++;
        if (here(&r) == '%')
            continue;
        if (scanning)
            read_scanning(&r);
        else
            read_printing(&r);
    }
    return r.verdict;
}
