# SPDX-License-Identifier: Apache-2.0
"""What the gate does when it is asked to: changes of the verifier that nothing notices are found at
their line, and checks are required or advisory as the command line says."""

import json
import os
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
SECONDS = 120


def gate(*arguments):
    run = subprocess.run([CTL, "gate", *arguments], capture_output=True, text=True, timeout=SECONDS,
                         check=False)
    return run.returncode, run.stdout, run.stderr


def report_of(*arguments):
    status, shown, trouble = gate("--json", *arguments)
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
