#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""symbols.py: checks what the object with the mathematics is linked with: nothing that is chosen by
processor, and nothing of the C library but the stack protector's check. Prints TAP.

usage: symbols.py MATHEMATICS_OBJECT"""

import subprocess
import sys

ALLOWED = {"__stack_chk_fail", "__stack_chk_guard", "_GLOBAL_OFFSET_TABLE_"}


def symbols(path):
    lines = subprocess.run(["nm", path], check=True, stdout=subprocess.PIPE, text=True).stdout
    return [(line.split()[-2], line.split()[-1]) for line in lines.splitlines()]


def main():
    found = symbols(sys.argv[1])
    undefined = {name for kind, name in found if kind in "Uwv"} - ALLOWED
    functions = {name for kind, name in found if kind == "T"}
    checks = [
        ("no function is chosen by processor", not [name for kind, name in found if kind == "i"]),
        ("nothing else is needed: %s" % sorted(undefined), not undefined),
        ("no variable is written", not [name for kind, name in found if kind in "BbDdC"]),
        ("all names are prefixed", all(name.startswith("det_") for name in functions)),
        ("the functions are there", {"det_exp", "det_pow", "det_sin"} <= functions),
    ]
    print("1..%d" % len(checks))
    for number, (name, good) in enumerate(checks, 1):
        print("%sok %d - %s" % ("" if good else "not ", number, name))
    sys.exit(not all(good for _, good in checks))


main()
