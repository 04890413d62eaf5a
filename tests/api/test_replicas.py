# SPDX-License-Identifier: Apache-2.0
"""test_replicas.py: two daemons whose registry is one PostgreSQL database."""

import json
import signal
import subprocess
import sys
import threading
import time
import unittest
from contextlib import ExitStack

from cases import answer, eventually, right_sum
from daemon import SHORT, TREE, Daemon
from test_registry import SUM, variant, version_of

sys.path.insert(0, str(TREE / "tests" / "harness"))
from postgres import Postgres, binaries  # noqa: E402


@unittest.skipUnless(binaries(), "PostgreSQL is not installed")
class Replicas(unittest.TestCase):
    def setUp(self):
        self.stack = ExitStack()
        self.addCleanup(self.stack.close)
        self.postgres = self.stack.enter_context(Postgres())
        self.daemons = [Daemon(None, ["--database", self.postgres.where], gate="off")
                        for _ in range(2)]
        self.authors = [daemon.make_token() for daemon in self.daemons]
        for daemon in self.daemons:
            self.addCleanup(daemon.discard)
            daemon.start()
        self.clients = [self.stack.enter_context(daemon.client()) for daemon in self.daemons]

    def put(self, which, source, status=201, **headers):
        reply = self.clients[which].put("sum", source, **self.authors[which], **headers)
        self.assertEqual(status, reply.status, reply)

    def active(self, which):
        reply = self.clients[which].get("/v1/environments/sum/versions")
        return reply.json().get("active")

    def means(self, which, source, seconds=1.0):
        return eventually(lambda: self.active(which) == version_of(source), seconds, 0.01)

    def test_what_one_is_given_all_serve(self):
        self.put(0, SUM)
        self.assertTrue(self.means(1, SUM), "not within a second")
        instance, right = right_sum(self.clients[1])
        for client in self.clients:
            self.assertEqual(1.0, client.score(instance=instance, response=answer(right))["reward"])
        self.put(1, variant(1))
        self.assertTrue(self.means(0, variant(1)))
        self.clients[0].act("POST", "sum", "/rollback", **self.authors[0])
        self.assertTrue(self.means(1, SUM))

    def test_the_doctor_reaches_the_database(self):
        daemon = self.daemons[0]
        for where, status, verdict in ((self.postgres.where, 0, "ok"),
                                       (self.postgres.where + " user=nobody_at_all", 1, "problem")):
            ended = subprocess.run(
                [daemon.build / "daemon" / "supervisor" / "resynd", "doctor", "--json", "--data",
                 daemon.data, "--listen", "127.0.0.1:0", "--database", where],
                capture_output=True, text=True)
            check = next(check for check in json.loads(ended.stdout)["checks"]
                         if check["name"] == "database")
            self.assertEqual((status, verdict), (ended.returncode, check["verdict"]), ended.stdout)

    def test_a_version_is_looked_for_before_it_is_said_to_be_unknown(self):
        for number in range(10):
            self.put(number % 2, variant(number))
            other = self.clients[(number + 1) % 2]
            env = f"sum@{version_of(variant(number))[:12]}"
            verdict = other.score(env=env, level=1, seed=1, response=answer("1"))
            self.assertEqual("ok", verdict.get("status"), verdict)
            self.assertEqual(200, other.get(f"/v1/environments/{env}").status)
            found = other.post("/v1/instances", {"env": env, "level": 1, "seed": 1, "count": 1})
            self.assertEqual(200, found.status, found)

    def test_what_is_nowhere_is_said_soon(self):
        verdict, = self.clients[0].results([{"env": "none@000000000000", "level": 1, "seed": 1,
                                             "response": "x"}])
        self.assertEqual("unknown_environment", verdict["status"])
        started = time.monotonic()
        for _ in range(20):
            self.clients[0].get("/v1/environments/none@000000000000")
        self.assertLess(time.monotonic() - started, 5)

    def test_only_one_of_two_wins(self):
        self.put(0, SUM)
        self.assertTrue(self.means(1, SUM))
        found, barrier = [], threading.Barrier(2)

        def change(which):
            barrier.wait()
            reply = self.clients[which].put("sum", variant(which), **self.authors[which],
                                            **{"If-Match": f'"{version_of(SUM)}"'})
            found.append(reply.status)

        threads = [threading.Thread(target=change, args=(which,)) for which in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual([201, 412], sorted(found))
        winner = eventually(lambda: self.active(0) == self.active(1) != version_of(SUM), 2, 0.01)
        self.assertTrue(winner)

    def test_scoring_goes_on_while_the_database_is_away(self):
        self.put(0, SUM)
        self.assertTrue(self.means(1, SUM))
        instance, right = right_sum(self.clients[1])
        self.postgres.stop(signal.SIGQUIT)
        for client in self.clients:
            self.assertEqual(1.0, client.score(instance=instance, response=answer(right))["reward"])
        self.put(0, variant(1), status=503)
        self.assertEqual(503, self.clients[1].act("POST", "sum", "/rollback",
                                                  **self.authors[1]).status)
        self.assertEqual(200, self.clients[0].get("/readyz").status)
        self.postgres.start()
        self.assertTrue(eventually(
            lambda: self.clients[0].put("sum", variant(1), **self.authors[0]).status in (200, 201)))
        self.assertTrue(self.means(1, variant(1), 10))

    def test_one_is_killed_and_comes_back(self):
        rounds = 2 if SHORT else 4
        for number in range(rounds):
            self.put(0, variant(number))
            victim = self.daemons[1]
            self.clients[1].close()
            victim.process.kill()
            victim.process.wait()
            self.put(0, variant(100 + number))
            victim.start()
            self.clients[1] = self.stack.enter_context(victim.client())
            self.assertTrue(self.means(1, variant(100 + number), 5))
            self.put(1, variant(200 + number))
            self.assertTrue(self.means(0, variant(200 + number)))
        versions = self.clients[1].get("/v1/environments/sum/versions").json()["versions"]
        self.assertEqual(3 * rounds, len(versions))

    def test_a_daemon_starts_without_its_database(self):
        self.put(0, SUM)
        self.daemons[1].stop()
        self.postgres.stop(signal.SIGQUIT)
        (self.daemons[1].environments / "other.c").write_text(SUM.replace('"sum"', '"other"'))
        self.daemons[1].start()
        with self.daemons[1].client() as client:
            self.assertEqual(200, client.get("/v1/environments/other").status)
            self.assertEqual(404, client.get("/v1/environments/sum").status)
            self.postgres.start()
            self.assertTrue(eventually(lambda: client.get("/v1/environments/sum").status == 200))


if __name__ == "__main__":
    unittest.main()
