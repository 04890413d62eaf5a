# SPDX-License-Identifier: Apache-2.0
"""SIGHUP: settings change while rollouts are scored, and what is invalid changes nothing."""

import os
import re
import signal
import unittest

from cases import OWN, eventually
from daemon import Daemon
from load import Load


class Reload(unittest.TestCase):
    def setUp(self):
        self.daemon = Daemon(OWN)
        self.file = self.daemon.scratch / "resynd.yaml"
        self.write(workers=8)
        self.daemon.options += ["--config", str(self.file)]
        self.daemon.start()
        self.addCleanup(self.daemon.discard)
        self.client = self.daemon.client()
        self.addCleanup(self.client.close)

    def write(self, workers, level="info"):
        self.file.write_text(f"workers:\n  max: {workers}\nlog:\n  level: {level}\n")

    def metric(self, name):
        found = re.search(rf"(?m)^{name} (\d+)$", self.client.get("/metrics").body.decode())
        return int(found.group(1))

    def reload(self):
        """Until the front knows of it."""
        names = ("resynd_config_reloads_total", "resynd_config_reload_failures_total")
        before = [self.metric(name) for name in names]
        os.kill(self.daemon.pid, signal.SIGHUP)
        self.assertTrue(eventually(lambda: [self.metric(name) for name in names] != before))

    def test_workers_change_and_no_rollout_is_lost(self):
        with Load(self.daemon, threads=3, size=50) as load:
            for workers in (1, 6, 2):
                self.write(workers)
                self.reload()
                self.assertEqual(self.metric("resynd_workers_max"), workers)
                live = lambda most=workers: (
                    len(self.daemon.processes("resynd-worker")) <= most)
                self.assertTrue(eventually(live), self.daemon.processes("resynd-worker"))
        self.assertEqual([], load.wrong)
        self.assertGreater(load.verdicts, 0)
        self.daemon.stop()

    def test_every_process_logs_as_much_as_it_is_told(self):
        self.write(8, "error")
        self.reload()
        begins = len(self.daemon.log())
        self.daemon.stop()
        self.assertEqual("", self.daemon.log()[begins:])

    def test_what_is_invalid_changes_nothing(self):
        self.write(4, "loud")
        self.reload()
        self.assertEqual(1, self.metric("resynd_config_reload_failures_total"))
        self.assertEqual(8, self.metric("resynd_workers_max"))
        self.assertIn(f"{self.file}:4: log.level: 'loud' is not known", self.daemon.log())
        self.daemon.stop()


if __name__ == "__main__":
    unittest.main()
