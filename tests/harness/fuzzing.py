# SPDX-License-Identifier: Apache-2.0
"""fuzzing.py: the corpus as an ordinary test, and real fuzzing for some minutes."""

import tempfile
import time

from build import build_fuzz
from meson_suite import run_meson_suite
from tree import (BUILD, BUILD_FUZZ, BUILD_SANITIZED, PYTHON, TESTS, Counts, run,
                  sanitizer_environment, say)

CORPUS = TESTS / "fuzz" / "corpus"
FINDINGS = BUILD_FUZZ / "findings"
INPUT_MAX_BYTES = 65536
INPUT_SECONDS = 10


def targets():
    skip = {"replay"}
    return sorted(path.stem for path in (TESTS / "fuzz").glob("*.c") if path.stem not in skip)


def replay():
    """The release build too: only there do the compiler's limits hold as they are."""
    say("-- release build")
    counts = run_meson_suite(BUILD, "fuzz")
    say("-- sanitizer build")
    counts.add(run_meson_suite(BUILD_SANITIZED, "fuzz", sanitizer_environment(leaks=True)))
    return counts


def _fuzz_one(name, seconds):
    """New inputs go to a scratch folder; one that breaks the target is kept in FINDINGS."""
    FINDINGS.mkdir(exist_ok=True)
    log = BUILD_FUZZ / f"fuzz-{name}.log"
    with tempfile.TemporaryDirectory(prefix="resynd-fuzz-") as scratch, open(log, "w") as stream:
        command = [
            BUILD_FUZZ / "tests" / "fuzz" / f"fuzz_{name}",
            f"-max_total_time={seconds}",
            f"-max_len={INPUT_MAX_BYTES}",
            f"-timeout={INPUT_SECONDS}",
            "-print_final_stats=1",
            "-verbosity=0",
            f"-artifact_prefix={FINDINGS}/{name}-",
            scratch,
            CORPUS / name,
        ]
        settings = {"ASAN_OPTIONS": "detect_leaks=1", "UBSAN_OPTIONS": "halt_on_error=1"}
        status = run(command, settings, seconds=seconds + 120, output=stream)
    lines = log.read_text(errors="replace").splitlines()
    for line in lines if status else [line for line in lines if line.startswith("stat::")]:
        say(f"  {line}")
    return status == 0


def _fuzz_compiler(seconds):
    """Other sources each time; the number of one that found something brings it back."""
    FINDINGS.mkdir(exist_ok=True)
    command = [
        PYTHON, "-B", TESTS / "fuzz" / "compiler" / "fuzz_compiler.py",
        BUILD / "tests" / "fuzz" / "compiler" / "fuzz_compiler",
        BUILD / "daemon" / "compiler" / "resynd-compiler",
        "--seconds", seconds, "--seed", time.time_ns(), "--findings", FINDINGS,
    ]
    return run(command, seconds=seconds + 120) == 0


def fuzz(minutes):
    names = targets()
    if not names or not build_fuzz([f"tests/fuzz/fuzz_{name}" for name in names]):
        return Counts(failed=1)
    counts = Counts()
    runs = [(name, lambda seconds, name=name: _fuzz_one(name, seconds)) for name in names]
    runs.append(("compiler", _fuzz_compiler))
    seconds = max(10, int(minutes * 60 / len(runs)))
    for name, fuzz_it in runs:
        say(f"-- {name}: {seconds} s")
        if fuzz_it(seconds):
            counts.passed += 1
        else:
            counts.failed += 1
            counts.failures.append(f"fuzz of {name}")
    return counts
