# SPDX-License-Identifier: Apache-2.0
"""SIGTERM and SIGINT drain and end with 0; a second signal ends it at once."""

import signal
import threading
import time
import unittest

from cases import OWN, right_sum, unlike
from daemon import Daemon


class Stop(unittest.TestCase):
    def setUp(self):
        self.daemon = Daemon(OWN).start()
        self.addCleanup(self.daemon.discard)
        self.client = self.daemon.client()
        self.addCleanup(self.client.close)

    def slow_batch(self, count):
        """A batch that takes a while, in a thread; its reply is put in the list."""
        address, right = right_sum(self.client, "slow")
        items = unlike(address, right, count)
        replies = []

        def work():
            with self.daemon.client(60) as client:
                try:
                    replies.append(client.batch(items))
                except Exception as trouble:  # what broke is the test's business
                    replies.append(trouble)

        thread = threading.Thread(target=work)
        thread.start()
        time.sleep(0.3)
        return thread, replies

    def test_what_is_in_flight_is_scored_first(self):
        for how in (signal.SIGTERM, signal.SIGINT):
            with self.subTest(signal=how.name):
                if self.daemon.process.poll() is not None:
                    self.daemon = Daemon(OWN).start()
                    self.client = self.daemon.client()
                thread, replies = self.slow_batch(20)
                self.daemon.process.send_signal(how)
                self.assertEqual(self.daemon.process.wait(40), 0, self.daemon.tail())
                thread.join()
                self.assertEqual(replies[0].status, 200, replies[0])
                rewards = [r["reward"] for r in replies[0].json()["results"]]
                self.assertEqual(rewards, [1] * 20)

    def test_it_ends_while_connections_idle(self):
        self.client.get("/healthz")
        began = time.monotonic()
        self.daemon.stop()
        self.assertLess(time.monotonic() - began, 10)

    def test_readiness_goes_off_first(self):
        thread, replies = self.slow_batch(30)
        with self.daemon.client() as other:
            self.assertEqual(other.get("/readyz").status, 200)
            self.daemon.process.send_signal(signal.SIGTERM)
            time.sleep(0.2)
            try:
                self.assertEqual(other.get("/readyz").status, 503)
            except OSError:
                pass  # closed: not ready either
        self.assertEqual(self.daemon.process.wait(40), 0)
        thread.join()
        self.assertEqual(replies[0].status, 200)

    def test_a_second_signal_stops_at_once(self):
        thread, _ = self.slow_batch(400)
        self.daemon.process.send_signal(signal.SIGTERM)
        time.sleep(0.5)
        self.assertIsNone(self.daemon.process.poll(), "it did not wait for what is in flight")
        began = time.monotonic()
        self.daemon.process.send_signal(signal.SIGTERM)
        self.daemon.process.wait(10)
        self.assertLess(time.monotonic() - began, 2)
        thread.join()
