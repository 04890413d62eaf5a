# SPDX-License-Identifier: Apache-2.0
"""measure.py: loads servers in turn, in rounds. One answer that was not the expected one ends the
scenario: a failed measurement never becomes a number."""

import json
import subprocess
from dataclasses import dataclass

from bodies import Bodies
from outcome import Failed
from processes import cpu_ns
from servers import ALONE, Server, program

CONNECTIONS = 64
LONGEST_SECONDS = 60


@dataclass
class Target:
    """A server with the bodies that it is asked."""

    server: Server
    bodies: Bodies
    connections: int = CONNECTIONS
    rate: float = 0  # requests a second; 0: as many as it takes
    seconds: float = 0  # measured at least, where answers are rare


@dataclass
class Pace:
    """How long is measured, and how often."""

    rounds: int
    seconds: float
    warm: float = 0.2


def load(target, pace):
    """One measurement. Where the first answer takes longer than that, it is made again, longer."""
    seconds = max(pace.seconds, target.seconds)
    while not (found := _load(target, pace.warm, seconds))["answers"]:
        seconds *= 4
        if seconds > LONGEST_SECONDS:
            raise Failed(f"{target.server.address}{target.bodies.path}: no answer in time")
    return found


def _load(target, warm, seconds):
    """The generator's figures, and what a verdict costs the server and the generator."""
    bodies = target.bodies
    where = f"{target.server.address}{bodies.path}"
    command = [program("load"), "--connections", target.connections,
               "--warm", round(warm * 1000), "--measure", round(seconds * 1000),
               "--rate", target.rate, "--expect", bodies.text, "--times", bodies.times,
               target.server.address, bodies.path, *bodies.files]
    before = cpu_ns(target.server.pids())
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, **ALONE)
    after = cpu_ns(target.server.pids())
    if done.returncode != 0:
        raise Failed(f"{where}: {done.stderr.strip()}")
    found = json.loads(done.stdout)
    if found["not_200"] or found["wrong"]:
        raise Failed(f"{where}: of {found['all_answers']} answers {found['not_200']} were refused "
                     f"and {found['wrong']} were wrong")
    everything = found["all_answers"] * bodies.items
    found["items_per_second"] = found["answers"] * bodies.items / found["seconds"]
    found["cpu_us"] = (after - before) / 1e3 / everything
    found["load_cpu_us"] = found["load_cpu_seconds"] * 1e6 / everything
    return found


def alternate(targets, pace):
    """{name: a result for each round}. The order turns round by round, so that nobody is always
    first after a pause."""
    results = {name: [] for name in targets}
    names = list(targets)
    for number in range(pace.rounds):
        for name in names if number % 2 == 0 else reversed(names):
            results[name].append(load(targets[name], pace))
    return results
