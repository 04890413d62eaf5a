# SPDX-License-Identifier: Apache-2.0
"""cases.py: test cases with a daemon of their class, and what they share."""

import shutil
import time
import unittest
from pathlib import Path

from daemon import Daemon

OWN = Path(__file__).resolve().parent / "environments"


def answer(text):
    """A response as a model would write it."""
    return f"<think>Let me see.</think>The answer is <answer>{text}</answer>"


def eventually(probe, seconds=15, pause=0.05):
    """The first true value of `probe`, or its last."""
    end = time.monotonic() + seconds
    while True:
        value = probe()
        if value or time.monotonic() > end:
            return value
        time.sleep(pause)


class DaemonCase(unittest.TestCase):
    """One daemon for all tests of a class. It must still be unharmed at the end: stop() looks."""

    environments = OWN  # what it serves
    options = ()
    listen = "127.0.0.1:0"

    @classmethod
    def setUpClass(cls):
        cls.daemon = Daemon(cls.environments, cls.options, cls.listen).start()

    @classmethod
    def tearDownClass(cls):
        cls.daemon.stop()

    def setUp(self):
        self.client = self.daemon.client()
        self.addCleanup(self.client.close)

    # ---- Assertions on answers ----

    def assert_error(self, response, status, *words):
        """The one error shape, with the words somewhere in it."""
        self.assertEqual(response.status, status, response)
        error = response.json()["error"]
        for key in ("code", "message", "hint", "details", "request_id"):
            self.assertIn(key, error)
        self.assertTrue(error["message"])
        for word in words:
            self.assertIn(word.lower(), str(error).lower())
        return error

    def assert_verdict(self, verdict, status, reward=None):
        """Status and reward; a reward only with ok."""
        self.assertEqual(verdict.get("status"), status, verdict)
        if status == "ok":
            self.assertEqual(verdict["reward"], reward, verdict)
            self.assertIsNone(verdict["fault"])
        else:
            self.assertIsNone(verdict["reward"], verdict)
            self.assertIsNotNone(verdict["fault"], verdict)


def serve_copies(*names):
    """A daemon on a folder of its own that holds copies of some of the test environments."""
    daemon = Daemon(None)
    for name in names:
        shutil.copy(OWN / f"{name}.c", daemon.environments)
    return daemon


# The environment "sum" asks for a + b, and its verify also takes orders: tests/api/environments.


def unlike(address, text, count, **more):
    """Items with the same answer of which no two are alike: those in flight would be judged once."""
    return [{"instance": address, "response": f"{i} {answer(text)}", **more} for i in range(count)]


def right_sum(client, env="sum", level=1, seed=1):
    """An instance of it with the oracle's answer: its address, the answer's text."""
    found = client.instances(env=env, level=level, seed=seed, count=1, answers=True)[0]
    return found["instance"], found["answer"]
