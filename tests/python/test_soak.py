# SPDX-License-Identifier: Apache-2.0
"""64 threads and an event loop score without pause while workers are killed at random: no verdict is
lost, doubled or out of its place, no number is invented, nobody hangs. RESYND_SOAK_SECONDS (tests/run
python --soak) says how long."""

import os
import unittest

from served import ServedCase
from soak import soak

SECONDS = float(os.environ.get("RESYND_SOAK_SECONDS", 6))
THREADS = 64
UNMEASURED_MAX = 0.01  # of the verdicts: a job that lost its worker twice


class Soak(ServedCase):
    seconds = int(SECONDS) + 120

    def test_killing_workers_under_load(self):
        ledger, killed, callers = soak(self.daemon, self.known(), SECONDS, THREADS)
        measured = ledger.statuses["ok"]
        print(f"    {SECONDS:.0f} s, {killed} workers killed, {ledger.asked} verdicts "
              f"({ledger.asked / SECONDS:,.0f}/s), {dict(ledger.statuses)}, "
              f"{ledger.given_up} awaits given up")
        self.assertEqual(ledger.wrong[:3], [])
        self.assertEqual([each for each in callers if each.is_alive()], [], "somebody hangs")
        self.assertEqual([each.trouble for each in callers if each.trouble], [])
        self.assertGreater(killed, SECONDS)
        self.assertGreater(ledger.given_up, 0)
        self.assertEqual(sum(ledger.statuses.values()), ledger.asked)
        self.assertGreater(measured, 100 * SECONDS)
        self.assertLess(ledger.asked - measured, UNMEASURED_MAX * ledger.asked)


if __name__ == "__main__":
    unittest.main()
