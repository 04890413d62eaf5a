# SPDX-License-Identifier: Apache-2.0
"""What a worker asks of the kernel once its filter is in place, as strace sees it."""

import re
import subprocess
import time
import unittest

from cases import OWN, answer, right_sum
from daemon import SANITIZED, Daemon

LINE = re.compile(r"^(\d+)\s+(?:<\.\.\. )?(\w+)[ (]")
INSTALLS_FILTER = re.compile(r"seccomp\(SECCOMP_SET_MODE_FILTER|prctl\(PR_SET_SECCOMP")
ALLOWED = {"read", "write", "exit_group"}
SPARE_WORKERS = 3  # daemon/supervisor/spares.h


class Traced(unittest.TestCase):
    @unittest.skipIf(SANITIZED, "a sanitizer's runtime makes calls of its own")
    def test_after_its_filter_a_worker_makes_three_calls_only(self):
        daemon = Daemon(OWN).start()
        self.addCleanup(daemon.discard)
        trace = daemon.scratch / "trace"
        with subprocess.Popen(["strace", "-f", "-qq", "-s", "16", "-o", trace, "-p",
                               str(daemon.pid)]) as strace:
            time.sleep(1)
            self.assertIsNone(strace.poll(), "strace could not attach")
            known = set(daemon.processes("resynd-worker"))
            for _ in range(SPARE_WORKERS + 1):  # strace knows only those started after it
                self.work(daemon)
            workers = set(daemon.processes("resynd-worker")) - known
            strace.kill()  # asked to leave, it would wait for a parent that waits for its child
        lines = trace.read_text(errors="replace").splitlines()
        locked = [pid for pid in workers if self.calls_after_lock(lines, pid) is not None]
        self.assertTrue(locked, "no worker was started under strace")
        for pid in locked:
            calls = self.calls_after_lock(lines, pid)
            self.assertTrue(calls, "the worker did nothing")
            self.assertEqual(set(calls) - ALLOWED, set())
        daemon.stop()

    def work(self, daemon):
        """Enough for new workers: a crash, and load that is spread."""
        with daemon.client() as client:
            address, right = right_sum(client, "trouble")
            for order in ("crash", right, "count", right):
                client.score(instance=address, response=answer(order))
            client.results([{"instance": address, "response": answer(right)}] * 300)

    def calls_after_lock(self, lines, pid):
        """Names of its calls after the last filter, or None where no filter was seen."""
        mine = [line for line in lines if line.startswith(f"{pid} ")]
        locks = [index for index, line in enumerate(mine) if INSTALLS_FILTER.search(line)]
        if not locks:
            return None
        matches = (LINE.match(line) for line in mine[locks[-1] + 1:])
        names = [match.group(2) for match in matches if match]
        return [name for name in names if name not in ("seccomp", "prctl")] if names else []
