# SPDX-License-Identifier: Apache-2.0
"""Processes that die in the middle of work: no verdict is lost, none is wrong."""

import os
import random
import signal
import time
import unittest

from cases import OWN, answer, eventually, right_sum
from daemon import SHORT, Daemon
from load import Load

KILLS = 5 if SHORT else 25


class Death(unittest.TestCase):
    def setUp(self):
        self.daemon = Daemon(OWN).start()
        self.addCleanup(self.daemon.discard)

    def kill(self, pids):
        """Kills one of them; false where there was none, or it had just gone."""
        try:
            os.kill(random.choice(pids), signal.SIGKILL)
            return True
        except (IndexError, ProcessLookupError):
            return False

    def test_killing_workers_loses_no_verdict(self):
        killed = 0
        with Load(self.daemon) as load:
            end = time.monotonic() + 60
            while killed < KILLS and time.monotonic() < end:
                time.sleep(0.1)
                killed += self.kill(self.daemon.processes("resynd-worker"))
        self.assertEqual(load.wrong[:3], [])
        self.assertEqual((killed, load.refused, load.broken), (KILLS, 0, 0))
        self.assertGreater(load.verdicts, 0)
        self.daemon.stop()

    def test_killing_the_front_only_breaks_connections(self):
        with Load(self.daemon) as load:
            for _ in range(3):
                time.sleep(1)
                fronts = self.daemon.processes("resynd-front")
                self.assertEqual(len(fronts), 1)
                self.kill(fronts)
                after = eventually(lambda: [pid for pid in self.daemon.processes("resynd-front")
                                            if pid not in fronts], 20)
                self.assertTrue(after, "no new front")
                self.daemon.wait_ready()
            done = load.verdicts
            self.assertTrue(eventually(lambda: load.verdicts > done, 20), "no verdict after it")
        self.assertEqual(load.wrong[:3], [])
        self.assertEqual(load.refused, 0, "the listening sockets did not stay")
        self.assertGreater(load.broken, 0)
        self.daemon.stop()

    def test_the_front_s_workers_die_with_it(self):
        with self.daemon.client() as client:
            right_sum(client)
            before = self.daemon.processes("resynd-worker")
            self.assertTrue(before)
            self.kill(self.daemon.processes("resynd-front"))
            gone = eventually(lambda: not set(before) & set(self.daemon.processes("resynd-worker")))
            self.assertTrue(gone)
        self.daemon.stop()

    def test_killing_the_store_stops_no_score(self):
        with self.daemon.client() as client:
            address, right = right_sum(client)
            stores = self.daemon.processes("resynd-store")
            self.assertEqual(len(stores), 1)
            self.kill(stores)
            for _ in range(50):
                verdict = client.score(instance=address, response=answer(right))
                self.assertEqual(verdict["reward"], 1)
            self.assertTrue(eventually(lambda: self.daemon.processes("resynd-store") not in
                                       ([], stores)), "no new store")
            self.assertEqual(client.get("/readyz").status, 200)
            self.assertTrue(eventually(lambda: client.environment("sum").get("version")))
        self.daemon.stop()

    def test_killing_the_supervisor_leaves_nothing_behind(self):
        with self.daemon.client() as client:
            right_sum(client)
        children = self.daemon.processes()
        self.assertTrue(children)
        self.daemon.end(signal.SIGKILL)
        left = eventually(lambda: not [pid for pid in children if os.path.exists(f"/proc/{pid}")])
        self.assertTrue(left, "some of its processes live on")
