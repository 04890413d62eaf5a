# SPDX-License-Identifier: Apache-2.0
"""Each executable's link line: if a library is not on it, that process cannot do it."""

import os
import re
import subprocess
from pathlib import Path

from sources import Lint, TREE

BUILD = Path(os.environ.get("RESYND_BUILD", TREE / "build"))
# libmd is SHA-256 and nothing else; libm and the loader are libc's own.
COMMON = {"libc", "libm", "ld-linux-x86-64", "libmd", "libgcc_s"}
ALLOWED = {
    "supervisor/resynd": {"libuv", "libseccomp", "libyaml-0"},
    "front/resynd-front": {"libmicrohttpd", "libgnutls", "libz", "libuv"},
    "store/resynd-store": {"libsqlite3", "libuv"},
    "compiler/resynd-compiler": set(),
    "worker/resynd-worker": set(),
    "auditor/resynd-auditor": set(),
    "auditor/resynd-judge": set(),
    "ctl/resynctl": {"libjansson", "libcurl"},
}
# Calls that the code of this role must not even name. They are static executables: what the C
# library names for itself is in them too, and is left to the filter.
FORBIDDEN_CALLS = {
    "worker/resynd-worker": {"fopen", "fopen64", "open", "open64", "openat", "openat64", "socket",
                             "connect", "execve", "system", "popen", "fork", "posix_spawn",
                             "dlopen"},
    "compiler/resynd-compiler": {"socket", "connect", "execve", "system", "popen", "fork",
                                 "posix_spawn", "dlopen", "dlsym", "fopen", "fopen64"},
}


def executable(name):
    return BUILD / "daemon" / name


def needed(path):
    lines = subprocess.run(["readelf", "-d", path], capture_output=True, text=True, check=True)
    found = re.findall(r"\(NEEDED\).*\[([^\]]+)\]", lines.stdout)
    return {re.sub(r"\.so.*", "", library) for library in found}


def users(name):
    """From the linker's cross references: for each symbol the objects that name it."""
    table = executable(name).with_suffix(".map").read_text().partition("Cross Reference Table")[2]
    found, symbol = {}, None
    for line in table.splitlines():
        words = line.split()
        if words and not line.startswith(" "):
            symbol = words.pop(0)
        if words and symbol:
            found.setdefault(symbol, set()).add(words[-1])
    return found


class Links(Lint):
    def setUp(self):
        self.none(f"{name} has not been built" for name in ALLOWED if not executable(name).exists())

    def test_only_the_libraries_of_the_table(self):
        self.none(f"{name} links {library}" for name, allowed in ALLOWED.items()
                  for library in sorted(needed(executable(name)) - COMMON - allowed))

    def test_forbidden_calls_are_not_named(self):
        problems = []
        for name, forbidden in FORBIDDEN_CALLS.items():
            known = users(name)
            self.assertIn("mmap64", known)
            problems += [f"{name}: {user} names {call}" for call in sorted(forbidden)
                         for user in sorted(known.get(call, ())) if "/libc.a(" not in user]
        self.none(problems)

    def test_what_runs_strangers_code_is_static(self):
        self.none(f"{name} needs a loader" for name in FORBIDDEN_CALLS
                  if "INTERP" in subprocess.run(["readelf", "-lW", executable(name)], text=True,
                                                capture_output=True, check=True).stdout)

    def test_no_executable_stack_and_no_text_relocation(self):
        problems = []
        for name in ALLOWED:
            shown = subprocess.run(["readelf", "-lWd", executable(name)], capture_output=True,
                                   text=True, check=True).stdout
            stack = re.search(r"GNU_STACK.*", shown)
            if not stack or "E" in stack.group(0).split()[6]:
                problems.append(f"{name}: its stack is executable")
            if "TEXTREL" in shown:
                problems.append(f"{name}: text relocations")
        self.none(problems)
