# SPDX-License-Identifier: Apache-2.0
"""call.py [--rounds N] [--response-bytes N]: what a verdict costs a worker, in nanoseconds of its own
CPU: whole, for three environments, against the same verifier compiled by gcc; and the parts that the
runtime adds, each alone. Wants `ninja bench`. Prints medians and ranges."""

import argparse
import json
import os
import statistics
import subprocess
from pathlib import Path

TREE = Path(__file__).resolve().parents[2]
BUILD = Path(os.environ.get("RESYND_BUILD", TREE / "build")).resolve()
SOURCES = {
    "trivial": TREE / "tests/bench/trivial.c",
    "countdown": TREE / "verifiers/arithmetic/countdown.c",
    "sudoku": TREE / "verifiers/grid_puzzles/sudoku.c",
}


def lines_of(program, *arguments):
    command = [BUILD / "tests/bench" / program, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    if done.returncode != 0:
        raise SystemExit(f"{program}: {done.stderr.strip()}")
    return [json.loads(line) for line in done.stdout.splitlines()]


def show(values):
    return f"{statistics.median(values):.0f} [{min(values):.0f}–{max(values):.0f}]"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--response-bytes", type=int, default=1024)
    wanted = parser.parse_args()
    for name, source in SOURCES.items():
        rounds = lines_of(f"call_{name}", source, wanted.response_bytes, wanted.rounds)
        ratios = [each["worker_ns"] / each["native_ns"] for each in rounds]
        print(f"{name}: worker {show([each['worker_ns'] for each in rounds])} ns a verdict,",
              f"bare call by gcc {show([each['native_ns'] for each in rounds])} ns,",
              f"ratio {statistics.median(ratios):.1f}")
    for part, nanoseconds in lines_of("call_parts")[0].items():
        print(f"  {part}: {nanoseconds:.0f} ns")


if __name__ == "__main__":
    main()
