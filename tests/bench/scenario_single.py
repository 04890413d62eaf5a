# SPDX-License-Identifier: Apache-2.0
"""Single scores of countdown: over TCP and a Unix socket, against the bare handler and against the
verifier in the HTTP process; and the tail at four fifths of what each can do."""

from contextlib import ExitStack
from dataclasses import replace

from bodies import instances, single
from figures import slower
from measure import Target, alternate
from scenario import countdown
from servers import COUNTDOWN, Bare, InProcess, Resynd
from tables import LOAD_COLUMNS, load_row

LOAD = 0.8  # of the peak


def run(bench):
    with ExitStack() as stack:
        one = stack.enter_context(Resynd(countdown(), threads=1))
        two = stack.enter_context(Resynd(countdown(), threads=2))
        with one.client() as client:
            pairs = single(instances(client, "countdown"))
        asked = stack.enter_context(bench.bodies(one, "/v1/score", pairs))
        stack.enter_context(bench.bodies(two, "/v1/score", pairs))
        inside = stack.enter_context(InProcess(COUNTDOWN))
        stack.enter_context(bench.bodies(inside, "/v1/score", pairs))
        servers = {
            "bare, 1 thread": stack.enter_context(Bare(1, asked.answer)),
            "bare, 2 threads": stack.enter_context(Bare(2, asked.answer)),
            "bare, 2 threads, Unix socket": stack.enter_context(Bare(2, asked.answer, True)),
            "in process, 1 thread": inside,
            "resynd, 1 thread": one,
            "resynd, 2 threads": two,
            "resynd, 2 threads, Unix socket": two.over_unix(),
        }
        found = alternate({name: Target(server, asked) for name, server in servers.items()},
                          bench.pace)
        report(bench, found)
        tail(bench, {name: Target(servers[name], asked)
                     for name in ("bare, 1 thread", "resynd, 1 thread")}, found)


def report(bench, found):
    bench.keep("single", found)
    bench.table("Single scores", LOAD_COLUMNS, [load_row(*row) for row in found.items()])
    bench.compare("single 1", found["resynd, 1 thread"], found["bare, 1 thread"])
    bench.compare("single 2", found["resynd, 2 threads"], found["bare, 2 threads"])
    bench.compare("single unix", found["resynd, 2 threads, Unix socket"], found["bare, 2 threads"])
    bench.compare("isolation", found["resynd, 1 thread"], found["in process, 1 thread"])


def tail(bench, targets, peaks):
    """Open loop, each at a share of its own peak: the lowest that was seen, so that the load stays
    below what it can do throughout."""
    paced = {}
    for name, target in targets.items():
        peak = min(result["items_per_second"] for result in peaks[name])
        paced[f"{name}, {LOAD * peak:,.0f}/s"] = replace(target, rate=LOAD * peak)
    found = alternate(paced, bench.pace)
    bench.keep("tail", found)
    bench.table("Single scores at 80 % of the peak, open loop", LOAD_COLUMNS,
                [load_row(*row) for row in found.items()])
    bare, ours = found.values()
    bench.values["p99"] = (slower(ours, bare), None)
