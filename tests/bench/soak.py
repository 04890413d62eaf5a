# SPDX-License-Identifier: Apache-2.0
"""soak.py [--minutes N]: a daemon that scores all the time while its workers are killed, its settings
are read again, environments come and go, and clients leave in the middle. Says whether a verdict was
lost or wrong, whether memory and descriptors grow. Status 1 where something did not hold."""

import argparse
import json
import os
import random
import signal
import socket
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from bodies import BATCH, LEVEL, batches, instances, response
from measure import Pace, Target, load
from outcome import Failed
from processes import resident_bytes
from scenario import Bench, countdown, renamed
from servers import TRIVIAL, Resynd
from tables import markdown, number

BATCHES_A_SECOND = 200
SAMPLE_SECONDS = 2.0
SETTLE_SECONDS = 5.0
# A client that leaves in the middle of its body is noticed when it has been silent for so long.
GONE_SECONDS = 100.0
PAUSE_SECONDS = 0.25  # between two disturbances
STEADY = ("resynd", "resynd-front", "resynd-store")
# Few, so that none of them is silent for so long that it is closed.
CONNECTIONS = 2
# What a steady process may have more of at the end than before.
DESCRIPTORS_MORE = 8
MIB_A_MINUTE = 1.0


# ---- Disturbances ----

@dataclass
class Chaos(threading.Thread):
    """One disturbance after the other, by chance; keeps what went wrong with them."""

    resynd: Resynd
    asked: dict  # a batch, for clients that leave
    until: float
    counts: dict = field(default_factory=dict)
    trouble: list = field(default_factory=list)

    def __post_init__(self):
        super().__init__(daemon=True)
        self.chance = random.Random(1)
        self.serial = 0

    __hash__ = threading.Thread.__hash__

    def run(self):
        kinds = [self.kill_a_worker, self.read_settings_again, self.come_and_go, self.leave]
        while time.monotonic() < self.until:
            kind = self.chance.choice(kinds)
            try:
                kind()
                self.counts[kind.__name__] = self.counts.get(kind.__name__, 0) + 1
            except Exception as error:  # whatever it is, the soak has failed
                self.trouble.append(f"{kind.__name__}: {error}")
            time.sleep(PAUSE_SECONDS)

    def kill_a_worker(self):
        workers = self.resynd.daemon.processes("resynd-worker")
        if workers:
            try:
                os.kill(self.chance.choice(workers), signal.SIGKILL)
            except ProcessLookupError:
                pass

    def read_settings_again(self):
        os.kill(self.resynd.daemon.pid, signal.SIGHUP)

    def come_and_go(self):
        """An environment is put, scores, and is taken away for good."""
        self.serial += 1
        name = f"guest_{self.serial:05}"
        with self.resynd.over_unix().client() as client:
            made = client.put(name, renamed(TRIVIAL, name))
            assert made.status == 201, made
            verdict = client.score(env=name, version="active", level=LEVEL, seed=1,
                                   response=response("0"))
            assert verdict["status"] == "ok" and verdict["reward"] == 0, verdict
            address = f"{name}@{made.json()['version']}"
            for what, tail in ((name, ""), (address, "?purge=true")):
                gone = client.act("DELETE", what, tail)
                assert gone.status == 200, gone

    def leave(self):
        """A whole batch is sent, or a part, and its answer not waited for."""
        body = json.dumps(self.asked).encode()
        head = (f"POST /v1/score/batch HTTP/1.1\r\nHost: localhost\r\n"
                f"Content-Length: {len(body)}\r\n\r\n").encode()
        host, _, port = self.resynd.address.partition(":")
        with socket.create_connection((host, int(port))) as stream:
            stream.sendall((head + body)[:self.chance.randrange(1, len(head) + len(body) + 1)])


# ---- What is watched ----

def descriptors(daemon):
    """Of the processes that stay."""
    found = {}
    for role in STEADY:
        pids = [daemon.pid] if role == "resynd" else daemon.processes(role)
        found[role] = sum(len(os.listdir(f"/proc/{pid}/fd")) for pid in pids)
    return found


def more(before, after):
    """Roles that have more descriptors than they should."""
    return [role for role in STEADY if after[role] > before[role] + DESCRIPTORS_MORE]


def settled(daemon, before):
    """Once what clients have left behind is gone, or should be."""
    until = time.monotonic() + GONE_SECONDS
    while more(before, after := descriptors(daemon)) and time.monotonic() < until:
        time.sleep(SAMPLE_SECONDS)
    return after


def resident_mib(daemon):
    pids = [daemon.pid, *daemon.processes("resynd-front"), *daemon.processes("resynd-store")]
    return resident_bytes(pids) / 2**20


def slope(samples):
    """Of a line through (minutes, MiB): least squares."""
    count = len(samples)
    x, y = (sum(each[i] for each in samples) / count for i in (0, 1))
    spread = sum((each[0] - x) ** 2 for each in samples)
    return sum((each[0] - x) * (each[1] - y) for each in samples) / spread if spread else 0.0


def watch(daemon, seconds):
    """Memory over time and the most descriptors, in the second half: buffers have grown by then."""
    began, samples, most = time.monotonic(), [], {}
    while (passed := time.monotonic() - began) < seconds:
        if passed > seconds / 2:
            samples.append((passed / 60, resident_mib(daemon)))
            for role, count in descriptors(daemon).items():
                most[role] = max(most.get(role, 0), count)
        time.sleep(SAMPLE_SECONDS)
    return samples, most


# ---- The soak ----

class Load(threading.Thread):
    def __init__(self, target, seconds):
        super().__init__(daemon=True)
        self.target, self.seconds, self.found, self.trouble = target, seconds, None, None

    def run(self):
        try:
            self.found = load(self.target, Pace(1, self.seconds))
        except Failed as error:
            self.trouble = str(error)


def soak(bench, resynd, seconds):
    """Rows of the table, and what did not hold."""
    daemon = resynd.daemon
    with resynd.client() as client:
        pairs = batches(instances(client, "countdown"))
    with bench.bodies(resynd, "/v1/score/batch", pairs) as asked:
        loader = Load(Target(resynd, asked, CONNECTIONS, BATCHES_A_SECOND), seconds)
        chaos = Chaos(resynd, pairs[0][0], time.monotonic() + seconds)
        time.sleep(SETTLE_SECONDS)
        before = descriptors(daemon)
        loader.start()
        chaos.start()
        samples, most = watch(daemon, seconds)
        chaos.join()
        loader.join()
        after = settled(daemon, before)
    return report(loader, chaos, samples, before, most, after)


def report(loader, chaos, samples, before, most, after):
    grows, wrong = slope(samples), list(chaos.trouble[:5])
    rows = [[kind.replace("_", " "), f"{count:,}"] for kind, count in sorted(chaos.counts.items())]
    if loader.trouble:
        wrong.append(loader.trouble)
    else:
        rows.insert(0, ["verdicts, each as expected", f"{loader.found['all_answers'] * BATCH:,}"])
        rows.append(["p99 of a batch, ms", number(loader.found["p99_us"] / 1e3)])
    rows.append(["memory of the processes that stay, second half, MiB: first, last, most",
                 ", ".join(number(each) for each in (samples[0][1], samples[-1][1],
                                                     max(mib for _, mib in samples)))])
    rows.append(["its slope, MiB a minute", f"{grows:+.3f}"])
    for role in STEADY:
        rows.append([f"descriptors of {role}: before, most, after",
                     f"{before[role]}, {most[role]}, {after[role]}"])
    wrong += [f"{role} has {after[role]} descriptors, and had {before[role]}"
              for role in more(before, after)]
    if grows > MIB_A_MINUTE:
        wrong.append(f"memory grows by {grows:.2f} MiB a minute")
    return rows, wrong


def main():
    parser = argparse.ArgumentParser(prog="soak.py", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--out", type=Path, help="where the JSON goes")
    options = parser.parse_args()
    bench = Bench(Pace(1, 1))
    try:
        with Resynd(countdown()) as resynd:
            rows, wrong = soak(bench, resynd, options.minutes * 60)
    finally:
        bench.close()
    print(markdown(f"{options.minutes:g} minutes", ["", ""], rows))
    for line in wrong:
        print(f"did not hold: {line}")
    if options.out:
        options.out.write_text(json.dumps({"rows": rows, "wrong": wrong}))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
