# SPDX-License-Identifier: Apache-2.0
"""scenario.py: what the scenarios share: options, a scratch folder, the figures found so far."""

import contextlib
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import bodies
from figures import cheaper, faster
from measure import Pace
from servers import COUNTDOWN, TRIVIAL
from tables import markdown


@dataclass
class Bench:
    pace: Pace
    values: dict = field(default_factory=dict)  # for ratios.py
    results: dict = field(default_factory=dict)  # all rounds, for the JSON
    skipped: list = field(default_factory=list)
    failed: list = field(default_factory=list)

    def __post_init__(self):
        self._folder = tempfile.TemporaryDirectory(prefix="resynd-bench-")
        self._bodies = 0

    def close(self):
        self._folder.cleanup()

    @contextlib.contextmanager
    def bodies(self, server, path, pairs):
        """Bodies whose rewards are checked against the server before, and again after."""
        self._bodies += 1
        with server.client() as client:
            yield bodies.prepare(Path(self._folder.name), f"{self._bodies:03}", client, path, pairs)
        with server.client() as client:
            for body, rewards in pairs:
                bodies.check(client, path, body, rewards)

    def keep(self, scenario, results):
        self.results.setdefault(scenario, {}).update(results)

    def compare(self, key, ours, theirs):
        """A row of ratios.py: by verdicts a second, and by CPU."""
        self.values[key] = (faster(ours, theirs), cheaper(ours, theirs))

    def table(self, title, columns, rows):
        print("\n" + markdown(title, columns, rows) + "\n", flush=True)


def countdown():
    return {"countdown": COUNTDOWN.read_text()}


def trivial(count=1):
    """So many environments that differ in nothing but their name."""
    return {name: renamed(TRIVIAL, name) for name in (f"trivial_{i:04}" for i in range(count))}


def renamed(source, name):
    """The text of another environment that does the same."""
    return source.read_text().replace(f'.name = "{source.stem}"', f'.name = "{name}"')
