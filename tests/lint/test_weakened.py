# SPDX-License-Identifier: Apache-2.0
"""What a build for the benchmark may leave out (lib/sandbox/without.h), no other build can: the switch
is in no executable, the answer is a constant, and nobody but the benchmark asks for it."""

import os
import re
import subprocess
import tempfile
from pathlib import Path

from sources import Lint, TREE, files, relative, text

BUILD = Path(os.environ.get("RESYND_BUILD", TREE / "build"))
OPTION = "benchmark_without_layers"
SWITCH = b"RESYND_WITHOUT"
PROGRAMS = ["supervisor/resynd", "front/resynd-front", "store/resynd-store",
            "compiler/resynd-compiler", "worker/resynd-worker", "auditor/resynd-auditor",
            "auditor/resynd-judge", "ctl/resynctl"]
ASKS = '#include "lib/sandbox/without.h"\nint asks(void) { return without(0) || without_any(); }\n'


def asked_of(*arguments):
    """What code that asks must be linked with."""
    with tempfile.TemporaryDirectory() as folder:
        source, made = Path(folder) / "asks.c", Path(folder) / "asks.o"
        source.write_text(ASKS)
        subprocess.run(["cc", "-I", TREE, *arguments, "-c", "-o", made, source], check=True)
        return set(subprocess.run(["nm", "--undefined-only", "--just-symbols", made],
                                  capture_output=True, text=True, check=True).stdout.split())


class Weakened(Lint):
    def test_no_executable_has_the_switch(self):
        programs = [BUILD / "daemon" / name for name in PROGRAMS]
        self.none(f"{program.name} has it" for program in programs
                  if SWITCH in program.read_bytes())

    def test_the_answer_is_a_constant(self):
        self.assertEqual(asked_of(), set())
        self.assertEqual(asked_of("-DBENCHMARK_WITHOUT_LAYERS=1"), {"without", "without_any"})

    def test_only_the_benchmark_asks_for_it(self):
        declared = re.search(rf"option\('{OPTION}', type: 'boolean', value: (\w+)",
                             text(TREE / "meson_options.txt"))
        self.assertEqual(declared.group(1), "false")
        self.none(f"{relative(path)} names it" for path in files() if path.name != "layers.md"
                  and relative(path) not in ("meson.build", "meson_options.txt",
                                             "lib/sandbox/without.h", "tests/bench/layers.py",
                                             "tests/lint/test_weakened.py")
                  and OPTION.encode() in path.read_bytes())
