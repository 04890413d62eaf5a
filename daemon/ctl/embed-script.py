#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Writes a script as a C string (daemon/ctl/parquet.h).

Usage: embed-script.py OUTPUT SCRIPT
"""
import sys


def literal(text):
    for line in text.splitlines():
        escaped = line.replace("\\", "\\\\").replace('"', '\\"').replace("?", "\\?")
        yield f'    "{escaped}\\n"'


def main():
    output, script = sys.argv[1:]
    with open(script, encoding="utf-8") as file:
        text = file.read()
    with open(output, "w", encoding="utf-8") as file:
        file.write("/* Made by embed-script.py. */\n#include \"daemon/ctl/parquet.h\"\n\n"
                   "const char parquet_script[] =\n" + "\n".join(literal(text)) + ";\n")


main()
