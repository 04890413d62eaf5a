# SPDX-License-Identifier: Apache-2.0
"""processes.py: what a server's processes use: CPU time in nanoseconds, resident memory. Read from
/proc, from outside."""

import os
from pathlib import Path


def tree(pid):
    """The process and all its descendants."""
    children = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue
            children.setdefault(parent, []).append(int(entry.name))
    found = [pid]
    for each in found:
        found += children.get(each, [])
    return found


def cpu_ns(pids):
    """Time on a CPU so far, of every live thread of these processes, and of their reaped children.
    A clock tick is 10 ms; the scheduler's own count is exact, but forgets threads that ended."""
    return sum(_cpu_ns(pid) for pid in pids)


def _cpu_ns(pid):
    total = 0
    try:
        for task in Path(f"/proc/{pid}/task").iterdir():
            total += int((task / "schedstat").read_text().split()[0])
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return total  # it has ended: its parent counts it
    return total + (int(fields[13]) + int(fields[14])) * 10_000_000


def resident_bytes(pids):
    """Memory that these processes hold, each page once: their own, their share of files, and the
    memory objects (memfd) that they keep open, mapped or not."""
    total, objects = 0, {}
    for pid in pids:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith(("Pss_Anon:", "Pss_File:")):
                total += int(line.split()[1]) * 1024
        for descriptor in Path(f"/proc/{pid}/fd").iterdir():
            try:
                if os.readlink(descriptor).startswith("/memfd:"):
                    found = descriptor.stat()
                    objects[found.st_ino] = found.st_blocks * 512
            except FileNotFoundError:
                continue  # closed meanwhile
    return total + sum(objects.values())
