# SPDX-License-Identifier: Apache-2.0
"""test_restart.py: what a daemon finds of its earlier life in the data directory."""

import sqlite3
import unittest
from hashlib import sha256

from daemon import Daemon, VERIFIERS

ADOPTED, COMPILED = "kind=FRONT_ADOPT", "kind=FRONT_COMPILE"


class Restart(unittest.TestCase):
    def setUp(self):
        self.daemon = Daemon(None, options=["--log-level", "debug"])
        self.addCleanup(self.daemon.discard)
        countdown = (VERIFIERS / "arithmetic" / "countdown.c").read_text()
        (self.daemon.environments / "countdown.c").write_text(countdown)
        (self.daemon.environments / "failing.c").write_text("no C\n")

    def life(self):
        """Starts it, scores, stops it. What was logged, and the description of countdown."""
        before = len(self.daemon.log()) if self.daemon.log_path.exists() else 0
        self.daemon.start()
        with self.daemon.client() as client:
            described = client.get("/v1/environments/countdown").json()
            row, = client.instances(env="countdown", level=1, seed=7, count=1, answers=True)
            verdict = client.post("/v1/score", {
                "instance": row["instance"],
                "response": f"<answer>{row['answer']}</answer>"}).json()
            self.assertEqual(1, verdict["reward"], verdict)
        self.daemon.stop()
        return self.daemon.log()[before:], described

    def test_nothing_is_compiled_twice(self):
        log, described = self.life()
        self.assertEqual(2, log.count(COMPILED))
        log, again = self.life()
        self.assertEqual(1, log.count(ADOPTED))
        self.assertEqual(1, log.count(COMPILED), "what failed is tried again")
        self.assertEqual(described, again)

    def test_an_image_that_is_none_is_compiled_again(self):
        """Its hash is right: somebody has changed both."""
        self.life()
        path = self.daemon.data / "store" / "registry.sqlite"
        with sqlite3.connect(path) as database:
            row = database.execute("SELECT image, findings FROM resynd_build").fetchone()
            self.assertTrue(row)
            self.forge(database, b"\0" * len(row[0]), row[1])
        log, _ = self.life()
        self.assertIn(ADOPTED, log)
        self.assertEqual(2, log.count(COMPILED))

    def test_findings_that_are_none_are_found_again(self):
        self.life()
        path = self.daemon.data / "store" / "registry.sqlite"
        with sqlite3.connect(path) as database:
            image, findings = database.execute("SELECT image, findings FROM resynd_build").fetchone()
            self.forge(database, image, findings[:-1])
        log, _ = self.life()
        self.assertNotIn(ADOPTED, log)
        self.assertEqual(2, log.count(COMPILED))

    def forge(self, database, image, findings):
        both = sha256(image).digest() + sha256(findings).digest()
        database.execute("UPDATE resynd_build SET image = ?, findings = ?, hash = ?",
                         (image, findings, sha256(both).digest()))


if __name__ == "__main__":
    unittest.main()
