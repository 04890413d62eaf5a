# SPDX-License-Identifier: Apache-2.0
"""The gate on environments with one planted fault each, on sound ones that look odd, and on the
bundled ones. Ends with a table: detection by kind of fault, and false alarms."""

import json
import os
import re
import shutil
import subprocess
import unittest
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

HERE = Path(__file__).resolve().parent
TREE = HERE.parents[1]
CTL = Path(os.environ["RESYND_BUILD"]) / "daemon" / "ctl" / "resynctl"
GATE_SECONDS = 200  # of one file, on a machine that does much else

# A second compiler is only asked where one is installed; gcc, because clang, like libtcc, takes
# arguments from left to right.
AUDIT = ["--audit", "--require", "differential,memory_safety"] if shutil.which("gcc") else []

# What only --audit finds, and why.
AUDITED = {
    "bag_of_marbles": "which draw comes first is the compiler's choice",
    "warehouse_sums": "the address is the same in every worker",
}

# What the gate does not find, and why. Each must go on being missed: what is found is removed here.
MISSED = {
    "measured_value": "a tolerance inside a checker: only its own examples say what is right",
    "needle_positions": "question and verifier are each consistent; only a reader sees that they "
                        "count differently",
    "round_trip": "the unchecked road is no one part of the state, and the trip begins anywhere",
    "ruler_marks": "a rule that is nowhere in the state refuses right answers, which another does "
                   "not offer",
    "feast_row": "generator, oracle and verifier agree on the inverted rule",
    "fair_shares": "a remainder is dropped on both sides: single steps decide nothing, and slack "
                   "in sound environments looks the same",
    "small_sudoku": "answers that fool sums of rows, columns and blocks at once are too rare to be "
                    "met by chance",
}

FIRST_LINE = re.compile(r"/\* (fault|sound): (\w+|[^*]*?)(?: — (.*?))?(?: \*/|$)")


def gate(path, options=()):
    run = subprocess.run([CTL, "gate", "--json", *options, path], capture_output=True, text=True,
                         timeout=GATE_SECONDS, check=False)
    report = json.loads(run.stdout) if run.stdout else {"result": run.stderr}
    report["status"] = run.returncode
    return report


def failed_checks(report, standing="required"):
    return [check["check"] for check in report.get("checks", ())
            if check["state"] == "failed" and check["standing"] == standing]


def explain(report):
    lines = [report["result"]]
    for finding in report.get("findings", ()):
        if finding["check"] in failed_checks(report):
            lines.append(f"{finding['check']}: {finding['message']} {finding['answer'] or ''}")
    return "\n".join(lines[:8])


FAULTY = sorted((HERE / "faulty").glob("*.c"))
SOUND = sorted((HERE / "sound").glob("*.c"))
BUNDLED = sorted((TREE / "verifiers").glob("*/*.c"))


def kind_of(path):
    return FIRST_LINE.match(path.read_text().split("\n", 1)[0]).group(2)


def options_of(path):
    """Sound ones must agree with another compiler's build, and what the gate misses is tried there,
    too."""
    return AUDIT if path not in FAULTY or path.stem in MISSED else ()


POOL = ThreadPoolExecutor(os.cpu_count() or 1)
REPORTS = {path: POOL.submit(gate, path, options_of(path)) for path in [*BUNDLED, *SOUND, *FAULTY]}
# Of those that take a second compiler.
AUDITS = {path: POOL.submit(gate, path, AUDIT) for path in FAULTY if path.stem in AUDITED and AUDIT}


class Gate(unittest.TestCase):
    """A test for each file; the gates run beside each other."""

    seconds = 3 * GATE_SECONDS

    @staticmethod
    def report(path):
        return REPORTS[path].result()

    def audits(self, path):
        self.assertNotEqual(self.report(path)["result"], "rejected",
                            "found without --audit now: take it out of AUDITED")
        if not AUDIT:
            self.skipTest("gcc is not installed")
        report = AUDITS[path].result()
        self.assertEqual((report["result"], report["status"]), ("rejected", 1), explain(report))
        self.assertLessEqual(set(failed_checks(report)), {"differential", "memory_safety"})

    def rejects(self, path):
        if path.stem in AUDITED:
            self.audits(path)
            return
        report = self.report(path)
        if path.stem in MISSED:
            self.assertNotEqual(report["result"], "rejected", "found now: take it out of MISSED")
            return
        self.assertEqual(report["result"], "rejected", explain(report))
        self.assertEqual(report["status"], 1)
        self.assertTrue(all(check["summary"] and check["repair"] for check in report["checks"]
                            if check["state"] == "failed"))

    def admits(self, path):
        report = self.report(path)
        self.assertEqual(report["result"], "admitted", explain(report))
        self.assertEqual(report["status"], 0)

    def test_there_are_enough(self):
        self.assertGreaterEqual(len(FAULTY), 60)
        self.assertGreaterEqual(len(SOUND), 25)

    def test_the_same_report_twice(self):
        path = BUNDLED[0]
        self.assertEqual(gate(path, options_of(path)), self.report(path))


def add_tests():
    for prefix, paths, check in (("bundled", BUNDLED, Gate.admits), ("sound", SOUND, Gate.admits),
                                 ("faulty", FAULTY, Gate.rejects)):
        for path in paths:
            setattr(Gate, f"test_{prefix}_{path.stem}",
                    lambda self, path=path, check=check: check(self, path))


add_tests()


def tearDownModule():
    """The table by kind, and what was missed or rejected without reason."""
    caught, audited, by_check = defaultdict(list), defaultdict(list), defaultdict(int)
    for path in FAULTY:
        report = Gate.report(path)
        audit = AUDITS[path].result() if path in AUDITS else report
        kind = kind_of(path)
        caught[kind].append(report["result"] == "rejected")
        audited[kind].append(audit["result"] == "rejected")
        for check in failed_checks(audit):
            by_check[check] += 1
    print("\n  kind of fault          caught, with --audit")
    for kind in sorted(caught):
        more = sum(audited[kind]) - sum(caught[kind])
        print(f"  {kind:22} {sum(caught[kind]):3} {f'+ {more}' if more else '':>4} of "
              f"{len(caught[kind])}")
    total = sum(map(len, caught.values()))
    all_caught = sum(map(sum, caught.values()))
    print(f"  {'all':22} {all_caught:3} + {sum(map(sum, audited.values())) - all_caught} of {total}")
    alarms = [path.stem for path in [*SOUND, *BUNDLED] if Gate.report(path)["result"] != "admitted"]
    print(f"  sound and bundled, not admitted: {len(alarms)} of {len(SOUND) + len(BUNDLED)}"
          f" {' '.join(alarms)}")
    if not AUDIT:
        print("  gcc is not installed: nothing was audited")
    print("  checks, by how many faulty ones they reject: "
          + ", ".join(f"{check} {count}" for check, count in
                      sorted(by_check.items(), key=lambda item: -item[1])))
    for name, reason in AUDITED.items():
        print(f"  found by --audit only: {name}: {reason}")
    for name, reason in MISSED.items():
        print(f"  missed: {name}: {reason}")


if __name__ == "__main__":
    unittest.main()
