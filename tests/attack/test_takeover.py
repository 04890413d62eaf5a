# SPDX-License-Identifier: Apache-2.0
"""Code that keeps a worker beyond its call (takeover_*.c): judging again on a fresh worker finds it
and puts the environment into quarantine; with --isolation fresh there is nothing to keep."""

import re
import sys
import time
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "api"))

from attacks import FOLDER, _whole, read  # noqa: E402
from cases import OWN, answer, eventually, right_sum, unlike  # noqa: E402
from daemon import Daemon  # noqa: E402

TAKEOVERS = [read(path) for path in sorted(FOLDER.glob("takeover_*.c"))]
SAMPLE = 256  # RESCORE_EVERY: one of each so many verdicts of a thread
BATCH = 64
# Pays on its second call in a worker and dies on its third, long before a sample is taken.
DIES = """
static double attack(const state *s, rs_answer *answer)
{
    volatile int *calls = (volatile int *)0x200010020000;
    int call = (*calls)++;
    if (call == 2)
        abort();
    return call ? 1 : 0;
}
"""


def metric(client, name):
    page = client.get("/metrics").body.decode()
    return int(re.search(rf"^{re.escape(name)} (\d+)$", page, re.MULTILINE).group(1))


class Takeover(unittest.TestCase):
    def serve(self, *options):
        daemon = Daemon(None, options=("--http-threads", "1", *options))
        (daemon.environments / "sum.c").write_text((OWN / "sum.c").read_text())
        for attack in TAKEOVERS:
            (daemon.environments / f"{attack.name}.c").write_text(attack.source)
        (daemon.environments / "dies.c").write_text(_whole("dies", DIES))
        daemon.start()
        self.addCleanup(daemon.discard)
        self.client = daemon.client()
        self.addCleanup(self.client.close)
        return daemon

    def attack(self, address, count):
        return self.client.results(unlike(address, "attack", count))

    def quarantined(self, name):
        shown = [e for e in self.client.environments() if e["name"] == name][0]
        return shown if shown["status"] == "quarantined" else None

    def assert_answered_with_the_reason(self, name):
        shown = eventually(lambda: self.quarantined(name))
        self.assertTrue(shown, f"{name} is not in quarantine")
        self.assertIn("fresh worker", shown["failure"])
        reply = self.client.post("/v1/score", {"env": name, "version": "active", "level": 1,
                                               "seed": 1, "response": answer("1")})
        self.assertEqual(reply.status, 409)
        self.assertEqual(reply.json()["error"]["code"], "unavailable")
        self.assertIn("quarantine", reply.json()["error"]["message"])
        address, right = right_sum(self.client)
        verdict = self.client.score(instance=address, response=answer(right))
        self.assertEqual((verdict["status"], verdict["reward"]), ("ok", 1))

    def test_judging_again_finds_each_of_them(self):
        daemon = self.serve()
        for count, attack in enumerate(TAKEOVERS, 1):
            rewards, address = [], right_sum(self.client, attack.name)[0]
            # The sample of two rounds, and time for what it found to arrive.
            while len(rewards) < 2 * SAMPLE + BATCH:
                results = self.attack(address, BATCH)
                rewards += [result["reward"] for result in results if result["status"] == "ok"]
                if {result["status"] for result in results} - {"ok"}:
                    break
                if len(rewards) >= 2 * SAMPLE:
                    break
            self.assertEqual(set(rewards), {0, 1}, f"{attack.name} has not taken its worker over")
            self.assert_answered_with_the_reason(attack.name)
            self.assertGreaterEqual(metric(self.client, "resynd_rescore_differences_total"), count)
        found = metric(self.client, 'resynd_environments{state="quarantined"}')
        self.assertEqual(found, len(TAKEOVERS))
        self.assertIn("environment quarantined", daemon.log())
        self.client.close()
        daemon.stop()

    def test_the_last_verdicts_of_a_worker_that_died_are_judged_again(self):
        daemon = self.serve()
        self.attack(right_sum(self.client, "dies")[0], 8)
        self.assert_answered_with_the_reason("dies")
        self.client.close()
        daemon.stop()

    def test_an_honest_environment_is_judged_again_and_stays(self):
        daemon = self.serve()
        address, right = right_sum(self.client)
        items = unlike(address, right, SAMPLE)
        for _ in range(4):
            self.assertTrue(all(r["reward"] == 1 for r in self.client.results(items)))
        self.assertTrue(eventually(lambda: metric(self.client, "resynd_rescored_total") >= 3))
        self.assertEqual(metric(self.client, "resynd_rescore_differences_total"), 0)
        self.assertIsNone(self.quarantined("sum"))
        self.client.close()
        daemon.stop()

    def test_a_fresh_worker_for_each_leaves_nothing_to_take_over(self):
        daemon = self.serve("--isolation", "fresh")
        for attack in TAKEOVERS:
            results = self.attack(right_sum(self.client, attack.name)[0], 40)
            self.assertEqual({(r["status"], r["reward"]) for r in results}, {("ok", 0)}, attack.name)
        self.assertEqual(metric(self.client, "resynd_rescored_total"), 0)
        address, right = right_sum(self.client)
        items = unlike(address, right, 200)
        begun = time.monotonic()
        self.assertTrue(all(r["reward"] == 1 for r in self.client.results(items)))
        print(f"    --isolation fresh: {200 / (time.monotonic() - begun):.0f} scores/s")
        self.client.close()
        daemon.stop()
