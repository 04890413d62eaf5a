# SPDX-License-Identifier: Apache-2.0
"""bench.py [SCENARIO …]: measures resynd against its baselines and prints Markdown tables."""

import argparse
import json
import os
import platform
import sys
import time
from pathlib import Path

import ratios
import scenario_batches
import scenario_footprint
import scenario_growth
import scenario_peers
import scenario_registry
import scenario_scrapes
import scenario_single
from measure import Pace
from outcome import Failed, Skip
from scenario import Bench

SCENARIOS = {
    "single": scenario_single.run,
    "batches": scenario_batches.run,
    "many": scenario_batches.run_many,
    "peers": scenario_peers.run,
    "footprint": scenario_footprint.run,
    "scrapes": scenario_scrapes.run,
    "growth": scenario_growth.run,
    "registry": scenario_registry.run,
}


def machine():
    model = next((line.partition(":")[2].strip() for line in open("/proc/cpuinfo")
                  if line.startswith("model name")), platform.machine())
    return {"cpu": model, "cpus": os.cpu_count(), "kernel": platform.release(),
            "load": [round(each, 1) for each in os.getloadavg()]}


def arguments():
    parser = argparse.ArgumentParser(prog="bench.py", description=__doc__)
    parser.add_argument("scenarios", nargs="*", metavar="SCENARIO", help=", ".join(SCENARIOS))
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=0.4, help="of each measurement")
    parser.add_argument("--out", type=Path, help="where the JSON goes")
    options = parser.parse_args()
    for name in options.scenarios:
        if name not in SCENARIOS:
            parser.error(f"there is no scenario '{name}'; there are: {', '.join(SCENARIOS)}")
    return options


def run(bench, name):
    """One that fails leaves the others their figures, and the run its status."""
    try:
        SCENARIOS[name](bench)
    except Skip as reason:
        bench.skipped.append(f"{name}: {reason}")
        print(f"\n{name}: skipped: {reason}", flush=True)
    except (Failed, AssertionError) as reason:  # the latter from a daemon that ended badly
        bench.failed.append(f"{name}: {reason}")
        print(f"\n{name}: FAILED: {reason}", flush=True)


def main():
    options, began = arguments(), time.monotonic()
    bench = Bench(Pace(options.rounds, options.seconds))
    about = machine()
    print(f"{about['cpu']}, {about['cpus']} CPUs, Linux {about['kernel']}, load {about['load'][0]};"
          f" {options.rounds} rounds of {options.seconds} s; medians [range]")
    try:
        for name in options.scenarios or SCENARIOS:
            run(bench, name)
    finally:
        bench.close()
    print(f"\n{ratios.table(bench.values)}\n\n{time.monotonic() - began:.0f} s in all")
    if options.out:
        report = {"machine": about, "rounds": options.rounds, "seconds": options.seconds,
                  "results": bench.results, "skipped": bench.skipped,
                  "failed": bench.failed,
                  "ratios": {key: [vars(found) if found else None for found in pair]
                             for key, pair in bench.values.items()}}
        options.out.write_text(json.dumps(report, indent=2) + "\n")
    return 1 if bench.failed else 0


if __name__ == "__main__":
    sys.exit(main())
