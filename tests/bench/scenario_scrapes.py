# SPDX-License-Identifier: Apache-2.0
"""What a scrape of /metrics costs scoring: a daemon whose page shows a thousand environments, asked for
single scores at a steady rate, with a scrape every second (Prometheus: every fifteen) and without. One
HTTP thread, so that every score shares it with the scrape."""

import threading
import time
from dataclasses import replace

from bodies import BATCH, RESPONSE_BYTES, single
from figures import Figure, slower
from measure import Target, load
from outcome import Failed
from scenario import trivial
from scenario_batches import mixed
from servers import Resynd
from tables import LOAD_COLUMNS, load_row, spread

ENVIRONMENTS = 1000
SECONDS = 5  # of each measurement: five scrapes
LOAD = 0.25  # of the peak: the generator and who scrapes share the machine
LEVELS = (1, 2, 3)


class Scrapes:
    """A scrape a second on a connection of its own, while it is entered."""

    def __init__(self, server):
        self.server = server
        self.milliseconds, self.bytes = [], 0
        self.stopping = threading.Event()

    def scrape(self, client):
        began = time.monotonic()
        reply = client.get("/metrics")
        if reply.status != 200:
            raise Failed(f"/metrics: {reply}")
        self.milliseconds.append((time.monotonic() - began) * 1e3)
        self.bytes = len(reply.body)

    def _work(self):
        with self.server.client() as client:
            while not self.stopping.wait(1):
                self.scrape(client)

    def __enter__(self):
        self.stopping.clear()
        self.thread = threading.Thread(target=self._work)
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.stopping.set()
        self.thread.join()


def fill(client, items):
    """Verdicts of every environment on several levels, in groups: its part of the page is whole."""
    rollouts = []
    for item in items:
        name, _, rest = item.instance.partition(":")
        seed = rest.partition(":")[2]
        rollouts += [{"instance": f"{name}:{level}:{seed}", "responses": [item.right, "none"]}
                     for level in LEVELS]
    for first in range(0, len(rollouts), BATCH):
        reply = client.batch(rollouts[first:first + BATCH])
        if reply.status != 200:
            raise Failed(f"the page cannot be filled: {reply}")


def run(bench):
    with Resynd(trivial(ENVIRONMENTS), threads=1) as resynd:
        with resynd.client() as client:
            items = mixed(client, ENVIRONMENTS)
            fill(client, items)
            alone = Scrapes(resynd)
            for _ in range(10):
                alone.scrape(client)
        pairs = single(items[:1], RESPONSE_BYTES)
        with bench.bodies(resynd, "/v1/score", pairs) as asked:
            measure(bench, resynd, Target(resynd, asked), alone)


def measure(bench, resynd, target, alone):
    peak = load(target, bench.pace)["items_per_second"]
    paced = replace(target, rate=LOAD * peak, seconds=SECONDS)
    found, loaded = {"without scrapes": [], "a scrape a second": []}, Scrapes(resynd)
    for _ in range(bench.pace.rounds):
        found["without scrapes"].append(load(paced, bench.pace))
        with loaded:
            found["a scrape a second"].append(load(paced, bench.pace))
    report(bench, found, alone, loaded, LOAD * peak)


def report(bench, found, alone, loaded, rate):
    bench.keep("scrapes", found)
    bench.table(f"Single scores at {rate:,.0f}/s, open loop, {ENVIRONMENTS:,} environments in /metrics",
                LOAD_COLUMNS, [load_row(*row) for row in found.items()])
    bench.table("A scrape", ["", "bytes", "ms"],
                [[name, f"{scrapes.bytes:,}", spread(Figure.of(scrapes.milliseconds))]
                 for name, scrapes in (("idle", alone), ("under load", loaded))])
    plain, scraped = found.values()
    for key in ("p50_us", "p99_us", "p999_us"):
        print(f"{key}: with scrapes {spread(slower(scraped, plain, key))} times as long")
