# SPDX-License-Identifier: Apache-2.0
"""build.py: the three build directories: release, sanitizers, fuzzing."""

from tree import BUILD, BUILD_FUZZ, BUILD_SANITIZED, TREE, Stopwatch, run, say

# The same as deploy/quickstart's, which may have been there before. Warnings are lint's business.
RELEASE = ["-Dbuildtype=release"]
SANITIZED = ["-Dbuildtype=debugoptimized", "-Db_sanitize=address,undefined", "-Db_lundef=false"]
# Coverage of the libraries too, which is what libFuzzer steers by.
FUZZ = [*SANITIZED, "-Dc_args=-fsanitize=fuzzer-no-link"]


def _build(directory, options, targets=(), environment=None):
    watch = Stopwatch()
    if not (directory / "build.ninja").exists():
        setup = ["meson", "setup", *options, directory, TREE]
        if run(setup, environment, quiet=True) != 0:
            return False
    if run(["ninja", "-C", directory, *targets], environment, quiet=True) != 0:
        return False
    say(f"{directory.name}/ is built ({watch})")
    return True


def build_release():
    return _build(BUILD, RELEASE)


def build_sanitized():
    return _build(BUILD_SANITIZED, SANITIZED)


def build_fuzz(targets):
    """With clang, whose libFuzzer it is: tests/fuzz/meson.build adds the engines for clang."""
    return _build(BUILD_FUZZ, FUZZ, targets, {"CC": "clang-14"})
