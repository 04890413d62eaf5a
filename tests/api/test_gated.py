# SPDX-License-Identifier: Apache-2.0
"""test_gated.py: what stands between a file in the environments directory and a verdict."""

import unittest
from hashlib import sha256

from cases import eventually
from daemon import Daemon, TREE, VERIFIERS

SOUND = VERIFIERS / "arithmetic" / "countdown.c"
FAULTY = TREE / "tests" / "gate" / "faulty" / "rope_lengths.c"  # "no" is right too often
COMPILED, STARTED = "kind=FRONT_COMPILE", "kind=FRONT_SPAWN"


class Gated(unittest.TestCase):
    def setUp(self):
        self.daemon = Daemon(None, options=["--log-level", "debug"], gate="enforce")
        self.addCleanup(self.daemon.discard)
        for source in (SOUND, FAULTY):
            (self.daemon.environments / source.name).write_text(source.read_text())

    def life(self, look, gate="enforce"):
        """Starts it, looks, stops it. What was logged until it was ready."""
        before = len(self.daemon.log()) if self.daemon.log_path.exists() else 0
        self.daemon.gate = gate
        self.daemon.start()
        log = self.daemon.log()[before:]
        with self.daemon.client() as client:
            look(client)
        self.daemon.stop()
        return log

    def states(self, client):
        found = client.get("/v1/environments").json()["environments"]
        return {row["name"]: (row["status"], row["gate"]) for row in found}

    def version(self, client, version):
        found = client.get("/v1/environments/rope_lengths/versions").json()["versions"]
        return next((row["status"] for row in found if row["version"] == version), None)

    def enforced(self, client):
        self.assertEqual({"countdown": ("served", "admitted"),
                          "rope_lengths": ("failed", "rejected")}, self.states(client))
        failed = client.get("/v1/environments/rope_lengths").json()
        self.assertRegex(failed["failure"], "^the gate rejects it: constants: ")
        asked, = client.results([{"env": failed["env"], "level": 1, "seed": 1,
                                  "response": "<answer>no</answer>"}])
        self.assertEqual("unavailable", asked["status"])
        self.assertIsNone(asked["reward"])
        self.assertIn("the gate rejects it", asked["reason"])

    def reported(self, client):
        self.assertEqual({"countdown": ("served", "admitted"),
                          "rope_lengths": ("served", "rejected")}, self.states(client))

    def ungated(self, client):
        self.assertEqual({"countdown": ("served", None), "rope_lengths": ("served", None)},
                         self.states(client))
        reply = client.get("/v1/environments/countdown/report")
        self.assertEqual((404, "no_report"), (reply.status, reply.json()["error"]["code"]))

    def test_what_can_be_fooled_is_not_served(self):
        self.life(self.enforced)

    def test_the_report_says_why(self):
        def look(client):
            report = client.get("/v1/environments/rope_lengths/report").json()
            self.assertEqual("rejected", report["result"])
            found = [row for row in report["findings"] if row["check"] == "constants"]
            self.assertTrue(found)
            good = client.get("/v1/environments/countdown/report").json()
            self.assertEqual(("admitted", []), (good["result"], good["findings"]))
            self.assertEqual("countdown", good["name"])
        self.life(look)

    def test_a_restart_asks_nobody_again(self):
        self.assertIn(STARTED, self.life(self.enforced))
        log = self.life(self.enforced)
        self.assertNotIn(COMPILED, log)
        self.assertNotIn(STARTED, log)

    def test_the_mode_may_change_between_lives(self):
        self.assertEqual(2, self.life(self.ungated, "off").count(COMPILED))
        log = self.life(self.enforced)  # asked, for what has been compiled already
        self.assertNotIn(COMPILED, log)
        self.assertIn(STARTED, log)
        log = self.life(self.reported, "report")
        self.assertNotIn(STARTED, log)

    def test_a_file_that_comes_later_is_gated_too(self):
        def look(client):
            name = self.daemon.environments / "rope_lengths.c"
            name.write_text(SOUND.read_text().replace('"countdown"', '"rope_lengths"'))
            self.assertTrue(eventually(lambda: self.states(client)["rope_lengths"] ==
                                       ("served", "admitted")))
            name.write_text(FAULTY.read_text() + "\n")
            edited = sha256(name.read_bytes()).hexdigest()
            self.assertTrue(eventually(lambda: self.version(client, edited) == "failed"))
            # The version before it stays active.
            self.assertEqual(("served", "admitted"), self.states(client)["rope_lengths"])
        self.life(look)


if __name__ == "__main__":
    unittest.main()
