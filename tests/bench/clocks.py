# SPDX-License-Identifier: Apache-2.0
"""clocks.py: what layers.py and deadline.py share: CPU clocks of processes, ranks, the report."""

import json
import os
import platform
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "api"))

TICKS = os.sysconf("SC_CLK_TCK")
PROCESS_CLOCK = 2  # of another process: its pid inverted, then these bits


def cpu_clock_us(pid):
    """CPU time of a process so far, all of its threads; OSError once it is gone."""
    return time.clock_gettime_ns((~pid << 3) | PROCESS_CLOCK) / 1000


def daemon_cpu_us(daemon):
    """CPU time of a daemon so far: of its processes, and of those that it has reaped."""
    total = 0.0
    for pid in (daemon.pid, *daemon.processes()):
        try:
            total += cpu_clock_us(pid)
        except OSError:
            continue  # it is among the reaped, or will be
    fields = Path(f"/proc/{daemon.pid}/stat").read_text().rpartition(")")[2].split()
    return total + (int(fields[13]) + int(fields[14])) * 1e6 / TICKS


def rank(values, share):
    """The value that so large a share of all does not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def middle(values):
    """Median, least and most."""
    return statistics.median(values), min(values), max(values)


def machine():
    model = next((line.partition(":")[2].strip() for line in open("/proc/cpuinfo")
                  if line.startswith("model name")), platform.machine())
    return {"cpu": model, "cpus": os.cpu_count(), "kernel": platform.release(),
            "load": round(os.getloadavg()[0], 1), "root": os.geteuid() == 0}


def write(out, report):
    if out:
        out.write_text(json.dumps({"machine": machine(), **report}, indent=2) + "\n")
