# SPDX-License-Identifier: Apache-2.0
"""resynctl top and status: what a daemon is doing, from differences of its metrics."""

import json
import os
import pty
import subprocess

from cases import DaemonCase, answer, right_sum
from ctl import CTL, ctl
from load import Load


class Top(DaemonCase):
    def test_a_busy_daemon(self):
        with Load(self.daemon, threads=2, size=50):
            status, out, problems = ctl("--json", "top", "--once", "--interval", "1",
                                        url=self.daemon.url)
        self.assertEqual(status, 0, problems)
        top = json.loads(out)
        self.assertTrue(top["ready"])
        self.assertGreater(top["rate"], 50)
        self.assertAlmostEqual(top["requests"] * 50, top["rate"], delta=top["rate"] / 2)
        self.assertGreater(top["workers"]["max"], 0)
        times = top["seconds"]
        self.assertTrue(0 < times["p50"] <= times["p95"] <= times["p99"] < 10, times)
        row, = top["environments"]
        self.assertEqual(row["environment"], "sum")
        self.assertAlmostEqual(row["pass_rate"], 0.5, delta=0.05)
        self.assertAlmostEqual(row["rate"], top["rate"], delta=top["rate"] / 5)
        self.assertEqual((row["unanswered"], row["without_variance"]), (0, None))

    def test_an_idle_daemon(self):
        status, out, _ = ctl("top", "--once", "--interval", "1", url=self.daemon.url)
        self.assertEqual(status, 0)
        self.assertIn(f"resynd at {self.daemon.url}: ready\nverdicts    0.0/s", out)
        self.assertIn("p99 -", out)
        self.assertIn("errors      none", out)
        self.assertNotIn("\033", out)

    def test_errors_are_by_kind(self):
        address, _ = right_sum(self.client, "trouble")
        process = subprocess.Popen([str(CTL), "--url", self.daemon.url, "top", "--once", "--interval", "1"],
                                   stdout=subprocess.PIPE, text=True)
        seen = False
        while process.poll() is None:  # it looks now, and once more in a second
            seen |= self.client.score(instance=address, response=answer("nan"))["status"] != "ok"
        self.assertTrue(seen)
        self.assertRegex(process.communicate()[0], r"errors .* invalid_score [0-9.]+/s")

    def test_a_terminal_sees_it_again_and_again(self):
        master, slave = pty.openpty()
        process = subprocess.Popen([str(CTL), "--url", self.daemon.url, "top", "--interval", "1"],
                                   stdout=slave, stderr=slave, stdin=slave)
        os.close(slave)
        shown = b""
        while shown.count(b"\033[H\033[2J") < 2:
            shown += os.read(master, 65536)
        process.send_signal(2)
        self.assertEqual(process.wait(10), -2)
        os.close(master)
        self.assertIn(b"workers", shown)

    def test_status(self):
        status, out, _ = ctl("--json", "status", url=self.daemon.url)
        shown = json.loads(out)
        self.assertEqual((status, shown["ready"], shown["queue"]["jobs"]), (0, True, 0))
        self.assertGreaterEqual(shown["verdicts"]["all"], shown["verdicts"]["ok"])

    def test_usage(self):
        self.assertEqual(ctl("top", "now")[0], 2)
        self.assertEqual(ctl("top", "--interval", "0")[0], 2)
        self.assertEqual(ctl("top", "--once")[0], 3)
