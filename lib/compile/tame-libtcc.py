#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Makes one object of libtcc.a that calls our functions (tame.c) instead of the C library's where
those would open files, load libraries, end the process or ask for the time, and where libtcc itself
would obey `#pragma comment(option)`, assemble, or lay out an object of any size. Only the interface
stays visible: libtcc has global names such as `next`, `file` and `g`.

Usage: tame-libtcc.py OBJCOPY AR NM LD LIBTCC OUTPUT
"""
import os
import subprocess
import sys
import tempfile

# Redirected in every object.
LIBRARY = """open read close lseek unlink fdopen getcwd realpath dlopen dlsym dlclose getenv exit
mprotect time localtime malloc calloc realloc free""".split()

# Redirected where they are called, not where they are defined: object → symbols.
INTERNAL = {
    "tccpp.o": ["tcc_set_options"],
    "tccgen.o": ["asm_instr", "asm_global_instr", "section_add"],
}

# What stays visible: the interface, and what tame.c calls.
VISIBLE = """tcc_new tcc_set_error_func tcc_set_options tcc_add_sysinclude_path tcc_set_output_type
tcc_add_symbol tcc_compile_string tcc_relocate tcc_get_symbol _tcc_error section_add""".split()

# What must not be left, whatever version of libtcc this is.
FORBIDDEN = LIBRARY + """fopen open64 openat freopen popen system execve execvp fork dlmopen dlvsym
secure_getenv gettimeofday clock_gettime socket remove rename""".split()


def run(*command, **options):
    return subprocess.run(command, check=True, text=True, capture_output=True, **options).stdout


def undefined(nm, path):
    return {line.split()[-1] for line in run(nm, "-u", path).splitlines() if line.strip()}


def tame(objcopy, nm, folder, name):
    path = os.path.join(folder, name)
    pairs = [f"{symbol} tame_{symbol}" for symbol in LIBRARY + INTERNAL.get(name, [])]
    table = os.path.join(folder, "table")
    with open(table, "w", encoding="ascii") as file:
        file.write("\n".join(pairs) + "\n")
    missing = set(INTERNAL.get(name, [])) - undefined(nm, path)
    if missing:
        sys.exit(f"tame-libtcc: {name} does not call {', '.join(sorted(missing))}: "
                 "another libtcc than the one this was made for")
    run(objcopy, f"--redefine-syms={table}", path)
    left = undefined(nm, path) & set(FORBIDDEN)
    if left:
        sys.exit(f"tame-libtcc: {name} still calls {', '.join(sorted(left))}")


def main():
    objcopy, ar, nm, ld, library, output = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        run(ar, "x", os.path.abspath(library), cwd=folder)
        names = sorted(name for name in os.listdir(folder) if name.endswith(".o"))
        absent = set(INTERNAL) - set(names)
        if absent:
            sys.exit(f"tame-libtcc: {library} has no {', '.join(sorted(absent))}")
        for name in names:
            tame(objcopy, nm, folder, name)
        run(ld, "-r", "-z", "noexecstack", "-o", os.path.abspath(output), *names, cwd=folder)
        run(objcopy, *[f"--keep-global-symbol={name}" for name in VISIBLE], output)


main()
