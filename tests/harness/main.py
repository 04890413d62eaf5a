# SPDX-License-Identifier: Apache-2.0
"""main.py: what tests/run does once the packages are there."""

import argparse
import os
import sys

import fuzzing
from build import build_release, build_sanitized
from meson_suite import run_meson_suite
from python_suite import modules_of, run_modules
from tree import (BUILD, BUILD_SANITIZED, PYTHON, TESTS, TREE, Counts, Stopwatch, headline, run,
                  sanitizer_environment, say)

# In the order in which a person wants to hear of failures: cheap and telling first.
SUITES = ["lint", "unit", "process", "environments", "gate", "fuzz", "api", "python", "deploy", "attack",
          "bench", "soak"]
# They take the machine for themselves, and long.
BY_DEFAULT = [suite for suite in SUITES if suite not in ("bench", "soak")]
# Written in Python: their modules run side by side, the longest first.
IN_PYTHON = ["attack", "gate", "api", "python", "deploy"]
NEEDS_SANITIZED = {"unit", "process", "environments", "fuzz", "api"}


def both_builds(suite):
    """A meson suite in the release build and again under the sanitizers."""
    say("-- release build")
    counts = run_meson_suite(BUILD, suite)
    say("-- sanitizer build")
    counts.add(run_meson_suite(BUILD_SANITIZED, suite, sanitizer_environment(suite == "unit")))
    return counts


def python_modules(suite, options):
    """Of api, the whole against the release build, and a short form against the sanitizer build."""
    settings = {"RESYND_BUILD": str(BUILD), "RESYND_SOAK_SECONDS": str(options.soak)}
    modules = modules_of(suite, settings)
    if suite == "api":
        sanitized = {"RESYND_BUILD": str(BUILD_SANITIZED), "RESYND_SHORT": "1",
                     **sanitizer_environment(leaks=False)}
        modules += modules_of(suite, sanitized, " (sanitizers, short form)")
    return modules


def run_python(suites, options):
    headline(", ".join(suites))
    watch = Stopwatch()
    results = run_modules([module for suite in IN_PYTHON if suite in suites
                           for module in python_modules(suite, options)])
    say(f"{', '.join(suites)}: {watch}")
    return results


def bench():
    """One case: that it ran, and every verdict in it was the expected one. What it compares with is
    installed where it can be, and left out where not."""
    run([TREE / "deploy" / "install-packages", "bench"], quiet=True)
    commands = [[PYTHON, "-B", TESTS / "bench" / f"{name}.py", "--out", BUILD / f"{name}.json"]
                for name in ("bench", "layers", "deadline", "python_client")]
    if run(["ninja", "-C", BUILD, "bench"], quiet=True) != 0 or \
            any(run(command, {"RESYND_BUILD": str(BUILD)}) != 0 for command in commands):
        return Counts(failed=1, failures=["bench: see above"])
    return Counts(passed=1)


def soak(minutes):
    command = [PYTHON, "-B", TESTS / "bench" / "soak.py", "--minutes", minutes]
    if run(["ninja", "-C", BUILD, "bench"], quiet=True) != 0 or \
            run(command, {"RESYND_BUILD": str(BUILD)}) != 0:
        return Counts(failed=1, failures=["soak: see above"])
    return Counts(passed=1)


def run_suite(suite, options):
    if suite in ("unit", "process", "environments"):
        return both_builds(suite)
    if suite == "fuzz":
        counts = fuzzing.replay()
        if options.minutes:
            counts.add(fuzzing.fuzz(options.minutes))
        return counts
    if suite == "bench":
        return bench()
    if suite == "soak":
        return soak(options.minutes or 10)
    return run_modules(python_modules(suite, options))[suite]


def read_arguments():
    parser = argparse.ArgumentParser(prog="tests/run", description="Builds resynd and tests it.")
    parser.add_argument("suites", nargs="*", metavar="SUITE", help=", ".join(SUITES))
    parser.add_argument("--minutes", type=float, default=0, metavar="N",
                        help="with fuzz: fuzz for N minutes in all, after the corpus; with soak: 10 "
                             "unless given")
    parser.add_argument("--soak", type=float, default=6, metavar="SECONDS",
                        help="with python: how long clients are kept busy while workers are killed")
    options = parser.parse_args()
    for suite in options.suites:
        if suite not in SUITES:
            parser.error(f"there is no suite '{suite}'; there are: {', '.join(SUITES)}")
    options.suites = options.suites or BY_DEFAULT
    return options


def build(suites):
    headline("build")
    if not build_release():
        return False
    return not NEEDS_SANITIZED.intersection(suites) or build_sanitized()


def summary(results, watch):
    headline(f"summary ({watch})")
    total = Counts()
    for suite, counts in results.items():
        note = "" if counts.ran else "   <- ran no test"
        say(f"  {suite:14}{counts}{note}")
        total.add(counts)
    say("")
    for failure in total.failures:
        say(f"FAILED {failure}")
    say(str(total))
    return total.failed == 0 and all(counts.ran for counts in results.values())


def main():
    options = read_arguments()
    os.umask(0o022)
    watch = Stopwatch()
    if not build(options.suites):
        say("\nThe build failed.")
        say(str(Counts(failed=1)))
        return 1
    results = {}
    together = [suite for suite in options.suites if suite in IN_PYTHON]
    for suite in options.suites:
        if suite in together:
            continue
        headline(suite)
        part = Stopwatch()
        results[suite] = run_suite(suite, options)
        say(f"{suite}: {results[suite]} ({part})")
    if together:
        results.update(run_python(together, options))
    return 0 if summary(results, watch) else 1


if __name__ == "__main__":
    sys.exit(main())
