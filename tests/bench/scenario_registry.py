# SPDX-License-Identifier: Apache-2.0
"""A source put through the gate to its first verdict, step by step; and a registry that grows: the
time of a put, the memory and the next start with ten, a hundred and a thousand environments."""

import time

from bodies import LEVEL, response
from figures import Figure
from outcome import Failed
from processes import resident_bytes
from scenario import renamed
from servers import COUNTDOWN, TRIVIAL, Resynd
from tables import number, spread

SOURCES = 100
SIZES = (10, 100, 1000)
SETTLE_SECONDS = 1.0
STEPS = ("compiled, its declaration read", "the gate", "kept, and seen by every thread",
         "the rest of the put", "first verdict: waiting for an instance and a worker",
         "first verdict: judged", "the rest of the score")


def run(bench):
    steps(bench)
    growth(bench)


def author(resynd):
    """Who comes over the Unix socket needs no token."""
    return resynd.over_unix().client()


def put(client, name, source):
    reply = client.put(name, renamed(source, name))
    if reply.status != 201:
        raise Failed(f"{name}: {reply.status} {reply.body[:200]} instead of 201")
    return reply.json()


def first_verdict(client, name):
    reply = client.post("/v1/score", {"env": name, "version": "active", "level": LEVEL, "seed": 1,
                                      "response": response("0")})
    verdict = reply.json()
    if reply.status != 200 or verdict["status"] != "ok" or verdict["reward"] != 0:
        raise Failed(f"{name}: {verdict} instead of a reward of 0")
    return verdict


# ---- A put and its first verdict ----

def put_and_score(client, name):
    """Milliseconds of each step."""
    began = time.monotonic()
    made = put(client, name, COUNTDOWN)
    put_ms = (time.monotonic() - began) * 1e3
    verdict = first_verdict(client, name)
    all_ms = (time.monotonic() - began) * 1e3
    tried = [made["timing"][key] / 1e3 for key in ("compile_us", "gate_us", "store_us")]
    judged = [verdict["timing"][key] / 1e3 for key in ("queue_us", "service_us")]
    return [*tried, put_ms - sum(tried), *judged, all_ms - put_ms - sum(judged)]


def steps(bench):
    with Resynd({}, gate="enforce") as resynd, author(resynd) as client:
        taken = [put_and_score(client, f"countdown_{i:03}") for i in range(SOURCES)]
    rows = [Figure.of(column) for column in zip(*taken)]
    whole = Figure.of([sum(each) for each in taken])
    gateless = Figure.of([sum(each) - each[1] for each in taken])
    bench.keep("registry", {"steps_ms": dict(zip(STEPS, map(vars, rows))),
                            "all_ms": vars(whole)})
    bench.table(f"A put through the gate to its first verdict, {SOURCES} sources like countdown, ms",
                ["", "median [range]", "share"],
                [[name, spread(row), f"{row.median / whole.median:.1%}"]
                 for name, row in zip(STEPS, rows)] +
                [["in all", spread(whole), ""], ["in all but the gate", spread(gateless), ""]])


# ---- Growth ----

def restart(resynd):
    """Seconds until the daemon says that it is ready, and when it began."""
    resynd.daemon.stop()
    began = time.monotonic()
    resynd.daemon.start()
    ready = time.monotonic() - began
    return ready, began


def all_served(client, count):
    return sum(entry["status"] == "served" for entry in client.environments()) == count


def register(count):
    """Of so many environments: what a put takes (the gate left out: it takes each the same time),
    and what they cost at rest."""
    with Resynd({}) as resynd:
        with author(resynd) as client:
            before = resident_bytes(resynd.pids())
            began = time.monotonic()
            for i in range(count):
                put(client, f"trivial_{i:04}", TRIVIAL)
            took = time.monotonic() - began
        ready, began = restart(resynd)
        with author(resynd) as client:
            while not all_served(client, count):
                time.sleep(0.01)
            served = time.monotonic() - began
            time.sleep(SETTLE_SECONDS)
            kept = resident_bytes(resynd.pids()) - before
            first_verdict(client, f"trivial_{count - 1:04}")
        disk = sum(path.stat().st_size for path in resynd.daemon.data.rglob("*") if path.is_file())
    return {"put_ms": took / count * 1e3, "kib": kept / 1024 / count,
            "disk_kib": disk / 1024 / count, "ready_s": ready, "served_s": served}


def growth(bench):
    found = {count: register(count) for count in SIZES}
    bench.keep("registry growth", found)
    bench.table("A registry that grows", ["environments", "a put, ms", "memory each, KiB",
                                          "disk each, KiB", "start to ready, s",
                                          "start to all served, s"],
                [[f"{count:,}", *(number(each[key]) for key in
                                  ("put_ms", "kib", "disk_kib", "ready_s", "served_s"))]
                 for count, each in found.items()])
