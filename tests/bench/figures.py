# SPDX-License-Identifier: Apache-2.0
"""figures.py: medians, ranges, ratios. A ratio is taken round by round, between measurements that
were made one after the other, and only then its median."""

from dataclasses import dataclass
from statistics import median


@dataclass
class Figure:
    """Of several rounds."""

    median: float
    low: float
    high: float

    @classmethod
    def of(cls, values):
        return cls(median(values), min(values), max(values))


def figure(results, key):
    return Figure.of([result[key] for result in results])


def faster(ours, theirs):
    """How many times as many verdicts a second."""
    return Figure.of([a["items_per_second"] / b["items_per_second"]
                      for a, b in zip(ours, theirs)])


def cheaper(ours, theirs):
    """How many times as much CPU a verdict of theirs takes the server: what a busy machine, and a
    generator on the same CPUs, disturb least."""
    return Figure.of([b["cpu_us"] / a["cpu_us"] for a, b in zip(ours, theirs)])


def slower(ours, theirs, key="p99_us"):
    """How many times as long."""
    return Figure.of([a[key] / b[key] for a, b in zip(ours, theirs)])
