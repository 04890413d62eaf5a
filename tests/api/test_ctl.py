# SPDX-License-Identifier: Apache-2.0
"""resynctl, as a person and as a script use it."""

import json
import tempfile
import unittest
from pathlib import Path

from cases import OWN, DaemonCase, answer, right_sum
from ctl import ctl


class Alone(unittest.TestCase):
    """What needs no daemon."""

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def source(self, name, text):
        path = Path(self.folder.name) / name
        path.write_text(text)
        return path

    def test_a_sound_source_passes(self):
        for command in ("check", "gate"):
            status, out, _ = ctl(command, "--all", OWN / "sum.c")
            self.assertEqual(status, 0, out)
            self.assertIn("passed: oracle", out)
            self.assertIn("admitted", out.splitlines()[-1])

    def test_a_diagnostic_is_located_and_says_what_to_do(self):
        path = self.source("sum.c", (OWN / "sum.c").read_text() + "\nint f(void) { return rand(); }\n")
        status, out, _ = ctl("check", path)
        self.assertEqual(status, 1)
        line = len(path.read_text().splitlines())
        self.assertIn(f"{path}:{line}:", out)
        self.assertIn("rs_below", out)

    def test_findings_are_machine_readable(self):
        broken = (OWN / "sum.c").read_text().replace("return 1;", "return 0;")
        self.assertIn("return 0;", broken)
        status, out, _ = ctl("--json", "check", self.source("sum.c", broken))
        report = json.loads(out)
        self.assertEqual((status, report["result"]), (1, "rejected"))
        failed = {check["check"] for check in report["checks"] if check["state"] == "failed"}
        self.assertIn("oracle", failed)
        self.assertEqual({found["check"] for found in report["findings"]}, failed)

    def test_a_name_must_be_the_file_s(self):
        path = self.source("other.c", (OWN / "sum.c").read_text())
        status, out, _ = ctl("check", path)
        self.assertEqual(status, 1)
        self.assertIn(".name", out)

    def test_a_missing_file_is_trouble(self):
        status, _, err = ctl("check", Path(self.folder.name) / "none.c")
        self.assertEqual(status, 5)
        self.assertIn("none.c", err)

    def test_sample_runs_a_source_here(self):
        status, out, _ = ctl("--json", "sample", OWN / "sum.c", "--level", "2", "--seed", "5",
                             "--count", "2", "--answers")
        self.assertEqual(status, 0, out)
        lines = [json.loads(line) for line in out.splitlines()]
        self.assertEqual([line["seed"] for line in lines], [5, 6])
        self.assertTrue(all(line["question"] and line["answer"] for line in lines))

    def test_calls_that_go_deep_pass(self):
        status, out, _ = ctl("gate", OWN / "deep.c")
        self.assertEqual(status, 0, out)

    def test_wrong_usage_is_2_and_help_is_0(self):
        for arguments in ((), ("nonsense",), ("check",), ("gate", "--quick"), ("sample", "x.c", "--level", "99"),
                          ("list", "more"), ("--url",), ("score", "--batch", "0")):
            status, _, err = ctl(*arguments)
            self.assertEqual(status, 2, (arguments, err))
            self.assertTrue(err)
        for arguments in (("--help",), ("check", "--help"), ("--version",)):
            self.assertEqual(ctl(*arguments)[0], 0, arguments)

    def test_nobody_there_is_3(self):
        for command in ("list", "status"):
            status, _, err = ctl(command)
            self.assertEqual(status, 3, err)
            self.assertIn("is resynd running", err)


class WithDaemon(DaemonCase):
    def ctl(self, *arguments, text=None):
        return ctl(*arguments, url=self.daemon.url, text=text)

    def test_list_names_every_environment(self):
        status, out, _ = self.ctl("list")
        self.assertEqual(status, 0)
        for path in OWN.glob("*.c"):
            self.assertIn(path.stem, out)

    def test_status_says_that_it_is_ready(self):
        status, out, _ = self.ctl("--json", "status")
        self.assertEqual((status, json.loads(out)["ready"]), (0, True))

    def test_sample_asks_the_daemon(self):
        status, out, _ = self.ctl("--json", "sample", "sum", "--level", "2", "--seed", "3")
        expected = self.client.instances(env="sum", level=2, seed=3)[0]
        self.assertEqual(status, 0)
        self.assertEqual(json.loads(out)["instances"][0]["question"], expected["question"])

    def test_score_keeps_order_and_gives_each_line_a_verdict(self):
        instances = self.client.instances(env="sum", level=1, seed=0, count=150, answers=True)
        lines = [json.dumps({"id": i, "instance": at["instance"],
                             "response": answer(at["answer"] if i % 2 else "x")})
                 for i, at in enumerate(instances)]
        lines[70] = "this is no JSON"
        status, out, err = self.ctl("score", "--batch", "64", text="\n".join(lines) + "\n")
        verdicts = [json.loads(line) for line in out.splitlines()]
        self.assertEqual(len(verdicts), 150)
        for i, verdict in enumerate(verdicts):
            if i == 70:
                self.assertEqual((verdict["status"], verdict["reward"]), ("bad_request", None))
                self.assertIn("line 71", verdict["reason"])
            else:
                self.assertEqual((verdict["id"], verdict["reward"]), (i, float(i % 2)))
        self.assertEqual(status, 1)
        self.assertIn("1 of 150", err)

    def test_score_of_good_lines_is_0(self):
        instance, right = right_sum(self.client)
        line = json.dumps({"instance": instance, "response": answer(right)})
        status, out, err = self.ctl("score", text=line)
        self.assertEqual((status, json.loads(out)["reward"]), (0, 1.0), err)


if __name__ == "__main__":
    unittest.main()
