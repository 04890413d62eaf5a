/* SPDX-License-Identifier: Apache-2.0 */
/* character.c: ctype.h for ASCII, see offered.h. No table, so that no index can be out of it. */
#include "lib/runtime/offered.h"

static bool between(int c, int low, int high)
{
    return c >= low && c <= high;
}

int offer_islower(int c)
{
    return between(c, 'a', 'z');
}

int offer_isupper(int c)
{
    return between(c, 'A', 'Z');
}

int offer_isdigit(int c)
{
    return between(c, '0', '9');
}

int offer_isalpha(int c)
{
    return offer_islower(c) || offer_isupper(c);
}

int offer_isalnum(int c)
{
    return offer_isalpha(c) || offer_isdigit(c);
}

int offer_isblank(int c)
{
    return c == ' ' || c == '\t';
}

int offer_iscntrl(int c)
{
    return between(c, 0, 31) || c == 127;
}

int offer_isgraph(int c)
{
    return between(c, '!', '~');
}

int offer_isprint(int c)
{
    return between(c, ' ', '~');
}

int offer_ispunct(int c)
{
    return offer_isgraph(c) && !offer_isalnum(c);
}

int offer_isspace(int c)
{
    return c == ' ' || between(c, '\t', '\r');
}

int offer_isxdigit(int c)
{
    return offer_isdigit(c) || between(c, 'a', 'f') || between(c, 'A', 'F');
}

int offer_tolower(int c)
{
    return offer_isupper(c) ? c + ('a' - 'A') : c;
}

int offer_toupper(int c)
{
    return offer_islower(c) ? c - ('a' - 'A') : c;
}
