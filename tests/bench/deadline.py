# SPDX-License-Identifier: Apache-2.0
"""deadline.py [--rounds N] [--out FILE]: how long after its CPU budget a looping job is ended: what
it has computed beyond it, and the time by the clock from the one moment to the other. Beside it
honest jobs, none of which may time out. On the machine as it is, and with eight busy processes a CPU.
"""

import argparse
import os
import re
import select
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

from clocks import cpu_clock_us, rank, write

from cases import OWN, answer, eventually, right_sum
from daemon import Daemon

BUDGET_MS = 20  # so that a hundred loops on a crowded machine are over in minutes
LOOK_SECONDS = 0.0002
CROWD_SECONDS_MAX = 900
CROWD = 8 * (os.cpu_count() or 1)
DIED = re.compile(r"worker died.*? pid=(\d+) cause=cpu .*?cpu_us=(\d+)")


class NotMeasured(SystemExit):
    """A measurement that failed is no number."""


class Watch(threading.Thread):
    """Waits until one of these processes has used up the budget and then until it has died, before
    all others where it may (SCHED_FIFO), so that a crowded machine does not hold up the watch."""

    def __init__(self, pids):
        super().__init__(daemon=True)
        self.before = {pid: cpu_clock_us(pid) for pid in pids}
        self.over = threading.Event()
        self.delay_us = None

    def run(self):
        try:
            os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1))
        except PermissionError:
            return
        while not self.over.is_set():
            for pid, before in self.before.items():
                if self._used(pid, before) > BUDGET_MS * 1000:
                    self._await_end(pid)
                    return
            time.sleep(LOOK_SECONDS)

    @staticmethod
    def _used(pid, before):
        try:
            return cpu_clock_us(pid) - before
        except OSError:
            return 0

    def _await_end(self, pid):
        begun = time.monotonic()
        try:
            descriptor = os.pidfd_open(pid)
        except ProcessLookupError:
            self.delay_us = 0.0
            return
        select.select([descriptor], [], [], 60)
        os.close(descriptor)
        self.delay_us = (time.monotonic() - begun) * 1e6


def prepare():
    """A daemon, not started yet, with an environment that loops on demand."""
    daemon = Daemon(None, options=["--http-threads", "1"])
    declared = ".score = RS_PARTIAL, "
    source = (OWN / "trouble.c").read_text()
    assert declared in source
    (daemon.environments / "trouble.c").write_text(
        source.replace(declared, f"{declared}.cpu_ms = {BUDGET_MS}, "))
    return daemon


class Stage:
    """An instance of that environment, and who sends responses to it."""

    def __init__(self, daemon):
        self.daemon = daemon
        self.client = daemon.client(120)
        self.address, self.right = right_sum(self.client, "trouble")

    def score(self, text, status):
        """The response's own timeout is no deadline of the request's."""
        verdict = self.client.score(instance=self.address, response=answer(text),
                                    deadline_ms=60000)
        if verdict["status"] != status:
            raise NotMeasured(f"{status} was expected: {verdict}")

    def loop(self):
        """CPU used beyond the budget, and the wall's delay (None where it could not be watched)."""
        self.score(self.right, "ok")  # and so the worker that will loop is there, and idle
        seen = len(self.daemon.log())
        watch = Watch(self.daemon.processes("resynd-worker"))
        watch.start()
        self.score("loop", "timeout")
        watch.over.set()
        watch.join()
        found = eventually(lambda: DIED.search(self.daemon.log()[seen:]))
        if not found or int(found.group(1)) not in watch.before:
            raise NotMeasured("which worker looped is not known")
        used_us = int(found.group(2)) - watch.before[int(found.group(1))]
        return used_us - BUDGET_MS * 1000, watch.delay_us

    def measure(self, name, rounds):
        return summarize(name, [self.loop() for _ in range(rounds)])


def crowd():
    """Busy processes, each in a session of its own, between which the scheduler shares first."""
    started = [subprocess.Popen([sys.executable, "-S", "-c", "while True: pass"],
                                start_new_session=True,
                                preexec_fn=lambda: signal.alarm(CROWD_SECONDS_MAX))
               for _ in range(CROWD)]
    time.sleep(2)  # until the scheduler knows them
    return started


def summarize(name, delays):
    cpu = [cpu for cpu, _ in delays]
    wall = [wall for _, wall in delays if wall is not None]
    row = {"name": name, "loops": len(delays), "load": round(os.getloadavg()[0], 1)}
    for key, values in (("cpu", cpu), ("wall", wall)):
        for title, share in (("p50", 0.5), ("p99", 0.99), ("max", 1)):
            row[f"{key}_{title}_ms"] = round(rank(values, share) / 1000, 2) if values else None
    return row


def show(rows):
    print(f"budget {BUDGET_MS} ms of CPU; ms beyond it until the worker was dead\n")
    print(f"{'':26}{'loops':>6}{'load':>6}  {'computed: p50':>14}{'p99':>8}{'max':>8}"
          f"  {'by the clock: p50':>18}{'p99':>8}{'max':>8}")
    for row in rows:
        values = [f"{'–' if row[key] is None else row[key]:>{width}}" for key, width in
                  (("cpu_p50_ms", 16), ("cpu_p99_ms", 8), ("cpu_max_ms", 8),
                   ("wall_p50_ms", 20), ("wall_p99_ms", 8), ("wall_max_ms", 8))]
        print(f"{row['name']:26}{row['loops']:6}{row['load']:6}{''.join(values)}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=100, help="loops each way")
    parser.add_argument("--out", type=Path, help="where the JSON goes")
    options = parser.parse_args()
    with prepare() as daemon:
        stage = Stage(daemon)
        rows = [stage.measure("as the machine is", options.rounds)]
        crowded = crowd()
        try:
            rows.append(stage.measure(f"with {CROWD} busy processes", options.rounds))
        finally:
            for process in crowded:
                process.kill()
                process.wait()
        stage.client.close()
    show(rows)
    write(options.out, {"budget_ms": BUDGET_MS, "settings": rows})
    return 0


if __name__ == "__main__":
    sys.exit(main())
