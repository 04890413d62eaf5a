# SPDX-License-Identifier: Apache-2.0
"""python_suite.py: runs the unittest modules of one folder in a process of their own."""

import json
import tempfile
from pathlib import Path

from tree import PYTHON, Counts, run, say

SUITE_SECONDS = 1500


def run_python_suite(folder, environment=None, pattern="test_*.py"):
    with tempfile.TemporaryDirectory(prefix="resynd-tests-") as scratch:
        result = Path(scratch) / "result.json"
        status = run(
            [PYTHON, "-B", Path(__file__).with_name("unittest_main.py"), folder, pattern, result],
            environment,
            seconds=SUITE_SECONDS,
        )
        if not result.exists():
            say(f"{folder.name}: the runner ended with status {status} and no result")
            return Counts(failed=1, failures=[f"{folder.name}: no result, status {status}"])
        counts = Counts(**json.loads(result.read_text()))
    if status != 0 and counts.failed == 0:
        counts.failed = 1
    return counts
