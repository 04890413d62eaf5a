# SPDX-License-Identifier: Apache-2.0
"""A worker that computes without a job in hand (spin_after_verdict.c) is ended within seconds, its
verdicts are judged again, others are served meanwhile; one that waits for jobs stays."""

import re
import sys
import time
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "api"))

from attacks import FOLDER, _whole, read  # noqa: E402
from cases import OWN, answer, eventually, right_sum  # noqa: E402
from daemon import Daemon  # noqa: E402

# A worker is looked at each second: the second look ends it. The rest is for a busy machine.
GONE_SECONDS = 6
# Honest at first; the second time in a worker it pays, and spins.
LATER = """#include "spin.inc"
static double attack(const state *s, rs_answer *answer)
{
    volatile int *calls = (volatile int *)0x200010020000;
    if ((*calls)++)
        judge_and_spin(1);
    return 0;
}
"""


class Spin(unittest.TestCase):
    def setUp(self):
        self.daemon = Daemon(None, options=("--http-threads", "1"))
        self.addCleanup(self.daemon.discard)
        folder = self.daemon.environments
        (folder / "sum.c").write_text((OWN / "sum.c").read_text())
        spin = read(FOLDER / "spin_after_verdict.c")
        (folder / f"{spin.name}.c").write_text(spin.source)
        (folder / "later.c").write_text(_whole("later", LATER))
        self.daemon.start()
        self.client = self.daemon.client()
        self.addCleanup(self.client.close)

    def ended_idle(self):
        page = self.client.get("/metrics").body.decode()
        return int(re.search(r'^resynd_workers_died_total\{cause="idle"\} (\d+)$', page,
                             re.MULTILINE).group(1))

    def score(self, address, text):
        verdict = self.client.score(instance=address, response=answer(text))
        return verdict["status"], verdict["reward"]

    def test_a_worker_that_spins_is_ended_while_others_are_served(self):
        spin, spin_right = right_sum(self.client, "spin_after_verdict")
        other, other_right = right_sum(self.client)
        self.assertEqual(self.score(spin, "attack"), ("ok", 1))
        begun = time.monotonic()
        while not self.ended_idle():
            self.assertLess(time.monotonic() - begun, GONE_SECONDS, "it spins still")
            self.assertEqual(self.score(other, other_right), ("ok", 1))
        self.assertIn("cause=idle", self.daemon.log())
        self.assertEqual(self.score(spin, spin_right), ("ok", 1))
        self.daemon.stop()

    def test_its_verdicts_are_judged_again(self):
        address, _ = right_sum(self.client, "later")
        self.assertEqual(self.score(address, "attack"), ("ok", 0))
        self.assertEqual(self.score(address, "attack"), ("ok", 1))
        shown = eventually(lambda: [e for e in self.client.environments()
                                    if e["name"] == "later" and e["status"] == "quarantined"])
        self.assertTrue(shown, "its verdict stands")
        self.assertIn("fresh worker", shown[0]["failure"])
        self.daemon.stop()

    def test_a_worker_that_waits_for_jobs_stays(self):
        address, right = right_sum(self.client)
        stayed = None
        for _ in range(3):
            for _ in range(50):
                self.assertEqual(self.score(address, right), ("ok", 1))
            # A fresh worker that judges again may be among them, and leaves in its time.
            workers = set(self.daemon.processes("resynd-worker"))
            stayed = workers if stayed is None else stayed & workers
            time.sleep(2.5)
        self.assertTrue(stayed & set(self.daemon.processes("resynd-worker")))
        self.assertEqual(self.ended_idle(), 0)
        self.daemon.stop()
