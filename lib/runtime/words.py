#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""words.py: turns Debian's word list into the C table of rs_word. Runs at build time.

usage: words.py WORD_LIST OUTPUT

Keeps words of 3 to 8 letters a to z, sorted for each length. The digest of what is kept is pinned,
because another list would change questions and verdicts of versions that exist already."""

import hashlib
import re
import sys

DIGEST = "e7af827f1a7f77a87f1d6cc62426ce070d827bba201073cfddddb38a437c6654"
SHORTEST, LONGEST = 3, 8


def read(path):
    keep = re.compile("[a-z]{%d,%d}" % (SHORTEST, LONGEST))
    with open(path, encoding="utf-8") as file:
        words = {line for line in file.read().split("\n") if keep.fullmatch(line)}
    return sorted(words, key=lambda word: (len(word), word))


def table(words):
    """One string literal a line; every word of a length takes length + 1 bytes."""
    yield "/* Made by words.py; included by words.c. */"
    for length in range(SHORTEST, LONGEST + 1):
        chosen = [word for word in words if len(word) == length]
        yield "static const char words_%d[] =" % length
        per_line = 80 // (length + 2)
        for start in range(0, len(chosen), per_line):
            yield '    "%s"' % "".join(word + "\\0" for word in chosen[start : start + per_line])
        yield ";"


def main():
    source, output = sys.argv[1:]
    try:
        words = read(source)
    except OSError as problem:
        sys.exit("words.py: cannot read the word list (Debian's package wamerican): %s" % problem)
    digest = hashlib.sha256(("\n".join(words) + "\n").encode()).hexdigest()
    if digest != DIGEST:
        sys.exit(
            "words.py: %s is not the list that environments are promised (wamerican 2020.12.07).\n"
            "  words kept: %d\n  SHA-256:    %s\n  expected:   %s\n"
            "To change the list, change DIGEST here and raise RUNTIME_SEMANTICS in runtime.h."
            % (source, len(words), digest, DIGEST)
        )
    with open(output, "w", encoding="ascii") as file:
        file.write("\n".join(table(words)) + "\n")


main()
