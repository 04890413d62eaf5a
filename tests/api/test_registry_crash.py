# SPDX-License-Identifier: Apache-2.0
"""test_registry_crash.py: killed at any moment of a PUT, the registry has the old or the new, whole,
and never forgets what was answered."""

import os
import random
import signal
import threading
import time
import unittest

from cases import answer, right_sum
from daemon import SHORT, Daemon
from test_registry import SUM, variant, version_of

ROUNDS = 4 if SHORT else 40
STORE_ROUNDS = 2 if SHORT else 5  # it is started again later each time
PUTS = 6  # of a round


class Crash(unittest.TestCase):
    def setUp(self):
        self.daemon = Daemon(None, gate="off")
        self.addCleanup(self.daemon.discard)
        self.author = self.daemon.make_token()
        self.number = 0
        self.answered = [SUM]  # sources, in order; the last answer counts
        self.asked = None      # sent, no answer yet

    def put_until_it_breaks(self):
        try:
            with self.daemon.client(10) as client:
                for _ in range(PUTS):
                    self.number += 1
                    self.asked = variant(self.number)
                    reply = client.put("sum", self.asked, **self.author)
                    if reply.status == 201:
                        self.answered.append(self.asked)
                        self.asked = None
        except OSError:
            pass
        except Exception as error:  # http.client's, where the answer breaks off
            if "http" not in type(error).__module__:
                raise

    def round(self, kill):
        thread = threading.Thread(target=self.put_until_it_breaks)
        thread.start()
        time.sleep(random.uniform(0, 0.08))
        kill()
        thread.join()

    def look(self):
        """Everything that was answered is there and scores; the name means the last of it, or
        what was under way."""
        with self.daemon.client() as client:
            known = client.get("/v1/environments/sum/versions").json()
            versions = {row["version"]: row["status"] for row in known["versions"]}
            for source in self.answered:
                self.assertEqual("served", versions.get(version_of(source)))
            possible = {version_of(self.answered[-1])}
            if self.asked:
                possible.add(version_of(self.asked))
            self.assertIn(known["active"], possible)
            self.assertLessEqual(set(versions), possible | {version_of(s) for s in self.answered})
            instance, right = right_sum(client)
            self.assertIn(known["active"][:12], instance)
            self.assertEqual(1.0, client.score(instance=instance, response=answer(right))["reward"])
            if self.asked and known["active"] == version_of(self.asked):
                self.answered.append(self.asked)

    def first(self):
        self.daemon.start()
        with self.daemon.client() as client:
            self.assertEqual(201, client.put("sum", SUM, **self.author).status)

    def test_the_daemon_is_killed(self):
        self.first()
        for _ in range(ROUNDS):
            self.round(self.daemon.process.kill)
            self.daemon.process.wait()
            self.daemon.start()
            self.look()
        self.daemon.stop()

    def test_the_store_is_killed(self):
        self.first()

        def kill():
            for pid in self.daemon.processes("resynd-store"):
                os.kill(pid, signal.SIGKILL)

        for _ in range(STORE_ROUNDS):
            self.round(kill)
            end = time.monotonic() + 20  # the next PUT that is answered: it is back
            while time.monotonic() < end:
                with self.daemon.client() as client:
                    if client.put("sum", self.answered[-1], **self.author).status == 200:
                        break
                time.sleep(0.05)
            self.asked = None
            self.look_again()
        self.daemon.stop()

    def look_again(self):
        """What was broken off has happened or not: the PUT after it says so."""
        with self.daemon.client() as client:
            versions = {row["version"] for row in
                        client.get("/v1/environments/sum/versions").json()["versions"]}
            self.assertLessEqual({version_of(source) for source in self.answered}, versions)
            self.assertEqual(version_of(self.answered[-1]),
                             client.get("/v1/environments/sum/versions").json()["active"])


if __name__ == "__main__":
    unittest.main()
