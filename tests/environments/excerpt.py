#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""excerpt.py: takes an example out of the author's guide, so that it is tested as it stands.

usage: excerpt.py GUIDE NAME OUTPUT      the C block whose first line names NAME.c"""

import re
import sys


def main():
    guide, name, output = sys.argv[1:]
    with open(guide, encoding="utf-8") as file:
        blocks = re.findall(r"^```c\n(.*?)^```$", file.read(), re.DOTALL | re.MULTILINE)
    found = [block for block in blocks if block.startswith("/* %s.c:" % name)]
    if len(found) != 1:
        sys.exit("%s: %d examples of the name %s" % (guide, len(found), name))
    with open(output, "w", encoding="utf-8") as file:
        file.write(found[0])


if __name__ == "__main__":
    main()
