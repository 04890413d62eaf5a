# SPDX-License-Identifier: Apache-2.0
"""resynctl replay: rollouts of a verdict log, scored again by the same version and by another one."""

import json
import shutil
import unittest

from cases import OWN, answer, eventually, right_sum
from ctl import ctl
from daemon import Daemon

SOURCE = (OWN / "sum.c").read_text()
STRICT = SOURCE.replace("return 0.5;", 'return rs_reject(answer, "near is not right");')
LARGER = SOURCE.replace("1000 * level", "2000 * level")
SEEDS = range(20)


class Replay(unittest.TestCase):
    """Twenty instances, each answered right, nearly right and wrong."""

    @classmethod
    def setUpClass(cls):
        daemon = cls.daemon = Daemon(None)
        cls.file = daemon.environments / "sum.c"
        cls.file.write_text(SOURCE)
        daemon.options = ["--verdict-log", str(daemon.scratch / "verdicts")]
        daemon.start()
        with daemon.client() as client:
            known = [right_sum(client, seed=seed) for seed in SEEDS]
            client.results([{"instance": address, "responses": [
                answer(right), answer(int(right) + 1), answer("0")]} for address, right in known])
        logs = daemon.scratch / "verdicts"
        assert eventually(lambda: sum(len(path.read_text().splitlines())
                                      for path in logs.glob("*.jsonl")) == 3 * len(SEEDS))
        cls.live, = logs.glob("*.jsonl")
        cls.log = daemon.scratch / "log.jsonl"  # what is replayed here is logged, too
        shutil.copy(cls.live, cls.log)

    @classmethod
    def tearDownClass(cls):
        cls.daemon.stop()

    def replay(self, *arguments, file=None):
        status, out, problems = ctl("--json", "replay", *arguments, file or self.log,
                                    url=self.daemon.url)
        lines = [json.loads(line) for line in out.splitlines()]
        self.assertTrue(lines, problems)
        return status, lines[:-1], lines[-1]["summary"]

    def become(self, source):
        """The active version is made of it; the one before stays under its address."""
        with self.daemon.client() as client:
            before = client.environment("sum")["version"]
            self.file.write_text(source)
            self.assertTrue(eventually(
                lambda: client.environment("sum").get("version") != before))
        self.addCleanup(self.restore)

    def restore(self):
        with self.daemon.client() as client:
            before = client.environment("sum")["version"]
            self.file.write_text(SOURCE)
            eventually(lambda: client.environment("sum").get("version") != before)

    def test_the_same_version_says_the_same(self):
        status, differences, summary = self.replay()
        self.assertEqual((status, differences), (0, []))
        self.assertEqual((summary["replayed"], summary["same"]), (60, 60))
        self.assertAlmostEqual(summary["pass_rate_before"], 1 / 3)
        self.assertAlmostEqual(summary["reward_now"], 0.5)

    def test_a_log_that_grows_meanwhile_ends_where_it_began(self):
        before = len(self.live.read_text().splitlines())
        _, _, summary = self.replay(file=self.live)
        self.assertLessEqual(before, summary["replayed"])
        self.assertLess(summary["replayed"], before + 200)

    def test_what_another_version_would_have_said(self):
        self.become(STRICT)
        status, differences, summary = self.replay("--version", "active")
        self.assertEqual(status, 1)
        self.assertEqual((summary["same"], summary["different"], summary["other_question"]),
                         (40, 20, 0))
        self.assertEqual({(line["before"]["reward"], line["now"]["reward"])
                          for line in differences}, {(0.5, 0)})
        self.assertEqual({line["now"]["reason"] for line in differences}, {"near is not right"})
        self.assertAlmostEqual(summary["reward_before"], 0.5)
        self.assertAlmostEqual(summary["reward_now"], 1 / 3)
        status, out, _ = ctl("replay", "--version", "active", "--show", "3", self.log,
                             url=self.daemon.url)
        self.assertEqual(status, 1)
        self.assertEqual(out.count("0.5 -> 0  near is not right"), 3)
        self.assertIn("and 17 more", out)
        self.assertIn("mean reward  0.5000 -> 0.3333", out)

    def test_another_question_is_not_compared(self):
        self.become(LARGER)
        _, differences, summary = self.replay("--version", "active")
        self.assertEqual(summary["other_question"] + summary["same"] + summary["different"], 60)
        self.assertGreater(summary["other_question"], 50)
        self.assertEqual(len(differences), summary["different"])

    def test_an_unknown_version_is_no_difference_of_rewards(self):
        status, _, summary = self.replay("--version", "0123456789ab")
        self.assertEqual(status, 1)
        self.assertEqual((summary["different"], summary["rewarded"]), (60, 0))

    def test_broken_and_foreign_lines_are_counted(self):
        broken = self.daemon.scratch / "broken.jsonl"
        text = self.log.read_text()
        broken.write_text(text + "not JSON\n[]\n{}\n" + text[: len(text) // 2])
        status, _, summary = self.replay(file=broken)
        self.assertEqual(summary["unreadable"], 4)
        self.assertGreater(summary["replayed"], 80)
        self.assertEqual(status, 0)
        status, _, summary = self.replay("--env", "other", file=broken)
        self.assertEqual((status, summary["replayed"]), (0, 0))
        self.assertGreater(summary["left_out"], 80)

    def test_usage(self):
        self.assertEqual(ctl("replay")[0], 2)
        self.assertEqual(ctl("replay", "/nothing/there", url=self.daemon.url)[0], 5)
