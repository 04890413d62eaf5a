# SPDX-License-Identifier: Apache-2.0
"""Batches and groups of countdown against the verifier in the HTTP process; and batches over 400
environments against batches of one of them."""

from contextlib import ExitStack
from dataclasses import replace

from bodies import BATCH, batches, groups, instances
from measure import Target, alternate
from scenario import countdown, trivial
from servers import COUNTDOWN, Bare, InProcess, Resynd
from tables import LOAD_COLUMNS, load_row

MANY = 400
MANY_WARM_SECONDS = 6.0  # in which a worker of each environment starts
MANY_SECONDS = 1.0
PATH = "/v1/score/batch"


def run(bench):
    with ExitStack() as stack:
        resynd = stack.enter_context(Resynd(countdown(), threads=1))
        inside = stack.enter_context(InProcess(COUNTDOWN))
        with resynd.client() as client:
            items = instances(client, "countdown")
        batch = stack.enter_context(bench.bodies(resynd, PATH, batches(items)))
        group = stack.enter_context(bench.bodies(resynd, PATH, groups(items)))
        stack.enter_context(bench.bodies(inside, PATH, batches(items)))
        stack.enter_context(bench.bodies(inside, PATH, groups(items)))
        bare = stack.enter_context(Bare(1, batch.answer))
        found = alternate({
            "bare, batches": Target(bare, batch),
            "in process, batches": Target(inside, batch),
            "in process, groups": Target(inside, group),
            "resynd, batches": Target(resynd, batch),
            "resynd, groups": Target(resynd, group),
        }, bench.pace)
        bench.keep("batches", found)
        bench.table(f"Batches and groups of {BATCH}", LOAD_COLUMNS,
                    [load_row(*row) for row in found.items()])
        bench.compare("batch", found["resynd, batches"], found["in process, batches"])
        bench.compare("group", found["resynd, groups"], found["resynd, batches"])


def mixed(client, count):
    """Items of `count` environments in turn, an environment each."""
    return [instances(client, f"trivial_{i:04}", 1)[0] for i in range(count)]


def run_many(bench):
    """Environments that differ in their name only, so that nothing but their number is measured.
    Two daemons with the same library: one is asked for all of it, the other for one."""
    with ExitStack() as stack:
        targets = {}
        for count, name in ((1, "one environment"), (MANY, f"{MANY} environments")):
            resynd = stack.enter_context(Resynd(trivial(MANY), threads=1))
            with resynd.client() as client:
                items = (mixed(client, count) * MANY)[:MANY]
            pairs = batches(items, count=-(-MANY // BATCH))  # each environment is in one
            asked = stack.enter_context(bench.bodies(resynd, PATH, pairs))
            targets[name] = Target(resynd, asked, seconds=MANY_SECONDS)
        found = alternate(targets, replace(bench.pace, warm=MANY_WARM_SECONDS))
        bench.keep("many", found)
        bench.table(f"Batches of {BATCH}", LOAD_COLUMNS, [load_row(*row) for row in found.items()])
        bench.compare("many", *reversed(found.values()))
