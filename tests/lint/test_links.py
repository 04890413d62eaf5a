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
    "supervisor/resynd": {"libuv", "libseccomp"},
    "front/resynd-front": {"libmicrohttpd", "libjansson", "libuv", "libseccomp"},
    "store/resynd-store": {"libjansson", "libuv", "libseccomp"},
    "compiler/resynd-compiler": {"libseccomp"},
    "worker/resynd-worker": {"libseccomp"},
    "ctl/resynctl": {"libjansson", "libcurl", "libseccomp"},
}
# Calls that a process of this role must not even be able to name.
FORBIDDEN_IMPORTS = {
    "worker/resynd-worker": {"fopen", "open", "openat", "socket", "connect", "execve", "system",
                             "popen", "fork", "posix_spawn", "dlopen"},
    "compiler/resynd-compiler": {"socket", "connect", "execve", "system", "popen", "fork",
                                 "posix_spawn", "dlopen", "dlsym", "fopen"},
}


def executable(name):
    return BUILD / "daemon" / name


def needed(path):
    lines = subprocess.run(["readelf", "-d", path], capture_output=True, text=True, check=True)
    found = re.findall(r"\(NEEDED\).*\[([^\]]+)\]", lines.stdout)
    return {re.sub(r"\.so.*", "", library) for library in found}


def imports(path):
    lines = subprocess.run(["nm", "-D", "--undefined-only", path], capture_output=True, text=True,
                           check=True)
    return {line.split()[-1].split("@")[0] for line in lines.stdout.splitlines()}


class Links(Lint):
    def setUp(self):
        self.none(f"{name} has not been built" for name in ALLOWED if not executable(name).exists())

    def test_only_the_libraries_of_the_table(self):
        self.none(f"{name} links {library}" for name, allowed in ALLOWED.items()
                  for library in sorted(needed(executable(name)) - COMMON - allowed))

    def test_forbidden_calls_are_not_imported(self):
        self.none(f"{name} imports {call}" for name, forbidden in FORBIDDEN_IMPORTS.items()
                  for call in sorted(imports(executable(name)) & forbidden))

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
