# SPDX-License-Identifier: Apache-2.0
"""python_client.py [--rounds N] [--calls N] [--out FILE]: how many scores a second one Python process gets, with
resynd's client and in the ways in which trainers ask today. Each way is a process of its own, again and
again in turn; every reward is looked at."""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from bodies import BATCH, instances, is_right, response
from python_client_ways import NOT_INSTALLED, WAYS
from clocks import machine, write
from figures import faster, figure
from outcome import Failed
from servers import ALONE, PYTHON, Resynd
from scenario import countdown
from tables import markdown, spread

FIRST = "resynd, awaits"
CALLS = 16000
# For ways that would take minutes; httpx gets slower still with more at a time.
SLOW_CALLS = 2000
FAST = ("resynd, awaits", "resynd, one list", "resynd, 64 threads")
WAYS_SECONDS = 180


def prepare(folder, resynd):
    """Responses of 1 KiB with their rewards, one in four wrong."""
    with resynd.client() as client:
        items = instances(client, "countdown")
    rows = []
    for index in range(BATCH):
        item = items[index % len(items)]
        text = item.right if is_right(index) else item.wrong
        rows.append([item.instance, response(text), float(is_right(index))])
    path = Path(folder) / "items.json"
    path.write_text(json.dumps(rows))
    return path


def ask(way, url, path, calls):
    """One process's figures; None where what it needs is not installed."""
    command = [PYTHON, "-B", Path(__file__).with_name("python_client_ways.py"), way, url, path, calls]
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True,
                          timeout=WAYS_SECONDS, **ALONE)
    if done.returncode == NOT_INSTALLED:
        print(f"{way}: skipped: {done.stderr.strip()}", flush=True)
        return None
    if done.returncode != 0:
        raise Failed(f"{way}: {done.stderr.strip()[-500:]}")
    return json.loads(done.stdout)


def measure(url, path, options):
    """{way: a result for each round}, the order turning each time."""
    results, left = {}, list(WAYS)
    for number in range(options.rounds):
        for way in left if number % 2 == 0 else left[::-1]:
            calls = options.calls if way in FAST else min(options.calls, SLOW_CALLS)
            found = ask(way, url, path, calls)
            if found is not None:
                results.setdefault(way, []).append(found)
        left = [way for way in left if way in results]
    return {way: results[way] for way in left}


def show(results):
    ours = results[FIRST]
    rows = [[way, spread(figure(found, "items_per_second")), spread(figure(found, "cpu_us")),
             "" if way == FIRST else spread(faster(ours, found))] for way, found in results.items()]
    print("\n" + markdown("One Python process", ["", "scores/s", "its own CPU, µs a score",
                                                 f"times as many: {FIRST}"], rows))


def main():
    parser = argparse.ArgumentParser(prog="python_client.py", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--calls", type=int, default=CALLS)
    parser.add_argument("--out", type=Path, help="where the JSON goes")
    options = parser.parse_args()
    about = machine()
    print(f"{about['cpu']}, {about['cpus']} CPUs, Linux {about['kernel']}, load {about['load']};"
          f" {options.rounds} rounds, {options.calls} calls; medians [range]", flush=True)
    try:
        with tempfile.TemporaryDirectory(prefix="resynd-bench-") as folder, \
                Resynd(countdown(), threads=1) as resynd:
            path = prepare(folder, resynd)
            results = measure(f"http://{resynd.address}", path, options)
    except (Failed, subprocess.TimeoutExpired) as reason:
        print(f"FAILED: {reason}")
        return 1
    show(results)
    write(options.out, {"calls": options.calls, "slow_calls": SLOW_CALLS, "results": results})
    return 0


if __name__ == "__main__":
    sys.exit(main())
