# SPDX-License-Identifier: Apache-2.0
"""How verdicts a second change with workers, connections, response size and environments: tables in
which no cliff may be."""

import os
from contextlib import ExitStack
from dataclasses import replace

from bodies import BATCH, batches, instances, single
from measure import Target, alternate
from scenario import countdown, trivial
from scenario_batches import MANY_SECONDS, MANY_WARM_SECONDS, mixed
from servers import Resynd
from tables import LOAD_COLUMNS, load_row

WORKERS = (1, 2, 4)
CONNECTIONS = (1, 4, 16, 64, 127, 128, 129, 256, 512, 1024, 4096)
RESPONSE_BYTES = (100, 1024, 10 * 1024, 100 * 1024, 1024 * 1024)
ENVIRONMENTS = (1, 10, 100, 400, 1000)
SLOWEST = 500  # answers a second, reckoned with: every connection must be answered while measured
SLOWEST_BYTES = 300_000
CPUS = os.cpu_count() or 1
THREADS = max(1, CPUS // 2)


def show(bench, title, targets, warm=None):
    """Fewer rounds than where a ratio is wanted: what is looked for is a cliff."""
    pace = replace(bench.pace, rounds=(bench.pace.rounds + 1) // 2, warm=warm or bench.pace.warm)
    found = alternate(targets, pace)
    bench.keep(title, found)
    bench.table(title, LOAD_COLUMNS, [load_row(*row) for row in found.items()])


def run(bench):
    for part in (workers, connections, sizes, environments):
        part(bench)


def workers(bench):
    with ExitStack() as stack:
        targets = {}
        for count in WORKERS:
            resynd = stack.enter_context(Resynd(countdown(), threads=THREADS, workers=count))
            with resynd.client() as client:
                pairs = batches(instances(client, "countdown"))
            asked = stack.enter_context(bench.bodies(resynd, "/v1/score/batch", pairs))
            targets[f"{count}"] = Target(resynd, asked, seconds=MANY_SECONDS)
        show(bench, f"Growth with workers, batches of {BATCH}", targets)


def connections(bench):
    """With two threads at least: the largest number is more than one takes (HTTP_CONNECTIONS_MAX),
    and what comes beyond waits for another to be closed."""
    with Resynd(countdown(), threads=max(2, CPUS)) as resynd:
        with resynd.client() as client:
            pairs = single(instances(client, "countdown"))
        with bench.bodies(resynd, "/v1/score", pairs) as asked:
            targets = {f"{count:,}": Target(resynd, asked, count, seconds=count / SLOWEST)
                       for count in CONNECTIONS}
            show(bench, "Growth with connections, single scores", targets)


def sizes(bench):
    with ExitStack() as stack:
        resynd, targets = stack.enter_context(Resynd(countdown(), threads=THREADS)), {}
        with resynd.client() as client:
            items = instances(client, "countdown", 4)
        for size in RESPONSE_BYTES:
            asked = stack.enter_context(bench.bodies(resynd, "/v1/score", single(items, size)))
            targets[f"{size:,} bytes"] = Target(resynd, asked, seconds=size / SLOWEST_BYTES)
        show(bench, "Growth with the response's size, single scores", targets)


def environments(bench):
    with ExitStack() as stack:
        targets = {}
        resynd = stack.enter_context(Resynd(trivial(ENVIRONMENTS[-1]), threads=THREADS))
        with resynd.client() as client:
            items = mixed(client, ENVIRONMENTS[-1])
        for count in ENVIRONMENTS:
            bodies = -(-count // BATCH)
            asked = stack.enter_context(bench.bodies(resynd, "/v1/score/batch",
                                                     batches(items[:count], count=bodies)))
            targets[f"{count:,}"] = Target(resynd, asked, seconds=MANY_SECONDS)
        show(bench, f"Growth with environments, batches of {BATCH}", targets, MANY_WARM_SECONDS)
