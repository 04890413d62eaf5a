# SPDX-License-Identifier: Apache-2.0
"""ratios.py: what is to be reached, row by row, and where each row's figure comes from."""

from dataclasses import dataclass

from tables import markdown, spread


@dataclass
class Row:
    measure: str
    least: str
    aim: str
    key: str  # what a scenario calls its figure


ROWS = [
    Row("single scores against bare libmicrohttpd, 1 HTTP thread each", "0.80", "0.95",
        "single 1"),
    Row("the same, 2 HTTP threads each", "0.60", "0.80", "single 2"),
    Row("single scores over a Unix socket against the bare handler over TCP, 2 each", "0.90", "1.3",
        "single unix"),
    Row("p99 of single scores at 80 % of peak load, against the bare handler's", "3 ×", "1.5 ×",
        "p99"),
    Row("batches of 64, verdicts/s, against the in-process build", "0.80", "1.0", "batch"),
    Row("groups of 64, verdicts/s, against batches of 64", "1.3", "2", "group"),
    Row("400 environments mixed, batches of 64, against one environment", "0.3", "0.5", "many"),
    Row("single scores against FastAPI + uvicorn on as many CPUs, trivial", "4 ×", "8 ×",
        "fastapi single trivial"),
    Row("the same, countdown that sympy reads", "20 ×", "50 ×", "fastapi single countdown_sympy"),
    Row("the same, countdown with a parser of its own", "20 ×", "50 ×",
        "fastapi single countdown"),
    Row("batches of 64 against the same, batched, trivial", "8 ×", "15 ×",
        "fastapi batch trivial"),
    Row("the same, countdown that sympy reads", "100 ×", "300 ×",
        "fastapi batch countdown_sympy"),
    Row("the same, countdown with a parser of its own", "100 ×", "300 ×",
        "fastapi batch countdown"),
    Row("against NeMo Gym's published way, same CPUs", "30 ×", "80 ×", "nemo gym"),
    Row("against a process per call", "500 ×", "2,000 ×", "process"),
    Row("isolation on, against isolation off (in-process build, single scores, 1 thread)", "0.90",
        "0.98", "isolation"),
    Row("source in to first verdict out, ms", "5", "1.5", "first verdict"),
    Row("the runtime's own CPU per call, µs", "2", "0.6", "runtime"),
    Row("resident memory, idle daemon with 100 environments, MiB", "60", "25", "memory"),
]


def table(values):
    """`values`: {key: (Figure, Figure by CPU or None)}. What was not measured has no figure."""
    rows = []
    for row in ROWS:
        by_time, by_cpu = values.get(row.key, (None, None))
        rows.append([row.measure, row.least, row.aim, spread(by_time) if by_time else "–",
                     spread(by_cpu) if by_cpu else "–"])
    return markdown("Ratios to reach",
                    ["measure", "at least", "aim", "measured", "by CPU a verdict"], rows)
