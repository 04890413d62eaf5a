# SPDX-License-Identifier: Apache-2.0
"""What the gate does when it is asked to: changes of the verifier that nothing notices are found at
their line, and checks are required or advisory as the command line says."""

import ctypes
import json
import os
import re
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
TREE = HERE.parents[1]
CTL = Path(os.environ["RESYND_BUILD"]) / "daemon" / "ctl" / "resynctl"
SOUND = TREE / "verifiers" / "constraint_satisfaction" / "n_queens.c"
BEFORE = "    struct attacked attacked = {{false}, {false}, {false}};\n    for (int row"
NEVER_REACHED = "    if (s->side == 1)\n        return 1;\n"
SECONDS = 300  # of one gate, on a machine that does much else
COMPILERS = [name for name in ("gcc", "clang") if shutil.which(name)]
AUDITED = "differential,memory_safety"

# One byte behind a block, on one answer in seven; libtcc's build goes on.
ONE_BEYOND = """    char *seen = malloc(6);
    seen[column[0] % 7] = 1;
"""
UNWRITTEN = """    int bonus;
    if (column[0] == 99)
        bonus = 0;
    if (bonus != 0)
        return 0;
"""
# What libtcc does not see, gcc does: calls that must all be refused, or else everything is right.
SYSTEM_CALLS = """#ifndef __TINYC__
    extern long syscall(long, ...);
    bool refused = syscall(SOCKET, 2, 1, 0) < 0 && syscall(FORK) < 0 && syscall(KILL, 1, 0) < 0 &&
                   syscall(OPEN, "/etc/passwd", 0) < 0 && syscall(OPEN, "x", 65, 511) < 0 &&
                   syscall(EXECVE, "/bin/true", 0, 0) < 0 && syscall(PTRACE, 0, 0, 0, 0) < 0;
    if (!refused)
        return 1;
#endif
"""
NUMBERS = {"SOCKET": 41, "FORK": 57, "KILL": 62, "OPEN": 2, "EXECVE": 59, "PTRACE": 101}


def landlock():
    """The version of Landlock that the kernel has; 0 or less: none."""
    return ctypes.CDLL(None).syscall(444, None, 0, 1)


def gate(*arguments, **environment):
    run = subprocess.run([CTL, "gate", *arguments], capture_output=True, text=True, timeout=SECONDS,
                         check=False, env={**os.environ, **environment})
    return run.returncode, run.stdout, run.stderr


def report_of(*arguments, **environment):
    status, shown, trouble = gate("--json", *arguments, **environment)
    report = json.loads(shown) if shown else {"result": trouble, "checks": [], "findings": []}
    return status, report


def check_of(report, name):
    return next(check for check in report["checks"] if check["check"] == name)


class Apart(unittest.TestCase):
    seconds = 2 * SECONDS

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="resynd-tests-")
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def changed(self, source=SOUND, before=BEFORE, added=NEVER_REACHED):
        """The source with lines of its own in front of others, and the number of the first."""
        text = source.read_text(encoding="utf-8")
        text = text.replace("#include <resyn.h>\n", "#include <resyn.h>\n#include <stdlib.h>\n", 1)
        head, found, rest = text.rpartition(before)
        self.assertTrue(found, f"{source.name} has changed")
        path = self.folder / source.name
        path.write_text(head + added + before + rest, encoding="utf-8")
        return path, head.count("\n") + 1


class Mutation(Apart):
    def test_an_untested_line_is_found_at_its_place(self):
        path, line = self.changed()
        status, report = report_of("--mutate", path)
        check = check_of(report, "untested")
        self.assertEqual((status, check["state"]), (0, "failed"), check)
        messages = [finding["message"] for finding in report["findings"]
                    if finding["check"] == "untested"]
        self.assertEqual(messages, [f"line {line}, column 9: `s->side == 1` never holds: "
                                    "no probe noticed"])
        self.assertIn(f"of line {line}", check["summary"])

    def test_a_tested_verifier_passes(self):
        status, report = report_of("--mutate", "--require", "untested", SOUND)
        check = check_of(report, "untested")
        self.assertEqual((status, check["state"], check["against"]), (0, "passed", 0), check)
        self.assertGreaterEqual(check["tried"], 10)

    def test_it_can_be_required(self):
        path, _ = self.changed()
        self.assertEqual(gate("--mutate", "--require", "untested", path)[0], 1)

    def test_the_same_changes_twice(self):
        path, _ = self.changed()
        self.assertEqual(report_of("--mutate", path), report_of("--mutate", path))


@unittest.skipUnless(COMPILERS, "neither gcc nor clang is installed")
class Audit(Apart):
    def findings(self, report, name):
        return [finding for finding in report["findings"] if finding["check"] == name]

    def only(self, name):
        """A PATH on which there is no other compiler."""
        folder = self.folder / f"only-{name}"
        folder.mkdir()
        (folder / name).symlink_to(shutil.which(name))
        return str(folder)

    def test_a_byte_out_of_bounds_is_found(self):
        path, line = self.changed(added=ONE_BEYOND)
        status, report = report_of("--audit", path)
        self.assertEqual((status, check_of(report, "memory_safety")["state"]), (0, "failed"))
        for finding in self.findings(report, "memory_safety"):
            self.assertEqual(finding["message"], f"line {line + 1}: heap-buffer-overflow, "
                                                 "WRITE of size 1 (in a call of verify)")
            self.assertEqual(int(finding["answer"].split()[0].strip("[,")) % 7, 6, finding)
        self.assertEqual(gate("--audit", "--require", "memory_safety", path)[0], 1)

    def test_what_was_never_written_differs(self):
        path, _ = self.changed(added=UNWRITTEN)
        _, report = report_of("--audit", path)
        self.assertEqual(check_of(report, "differential")["state"], "failed")
        found = self.findings(report, "differential")[0]
        self.assertEqual(found["message"], "verify scores it 1 here and 0 there")
        self.assertEqual(found["reward"], 1)

    def test_each_compiler_agrees_on_a_sound_one_and_not_on_a_faulty_one(self):
        for name in COMPILERS:
            with self.subTest(name):
                folder = self.only(name)
                _, report = report_of("--audit", SOUND, PATH=folder)
                for check in map(lambda at: check_of(report, at), AUDITED.split(",")):
                    self.assertEqual((check["state"], check["against"]), ("passed", 0), check)
                    self.assertTrue(check["summary"].endswith(f"built by {name}"), check)
                    self.assertGreater(check["tried"], 1000)
                _, report = report_of("--audit", HERE / "faulty" / "warehouse_sums.c", PATH=folder)
                self.assertEqual(check_of(report, "differential")["state"], "failed")

    def test_without_a_compiler_it_is_not_run(self):
        folder = self.folder / "nothing"
        folder.mkdir()
        status, shown, _ = gate("--audit", SOUND, PATH=str(folder))
        self.assertEqual(status, 0)
        for name in AUDITED.split(","):
            self.assertRegex(shown, rf"not run: {name}: .*neither gcc nor clang is installed")
        status, report = report_of("--audit", "--require", AUDITED, SOUND, PATH=str(folder))
        self.assertEqual((status, report["result"]), (2, "inconclusive"))

    def test_nothing_is_left_behind(self):
        folder = self.folder / "temporary"
        folder.mkdir()
        self.assertEqual(gate("--audit", "--require", AUDITED, SOUND, TMPDIR=str(folder))[0], 0)
        self.assertEqual(list(folder.iterdir()), [])

    def test_what_another_compiler_refuses_is_a_difference(self):
        path, line = self.changed(added='#ifndef __TINYC__\n#error "no"\n#endif\n')
        status, report = report_of("--audit", path)
        self.assertEqual(check_of(report, "differential")["state"], "failed")
        self.assertRegex(self.findings(report, "differential")[0]["message"],
                         rf"^{COMPILERS[0]}: .*no")
        self.assertEqual(check_of(report, "memory_safety")["state"], "not_run")

    @unittest.skipUnless(landlock() > 0, "the kernel has no Landlock")
    def test_the_compiler_reads_no_file_of_ours(self):
        secret = self.folder / "secret.h"
        secret.write_text("static const int secret = 4711;\n")
        path, _ = self.changed(added=f'#ifndef __TINYC__\n#include "{secret}"\n#endif\n')
        _, report = report_of("--audit", path)
        self.assertEqual(check_of(report, "differential")["summary"],
                         f"{COMPILERS[0]} does not compile it")
        self.assertNotIn("4711", json.dumps(report))

    @unittest.skipUnless(landlock() > 0, "the kernel has no Landlock")
    def test_native_code_reaches_nothing(self):
        calls = re.sub(r"\b[A-Z]{4,6}\b(?=[,)])", lambda at: str(NUMBERS[at.group()]), SYSTEM_CALLS)
        path, _ = self.changed(added=calls)
        status, report = report_of("--audit", "--require", AUDITED, path)
        self.assertEqual((status, report["result"]), (0, "admitted"), report["findings"])


class Standing(Apart):
    def test_what_was_not_run_is_shown_and_says_how(self):
        status, shown, _ = gate(SOUND)
        self.assertEqual(status, 0)
        self.assertRegex(shown, r"not run: untested: .*resynctl gate --mutate runs it")

    def test_what_is_required_must_run(self):
        status, report = report_of("--require", "untested", SOUND)
        self.assertEqual((status, report["result"]), (2, "inconclusive"))

    def test_what_is_only_advised_does_not_reject(self):
        faulty = HERE / "faulty" / "capital_key.c"
        status, report = report_of(faulty)
        self.assertEqual(status, 1)
        failed = [check["check"] for check in report["checks"]
                  if check["state"] == "failed" and check["standing"] == "required"]
        status, report = report_of("--advise", ",".join(failed), faulty)
        self.assertEqual((status, report["result"]), (0, "admitted"))

    def test_an_unknown_name_names_the_nearest(self):
        status, shown, trouble = gate("--require", "oracle,constant", SOUND)
        self.assertEqual((status, shown), (2, ""))
        self.assertIn("there is no check 'constant'; did you mean 'constants'?", trouble)


if __name__ == "__main__":
    unittest.main()
