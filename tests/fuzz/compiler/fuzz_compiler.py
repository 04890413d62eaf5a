# SPDX-License-Identifier: Apache-2.0
"""fuzz_compiler.py FUZZER COMPILER [OPTION]…: runs the fuzzer of the compiler process over all the
sources of the tree, and looks at the system calls of a few compilers. Speaks TAP."""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

TREE = pathlib.Path(__file__).resolve().parents[3]
sys.path[:0] = [str(TREE / "tests" / "process" / "compiler"), str(TREE / "tests" / "attack")]

import attacks  # noqa: E402
import starter  # noqa: E402

CANARY = TREE / "verifiers" / "arithmetic" / "countdown.c"
# Found once, tried first.
CORPUS = TREE / "tests" / "fuzz" / "corpus" / "compiler"
SEEDS = [TREE / "verifiers", TREE / "tests" / "process" / "compiler",
         TREE / "tests" / "process" / "worker" / "sources", TREE / "proto" / "resyn.h"]
TRACED = range(1, 7)  # the sources whose compiler is traced
# Memory, its end, and what the loader did before the lock.
AFTER_THE_LOCK = {"brk", "mmap", "munmap", "mremap", "mprotect", "madvise", "futex", "sysinfo",
                  "exit_group"}


def sources(folder):
    """The honest source first, then all others; attacks as whole environments, in `folder`."""
    for attack in attacks.all_attacks():
        pathlib.Path(folder, f"{attack.name}.c").write_bytes(attack.bytes)
    return [str(path) for path in [CANARY, *SEEDS, folder]]


def calls_after_lock(log):
    """Names of the calls behind the one that installs the filter; None where there is none."""
    calls = re.findall(r"^\d+ +(\w+)\((.*)$", log, re.M)
    locks = [i for i, (name, rest) in enumerate(calls) if name == "seccomp" and "len=" in rest]
    return {name for name, _ in calls[locks[-1] + 1:]} if locks else None


def trace(fuzzer, compiler, seeds):
    """The calls that no compiler should have made, over some mutated sources."""
    wrong = set()
    with tempfile.TemporaryDirectory() as folder:
        log = pathlib.Path(folder, "calls")
        for number in TRACED:
            source = subprocess.run([fuzzer, "--print", "--seed", str(number), *seeds],
                                    stdout=subprocess.PIPE, check=True).stdout
            starter.run(compiler, source, wrapper=[shutil.which("strace"), "-f", "-o", str(log)])
            after = calls_after_lock(log.read_text(errors="replace"))
            wrong |= {"no lock"} if after is None else after - AFTER_THE_LOCK
    return wrong


def check_calls(fuzzer, compiler, seeds):
    if os.environ.get("RESYND_SANITIZED") == "1" or not shutil.which("strace"):
        print("ok 5 - compilers make no call # SKIP needs strace, and a build without sanitizers")
        return 0
    wrong = trace(fuzzer, os.path.abspath(compiler), seeds)
    print(f"{'not ' if wrong else ''}ok 5 - compilers make no call after their lock but for memory")
    if wrong:
        print(f"# calls: {', '.join(sorted(wrong))}")
    return int(bool(wrong))


def main():
    fuzzer, compiler, *options = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        seeds = sources(folder)
        status = subprocess.run([fuzzer, *options, "--corpus", str(CORPUS), *seeds]).returncode
        status |= check_calls(fuzzer, compiler, seeds)
    print("1..5")
    return status


if __name__ == "__main__":
    sys.exit(main())
