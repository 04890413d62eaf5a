#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""mathematics.py: takes the offered functions of math.h out of musl's libc.a into one object, each
name prefixed with det_. Runs at build time.

usage: mathematics.py LIBC_A OFFERED_DEF OUTPUT

musl's do not choose by processor, as glibc's do, so they give the same bits on every machine of an
architecture. The script takes the members that define the functions named det_… in offered.def, and
what those need in turn, and fails if that leads out of plain arithmetic."""

import collections
import os
import re
import subprocess
import sys
import tempfile

PREFIX = "det_"
# The stack protector's check is the C library's that the program is linked with; the offset table
# is the linker's.
LEFT_UNDEFINED = {"__stack_chk_fail", "__stack_chk_guard", "_GLOBAL_OFFSET_TABLE_"}
FORBIDDEN = {"__errno_location", "___errno_location", "__syscall", "__tls_get_addr", "malloc"}

Member = collections.namedtuple("Member", "defined needed")


def run(*command):
    """What the command prints; nm's remarks on members without symbols are dropped."""
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if done.returncode:
        sys.exit("mathematics.py: %s failed: %s" % (command[0], done.stderr.strip()))
    return done.stdout


def read_members(archive):
    """The symbols of each member of the archive, as nm shows them."""
    members = {}
    for line in run("nm", "-A", "-g", archive).splitlines():
        where, kind, name = line.rsplit(None, 2)
        member = members.setdefault(where.split(":")[1], Member(set(), set()))
        (member.needed if kind in "Uw" else member.defined).add(name)
    return members


def wanted(definitions):
    with open(definitions, encoding="ascii") as file:
        return sorted(set(re.findall(r"\b%s(\w+)" % PREFIX, file.read())))


def closure(members, names):
    """The members that define `names`, with all that they need."""
    home = {name: member for member, symbols in members.items() for name in symbols.defined}
    taken, todo = set(), list(names)
    while todo:
        name = todo.pop()
        if name in LEFT_UNDEFINED:
            continue
        if name in FORBIDDEN or name not in home:
            sys.exit("mathematics.py: musl's mathematics need %s, which cannot be had here" % name)
        if home[name] not in taken:
            taken.add(home[name])
            todo.extend(members[home[name]].needed)
    return sorted(taken)


def main():
    archive, definitions, output = (os.path.abspath(path) for path in sys.argv[1:])
    members = read_members(archive)
    taken = closure(members, wanted(definitions))
    with tempfile.TemporaryDirectory() as folder:
        renames = os.path.join(folder, "renames")
        with open(renames, "w", encoding="ascii") as file:
            for member in taken:
                for name in sorted(members[member].defined):
                    file.write("%s %s%s\n" % (name, PREFIX, name))
        subprocess.run(["ar", "x", archive, *taken], check=True, cwd=folder)
        subprocess.run(["ld", "-r", "-o", "all.o", *taken], check=True, cwd=folder)
        run("objcopy", "--redefine-syms", renames, os.path.join(folder, "all.o"), output)


main()
