# SPDX-License-Identifier: Apache-2.0
"""Time: budgets are CPU time, so that a busy machine costs nobody a verdict; what blocks instead of
computing is ended by the clock on the wall; what is finished is not kept waiting."""

import os
import signal
import subprocess
import sys
import time
import unittest
from pathlib import Path

from cases import OWN, answer, eventually, right_sum, unlike
from daemon import SANITIZED, Daemon

SLOW = (OWN / "slow.c").read_text()
BUSY = 8 * (os.cpu_count() or 1)
# In the bytes of a constant: `syscall; ret`. The arguments are those of the call: read(3, …), the
# one wait that the filter allows. Register rax is 0, the number of read: a call without prototype
# says how many of its arguments are floating point.
WAITS = """
static int immediate(void)
{
    return 0x00c3050f;
}

static void wait_for_the_doorbell(void)
{
    static unsigned long count;
    const unsigned char *byte = (const unsigned char *)immediate;
    while (!(byte[0] == 0x0f && byte[1] == 0x05))
        byte++;
    for (;;)
        ((long (*)())byte)(3l, &count, 8l);
}

double verify("""


def cpu_ticks(pid):
    """User time that a process has used, in hundredths of a second."""
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11])


class Time(unittest.TestCase):
    def serve(self, name, source, *options):
        self.daemon = Daemon(None, options=options)
        self.addCleanup(self.daemon.discard)
        for other in ("sum", "trouble"):
            (self.daemon.environments / f"{other}.c").write_text((OWN / f"{other}.c").read_text())
        source = source.replace('.name = "slow"', f'.name = "{name}"')
        (self.daemon.environments / f"{name}.c").write_text(source)
        self.daemon.start()
        self.client = self.daemon.client(90)
        self.addCleanup(self.client.close)

    def stop(self):
        self.client.close()
        self.daemon.stop()

    def test_the_first_of_many_long_jobs_does_not_wait_for_the_last(self):
        self.serve("slow", SLOW)
        address, right = right_sum(self.client, "slow")
        results = self.client.results(unlike(address, right, 12))
        self.assertEqual({result["reward"] for result in results}, {1})
        took = sorted(result["timing"]["service_us"] for result in results)
        self.assertGreater(took[-1], 100_000, "the jobs were not long enough to tell")
        self.assertLess(took[0], took[-1] / 3)
        self.stop()

    def test_what_is_in_flight_is_judged_once(self):
        """One CPU would be busy with them for minutes, each judged by itself."""
        self.serve("slow", SLOW, "--set", "workers.cpus=1")
        address, right = right_sum(self.client, "slow")
        item = {"instance": address, "response": answer(right), "deadline_ms": 30_000}
        results = self.client.results([item] * 4096)
        self.assertEqual({(result["status"], result["reward"]) for result in results}, {("ok", 1)})
        self.stop()

    def oversubscribe(self):
        """Each in a session of its own: the scheduler shares the machine between sessions first."""
        started = []
        for _ in range(BUSY):
            process = subprocess.Popen([sys.executable, "-S", "-c", "while True: pass"],
                                       start_new_session=True,
                                       preexec_fn=lambda: signal.alarm(60))
            self.addCleanup(process.wait)
            self.addCleanup(process.kill)
            started.append(process)
        self.assertTrue(eventually(lambda: all(cpu_ticks(p.pid) > 5 for p in started), 20))

    @unittest.skipIf(SANITIZED, "sanitized code computes longer than its budget")
    def test_a_busy_machine_costs_nobody_a_verdict(self):
        """Budget 100 ms of CPU, of which an honest job takes a fifth to a half."""
        self.serve("brisk", SLOW.replace("20000000", "8000000").replace(".cpu_ms = 2000,", ""))
        address, right = right_sum(self.client, "brisk")
        loop = {"instance": right_sum(self.client, "trouble")[0], "response": answer("loop")}
        honest = {"instance": address, "response": answer(right)}
        self.oversubscribe()
        begun = time.monotonic()
        results = self.client.results([honest] * 12 + [loop] + [honest] * 12)
        took = time.monotonic() - begun
        looped = results.pop(12)
        self.assertEqual({(r["status"], r["reward"]) for r in results}, {("ok", 1)})
        self.assertEqual((looped["status"], looped["fault"]), ("timeout", "response"), looped)
        self.assertLess(took, 30)
        self.client.close()

    def test_what_blocks_is_ended_by_the_clock_on_the_wall(self):
        source = SLOW.replace("double verify(", WAITS).replace(".cpu_ms = 2000", ".cpu_ms = 10")
        source = source.replace("    volatile int busy = 0;",
                                "    volatile int busy = 0;\n"
                                '    if (rs_accept(answer, "wait"))\n'
                                "        wait_for_the_doorbell();").replace("20000000", "2000")
        self.serve("waits", source)
        address, right = right_sum(self.client, "waits")
        begun = time.monotonic()
        verdict = self.client.score(instance=address, response=answer("wait"), deadline_ms=60000)
        took = time.monotonic() - begun
        self.assertEqual((verdict["status"], verdict["fault"]), ("timeout", "response"), verdict)
        self.assertIn("wall", verdict["reason"])
        self.assertGreater(took, 5)
        self.assertLess(took, 15)
        self.assertEqual(self.client.score(instance=address, response=answer(right))["reward"], 1)
        self.stop()
