# SPDX-License-Identifier: Apache-2.0
"""meson_suite.py: runs one suite of a build directory and counts its single test cases."""

import json
import re

from tree import Counts, run, say

TAP_LINE = re.compile(r"^(ok|not ok)\b[^#]*(#\s*(skip|todo))?", re.IGNORECASE)
GOOD = {"OK", "EXPECTEDFAIL"}
SUITE_SECONDS = 900
REMARKS_MAX = 8


def _remarks(lines, at):
    """The remarks right before and behind a TAP line: some write theirs first, some after."""
    first, end = at, at + 1
    while first > max(0, at - REMARKS_MAX) and lines[first - 1].startswith("#"):
        first -= 1
    while end < min(len(lines), at + REMARKS_MAX) and lines[end].startswith("#"):
        end += 1
    return "\n".join(lines[first:end])


def _count_tap(name, output):
    counts, lines = Counts(), output.splitlines()
    for at, line in enumerate(lines):
        match = TAP_LINE.match(line)
        if not match:
            continue
        if match.group(3) and match.group(3).lower() == "skip":
            counts.skipped += 1
        elif match.group(1).lower() == "ok":
            counts.passed += 1
        else:
            counts.failed += 1
            counts.failures.append(f"{name}: {_remarks(lines, at)}")
    return counts


def _count_test(entry):
    """One executable. Its TAP lines, and one failure more where it died without saying so."""
    counts = _count_tap(entry["name"], entry.get("stdout", ""))
    result = entry["result"]
    # cmocka says "not ok # SKIP", which meson takes for a failure.
    if result == "FAIL" and entry.get("returncode") == 0 and counts.skipped and not counts.failed:
        return counts
    if result == "SKIP" and counts.skipped == 0:
        counts.skipped += 1
    elif result in GOOD and counts.ran == 0 and counts.skipped == 0:
        counts.passed += 1
    elif result not in GOOD and result != "SKIP" and counts.failed == 0:
        counts.failures.append(f"{entry['name']}: {result}, exit status {entry.get('returncode')}")
        say(f"  {counts.failures[-1]}")
        counts.failed += 1
    return counts


def run_meson_suite(build, suite, environment=None):
    log = build / "meson-logs" / f"testlog-{suite}.json"
    log.unlink(missing_ok=True)
    run(
        ["meson", "test", "-C", build, "--no-rebuild", "--print-errorlogs", "--suite", suite,
         "--logbase", f"testlog-{suite}"],
        environment,
        seconds=SUITE_SECONDS,
    )
    counts = Counts()
    if log.exists():
        for line in log.read_text(errors="replace").splitlines():
            counts.add(_count_test(json.loads(line)))
    return counts
