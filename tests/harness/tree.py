# SPDX-License-Identifier: Apache-2.0
"""tree.py: where things are, counts of test cases, and how commands are run and shown."""

import os
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

TREE = Path(__file__).resolve().parents[2]
TESTS = TREE / "tests"
BUILD = TREE / "build"
BUILD_SANITIZED = TREE / "build-san"
BUILD_FUZZ = TREE / "build-fuzz"

# Debian's own, whatever comes first on the path.
PYTHON = "/usr/bin/python3"

# How a sanitizer's finding ends a process: told apart from every status that a test expects.
SANITIZER_EXIT = 86


@dataclass
class Counts:
    """Single test cases, not files or executables."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    failures: list = field(default_factory=list)  # a line or some each: which, and what it said

    @property
    def ran(self):
        return self.passed + self.failed

    def add(self, other):
        self.passed += other.passed
        self.failed += other.failed
        self.skipped += other.skipped
        self.failures += other.failures

    def __str__(self):
        return f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"


def say(text):
    print(text, flush=True)


def headline(text):
    say(f"\n== {text}")


def sanitizer_environment(leaks):
    """Options for sanitizer builds. Leak checks trace the process, which a locked one refuses."""
    return {
        "ASAN_OPTIONS": f"exitcode={SANITIZER_EXIT}:detect_leaks={int(leaks)}"
        ":allocator_may_return_null=1:handle_abort=0",
        "UBSAN_OPTIONS": f"halt_on_error=1:exitcode={SANITIZER_EXIT}:print_stacktrace=1",
        "LSAN_OPTIONS": f"exitcode={SANITIZER_EXIT}",
    }


def run(command, environment=None, seconds=None, quiet=False, output=None):
    """Runs a command and returns its exit status. Its output goes to the file `output`, or where
    `quiet` is shown only if it failed."""
    settings = dict(os.environ, **(environment or {}))
    command = [str(part) for part in command]
    try:
        done = subprocess.run(
            command,
            env=settings,
            timeout=seconds,
            cwd=TREE,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE if quiet else output,
            stderr=subprocess.STDOUT if quiet or output else None,
            text=True,
            errors="replace",
        )
    except subprocess.TimeoutExpired:
        say(f"{' '.join(command)}: stopped after {seconds} s")
        return 124
    if quiet and done.returncode != 0:
        sys.stdout.write(done.stdout)
        say(f"{' '.join(command)}: exit status {done.returncode}")
    return done.returncode


class Stopwatch:
    def __init__(self):
        self.start = time.monotonic()

    def __str__(self):
        return f"{time.monotonic() - self.start:.1f} s"
