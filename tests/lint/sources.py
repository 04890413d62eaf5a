# SPDX-License-Identifier: Apache-2.0
"""sources.py: the tree's files as the lint tests see them."""

import os
import re
import unittest
from functools import lru_cache
from pathlib import Path

TREE = Path(__file__).resolve().parents[2]
SKIPPED_FOLDERS = {".git", "__pycache__", "corpus"}


def _ours(name):
    return name not in SKIPPED_FOLDERS and name != "build" and not name.startswith("build-")


@lru_cache(maxsize=None)
def files(*suffixes):
    """All files below the tree, or those whose names end so, in a stable order."""
    found = []
    for folder, folders, names in os.walk(TREE):
        folders[:] = sorted(name for name in folders if _ours(name))
        for name in sorted(names):
            if not suffixes or name.endswith(suffixes):
                found.append(Path(folder) / name)
    return tuple(found)


def relative(path):
    return path.relative_to(TREE).as_posix()


def text(path):
    return path.read_text(encoding="utf-8")


def is_hostile(path):
    """Sources that are wrong on purpose."""
    return relative(path).startswith("tests/attack/")


def c_sources():
    """The project's own C: no attacks."""
    return [path for path in files(".c", ".h") if not is_hostile(path)]


COMMENT_OR_STRING = re.compile(
    r"//[^\n]*|/\*.*?\*/|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'", re.DOTALL
)


def code_only(source):
    """The source without comments and literals, lines kept in place."""

    def blank(match):
        return "\n" * match.group(0).count("\n") or " "

    return COMMENT_OR_STRING.sub(blank, source)


INCLUDE = re.compile(r"^[ \t]*#[ \t]*include[ \t]*([<\"])([^>\"]+)[>\"]", re.MULTILINE)


def includes(path):
    """The included names in order, each with whether it was written with quotes."""
    return [(name, mark == '"') for mark, name in INCLUDE.findall(text(path))]


def shell_scripts():
    return [path for path in files() if path.is_file() and _first_line(path).startswith("#!/bin/sh")]


def _first_line(path):
    with open(path, "rb") as stream:
        return stream.readline(200).decode("utf-8", "replace")


class Lint(unittest.TestCase):
    """A test that lists all that is wrong, one line each, instead of stopping at the first."""

    longMessage = False

    def none(self, problems):
        problems = list(problems)
        if problems:
            self.fail("\n  " + "\n  ".join(problems))
