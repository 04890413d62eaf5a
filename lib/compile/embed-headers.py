#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the headers that environments can include as a C table (lib/compile/headers.h).

Usage: embed-headers.py OUTPUT HEADER…
"""
import os
import sys


def literal(text):
    for line in text.splitlines():
        escaped = line.replace("\\", "\\\\").replace('"', '\\"').replace("?", "\\?")
        yield f'        "{escaped}\\n"'


def main():
    output, headers = sys.argv[1], sys.argv[2:]
    lines = ["/* Made by embed-headers.py. */", '#include "lib/compile/headers.h"', "",
             "const struct embedded_header embedded_headers[] = {"]
    for path in sorted(headers, key=os.path.basename):
        with open(path, encoding="utf-8") as file:
            text = file.read()
        lines.append(f'    {{"{os.path.basename(path)}",')
        lines += literal(text)
        lines.append(f"     , {len(text.encode())}}},")
    lines += ["};", "const size_t embedded_header_count = "
              "sizeof embedded_headers / sizeof *embedded_headers;", ""]
    with open(output, "w", encoding="utf-8") as file:
        file.write("\n".join(lines))


main()
