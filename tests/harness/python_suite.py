# SPDX-License-Identifier: Apache-2.0
"""python_suite.py: runs unittest modules, each in a process of its own and as many at a time as
there are CPUs: most of their time is waiting."""

import json
import os
import tempfile
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from tree import PYTHON, TESTS, Counts, Stopwatch, run, say

MODULE_SECONDS = 900


@dataclass
class Module:
    suite: str
    path: Path
    environment: dict = field(default_factory=dict)
    note: str = ""

    @property
    def name(self):
        return f"{self.suite}: {self.path.stem}{self.note}"


def modules_of(suite, environment=None, note=""):
    """Those of the suite's folder."""
    return [Module(suite, path, environment or {}, note)
            for path in sorted((TESTS / suite).glob("test_*.py"))]


def _run_module(module, lock):
    watch = Stopwatch()
    with tempfile.TemporaryDirectory(prefix="resynd-tests-") as scratch:
        result, log = Path(scratch) / "result.json", Path(scratch) / "log"
        with open(log, "w", encoding="utf-8") as output:
            status = run([PYTHON, "-B", Path(__file__).with_name("unittest_main.py"),
                          module.path.parent, module.path.name, result],
                         module.environment, seconds=MODULE_SECONDS, output=output)
        if result.exists():
            counts = Counts(**json.loads(result.read_text()))
        else:
            counts = Counts(failed=1, failures=[f"{module.name}: no result, status {status}"])
        if status != 0 and counts.failed == 0:
            counts.failed = 1
        with lock:
            say(f"-- {module.name}: {counts} ({watch})")
            say(log.read_text(errors="replace").rstrip())
    return counts


def run_modules(modules):
    """Counts of each suite."""
    results = {module.suite: Counts() for module in modules}
    lock = threading.Lock()
    with ThreadPoolExecutor(max(1, len(os.sched_getaffinity(0)))) as pool:
        for module, counts in zip(modules, pool.map(lambda one: _run_module(one, lock), modules)):
            results[module.suite].add(counts)
    return results
