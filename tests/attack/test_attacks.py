# SPDX-License-Identifier: Apache-2.0
"""Every hostile source of this folder against a real daemon: its outcome, and that the daemon, a
neighbouring environment and the next rollout are unharmed."""

import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "api"))

from attacks import all_attacks  # noqa: E402
from cases import OWN, answer, right_sum  # noqa: E402
from daemon import Daemon  # noqa: E402

# What a source or its code could have read of this machine.
SECRETS = ("root:", "/bin/", "PATH=")


class Attacks(unittest.TestCase):
    """Its test methods are made below, one for each source."""

    @classmethod
    def setUpClass(cls):
        cls.daemon = Daemon(None)
        folder = cls.daemon.environments
        (folder / "sum.c").write_text((OWN / "sum.c").read_text())
        for attack in all_attacks():
            if not attack.only_refused:
                (folder / f"{attack.name}.c").write_text(attack.source)
        cls.daemon.start()
        cls.front = cls.daemon.processes("resynd-front")
        with cls.daemon.client() as client:
            cls.bystander, cls.bystander_answer = right_sum(client)

    @classmethod
    def tearDownClass(cls):
        cls.daemon.stop()

    def setUp(self):
        self.client = self.daemon.client()
        self.addCleanup(self.client.close)

    def perform(self, attack):
        compiled = self.check(attack)
        if compiled and attack.expects("instances", "question"):
            self.instances(attack)
        elif compiled:
            self.verdicts(attack)
        self.unharmed()

    def check(self, attack):
        """Sends the source to the check route; whether it compiled, which must be expected."""
        reply = self.client.check(attack.source)
        text = reply.body.decode()
        for secret in SECRETS:
            self.assertNotIn(secret, text)
        self.assertNotIn("\x1b", text)
        self.assertNotIn("\\u001b", text)
        self.assertLess(len(text), 100_000)
        if reply.status != 422:
            # Attacks of generate and observe may be found by the check's trial draws or later.
            self.assertEqual(reply.status, 200, reply)
            self.assertFalse(attack.only_refused, "it compiled")
            return True
        details = reply.json()["error"]["details"]
        self.assertTrue(details, reply)
        refusals = attack.expects("refused")
        if not refusals and attack.expects("instances", "question"):
            return True
        self.assertTrue(refusals, f"it was refused: {text}")
        for outcome in refusals:
            self.assertRegex(str(details), f"(?i){outcome.pattern}")
        return False

    def instances(self, attack):
        statuses = [outcome.status for outcome in attack.expects("instances", "question")]
        reply = self.client.post("/v1/instances", {"env": attack.name, "level": 1, "seed": 1,
                                                   "count": 1})
        self.assertTrue(any(status in reply.body.decode() for status in statuses), reply)
        if attack.expects("question"):
            return
        verdict = self.client.score(env=attack.name, version="active", level=1, seed=1,
                                    response=answer("1"))
        self.assertIn(verdict.get("status"), statuses, verdict)
        self.assertIsNone(verdict["reward"])
        self.assertEqual(verdict["fault"], "environment")

    def verdicts(self, attack):
        """The attack three times in a batch, with the right answer before, between and after."""
        address, right = right_sum(self.client, attack.name)
        good = {"instance": address, "response": answer(right)}
        bad = {"instance": address, "response": answer("attack")}
        results = self.client.results([good, bad, good, bad, bad, good])
        for index in (0, 2, 5):
            self.assertEqual((results[index]["status"], results[index]["reward"]), ("ok", 1),
                             results[index])
        expected = [(o.status, o.score if o.status == "ok" else None)
                    for o in attack.expects("verdict")]
        for index in (1, 3, 4):
            got = results[index]
            self.assertIn((got["status"], got["reward"]), expected, got)
            self.assertLess(len(got["reason"] or ""), 240)
            for secret in SECRETS:
                self.assertNotIn(secret, str(got))

    def unharmed(self):
        verdict = self.client.score(instance=self.bystander,
                                    response=answer(self.bystander_answer))
        self.assertEqual((verdict["status"], verdict["reward"]), ("ok", 1), verdict)
        self.assertEqual(self.daemon.processes("resynd-front"), self.front, "the front has died")
        self.assertIsNone(self.daemon.process.poll())


def _method(attack):
    return lambda self: self.perform(attack)


for _attack in all_attacks():
    setattr(Attacks, f"test_{_attack.name}", _method(_attack))
