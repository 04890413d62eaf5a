# SPDX-License-Identifier: Apache-2.0
"""What the compiler and clang-tidy say of the project's own sources, two at a time: nothing."""

import json
import os
import shlex
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from sources import Lint, TREE, relative

BUILD = Path(os.environ.get("RESYND_BUILD", TREE / "build"))


def commands():
    """How the build compiles each C source of proto, lib and daemon; generated ones are not ours."""
    folders = tuple(f"{TREE}/{folder}/" for folder in ("proto", "lib", "daemon"))
    found = {}
    for entry in json.loads((BUILD / "compile_commands.json").read_text()):
        path = (Path(entry["directory"]) / entry["file"]).resolve()
        if str(path).startswith(folders) and path.suffix == ".c" and path.exists():
            found[path] = entry
    return found


def warnings(item):
    path, entry = item
    words = shlex.split(entry["command"])
    words = words[: words.index("-MD")]
    done = subprocess.run([*words, "-Werror", "-fsyntax-only", str(path)], cwd=entry["directory"],
                          capture_output=True, text=True)
    return path, done.returncode, done.stderr


def tidy(item):
    path, _ = item
    done = subprocess.run(
        ["clang-tidy-14", "-p", str(BUILD), "--quiet", "--warnings-as-errors=*",
         "--extra-arg=-Wno-unknown-warning-option", str(path)],
        cwd=TREE, capture_output=True, text=True)
    return path, done.returncode, done.stdout


class Compilers(Lint):
    seconds = 600

    def look(self, with_what):
        chosen = commands()
        self.assertTrue(chosen, "no sources in the compilation database")
        with ThreadPoolExecutor(2) as pool:
            self.none(f"{relative(path)}\n{output}"
                      for path, status, output in pool.map(with_what, chosen.items())
                      if status != 0)

    def test_no_warning(self):
        self.look(warnings)

    def test_clang_tidy(self):
        self.look(tidy)
