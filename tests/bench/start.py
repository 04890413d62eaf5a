# SPDX-License-Identifier: Apache-2.0
"""start.py [--source FILE] [--rounds N] [--lives N] BUILD [BUILD]: what the start of a compiler and
of a worker costs in a build directory, and against a second one in turn. Prints medians over rounds
and, with two builds, the ratio second / first of each round's medians."""

import argparse
import json
import statistics
import subprocess
from pathlib import Path

TREE = Path(__file__).resolve().parents[2]
COUNTDOWN = TREE / "verifiers" / "arithmetic" / "countdown.c"


def run(build, options):
    program = build / "tests" / "bench" / "start"
    output = subprocess.run([program, options.source, str(options.lives)], capture_output=True,
                            text=True, check=True).stdout
    return json.loads(output)


def show(builds, rounds):
    for name in rounds[0][0]:
        values = [[each[i][name] for each in rounds] for i in range(len(builds))]
        line = f"{name:20}" + "".join(f"{statistics.median(each):10.0f} µs" for each in values)
        if len(builds) == 2:
            ratios = [second / first for first, second in zip(*values)]
            line += (f"   ratio {statistics.median(ratios):.2f}"
                     f" [{min(ratios):.2f}–{max(ratios):.2f}]")
        print(line)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--source", type=Path, default=COUNTDOWN)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--lives", type=int, default=40)
    parser.add_argument("builds", type=Path, nargs="+", metavar="BUILD")
    options = parser.parse_args()
    if len(options.builds) > 2:
        parser.error("one or two builds")
    rounds = [[run(build, options) for build in options.builds] for _ in range(options.rounds)]
    show(options.builds, rounds)


if __name__ == "__main__":
    main()
