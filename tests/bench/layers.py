# SPDX-License-Identifier: Apache-2.0
"""layers.py [--seconds S] [--rounds N] [--out FILE]: what each layer of isolation costs a score.

Single scores over HTTP from daemons that differ in one layer each, each measured right beside one
with all layers, in one run. What is left out can be left out in a build for this benchmark only
(build-without-isolation, made here: meson's option benchmark_without_layers; what it may leave out is
in lib/sandbox/without.h); "as shipped" is the ordinary build."""

import argparse
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from clocks import daemon_cpu_us, middle, write

from cases import answer, right_sum
from daemon import BUILD, TREE, Daemon

WEAKENED = TREE / "build-without-isolation"
PROGRAMS = ["daemon/supervisor/resynd", "daemon/front/resynd-front", "daemon/store/resynd-store",
            "daemon/compiler/resynd-compiler", "daemon/worker/resynd-worker"]
ENVIRONMENT = "countdown"
RESPONSE_BYTES = 1024
CONNECTIONS = 64
FRESH_CONNECTIONS = 8  # a second's worth would wait with more
LOAD = BUILD / "tests" / "bench" / "load"
REWARD_ONE = '"reward":1.0'
FILTERS = ("worker_filter", "front_filter", "inherited_filter")
LAYERS = (*FILTERS, "landlock", "namespaces", "user_id", "root", "counter", "scrubbing")
WARM_MS = 100


@dataclass
class Setting:
    """A daemon, what it leaves out, and what was measured on it."""

    name: str
    without: tuple = ()
    options: tuple = ()
    build: Path = WEAKENED
    connections: int = CONNECTIONS
    daemon: Daemon = None
    pairs: list = field(default_factory=list)  # of measurements: with all layers, and this


BASE = Setting("all layers")
SETTINGS = [
    Setting("as shipped", build=BUILD),
    Setting("without the worker's filter", ("worker_filter",)),
    Setting("without the front's filter", ("front_filter",)),
    Setting("without the supervisor's, inherited", ("inherited_filter",)),
    Setting("without any of these filters", FILTERS),
    Setting("without Landlock", ("landlock",)),
    Setting("without namespaces", ("namespaces",)),
    Setting("without user ids of their own", ("user_id",)),
    Setting("without the empty root", ("root",)),
    Setting("without the time counter's lock", ("counter",)),
    Setting("without scrubbing the stack", ("scrubbing",)),
    Setting("without all of these", LAYERS),
    Setting("--isolation fresh", options=("--isolation", "fresh"), build=BUILD,
            connections=FRESH_CONNECTIONS),
]


class NotMeasured(SystemExit):
    """A measurement that failed is no number."""


# ---- What is measured ----


def build():
    if not (WEAKENED / "build.ninja").exists():
        subprocess.run(["meson", "setup", "-Dbuildtype=release", "-Dbenchmark_without_layers=true",
                        WEAKENED, TREE], check=True, stdout=subprocess.DEVNULL)
    subprocess.run(["ninja", "-C", WEAKENED, *PROGRAMS], check=True, stdout=subprocess.DEVNULL)


def status(pid):
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return dict(line.split(":\t", 1) for line in lines if ":\t" in line)


def verify(setting):
    """That what is to be left out is left out and nothing else, as far as it shows."""
    daemon, without = setting.daemon, set(setting.without)
    for role, own in (("resynd-worker", "worker_filter"), ("resynd-front", "front_filter")):
        pid = daemon.processes(role)[0]
        found = status(pid)
        filters = status(os.getpid())["Seccomp_filters"]
        expected = int(filters) + len({own, "inherited_filter"} - without)
        seen = {"filters": int(found["Seccomp_filters"]) == expected,
                "told": _told(pid) == ",".join(setting.without)}
        if os.geteuid() == 0:
            seen["user_id"] = (found["Uid"].split()[0] == "0") == ("user_id" in without)
            seen["namespaces"] = _same_network(pid) == ("namespaces" in without)
            seen["root"] = (os.readlink(f"/proc/{pid}/root") == "/") == ("root" in without)
        wrong = [what for what, right in seen.items() if not right]
        if wrong:
            raise NotMeasured(f"{setting.name}: {role} is not as it should be: {wrong}")


def _told(pid):
    """The list that reached the process; readable for root, and for its user where dumpable."""
    try:
        environment = Path(f"/proc/{pid}/environ").read_bytes().decode()
    except PermissionError:
        raise NotMeasured("only root can look whether a layer is left out") from None
    found = re.search(r"(?:^|\0)RESYND_WITHOUT=([^\0]*)", environment)
    return found.group(1) if found else ""


def _same_network(pid):
    return os.readlink(f"/proc/{pid}/ns/net") == os.readlink("/proc/self/ns/net")


def start(setting, threads):
    wrapper = ["env", f"RESYND_WITHOUT={','.join(setting.without)}"] if setting.without else []
    setting.daemon = Daemon(options=["--http-threads", str(threads), *setting.options],
                            wrapper=wrapper, build=setting.build).start()
    with setting.daemon.client() as client:
        score(client, item(client))
    if not setting.options:  # workers of one job are gone already
        verify(setting)


# ---- Measuring ----


def item(client):
    address, right = right_sum(client, ENVIRONMENT, level=2)
    text = answer(right)
    padding = "Let me try the numbers in another order. " * 30
    text = text.replace("Let me see.", padding[:RESPONSE_BYTES - len(text)])
    return {"instance": address, "response": text}


def score(client, what):
    verdict = client.score(**what)
    if (verdict["status"], verdict["reward"]) != ("ok", 1):
        raise NotMeasured(f"this verdict is not what is to be measured: {verdict}")


def measure(setting, seconds):
    """Each answer is looked at; what is in flight at the end is waited for, and counts as well."""
    with setting.daemon.client() as client, tempfile.NamedTemporaryFile("w") as body:
        what = item(client)
        score(client, what)
        json.dump(what, body)
        body.flush()
        cpu = daemon_cpu_us(setting.daemon)
        done = subprocess.run(
            [LOAD, "--connections", str(setting.connections), "--warm", str(WARM_MS),
             "--measure", str(round(seconds * 1000)), "--expect", REWARD_ONE, "--times", "1",
             setting.daemon.url.removeprefix("http://"), "/v1/score", body.name],
            capture_output=True, text=True)
        cpu = daemon_cpu_us(setting.daemon) - cpu
    found = json.loads(done.stdout) if done.returncode == 0 else None
    if not found or not found["answers"] or found["not_200"] or found["wrong"]:
        raise NotMeasured(f"{setting.name}: not all scores were given: {found} {done.stderr}")
    return {"per_second": found["answers"] / found["seconds"], "cpu_us": cpu / found["all_answers"]}


def measure_pair(setting, base_first, seconds):
    """One after the other, because the machine is another one a minute later."""
    order = [BASE, setting] if base_first else [setting, BASE]
    results = {one.name: measure(one, seconds) for one in order}
    setting.pairs.append((results[BASE.name], results[setting.name]))


# ---- The report ----


def summarize(setting):
    """Medians, and the ratios of each pair, which are what can be trusted."""
    def ratios(key):
        return [round(value, 3) for value in middle([own[key] / base[key]
                                                     for base, own in setting.pairs])]

    def median(which, key):
        return statistics.median(pair[which][key] for pair in setting.pairs)

    return {
        "name": setting.name,
        "without": setting.without,
        "scores_per_second": round(median(1, "per_second")),
        "base_scores_per_second": round(median(0, "per_second")),
        "cpu_us": round(median(1, "cpu_us"), 2),
        "base_cpu_us": round(median(0, "cpu_us"), 2),
        "rate_ratio": ratios("per_second"),
        "cpu_ratio": ratios("cpu_us"),
    }


def show(rows):
    print(f"each beside \"{BASE.name}\"; ratios: median [least – most] of the pairs\n")
    print(f"{'':36}{'scores/s':>9}{'base':>8}{'ratio':>7}{'':16}"
          f"{'CPU µs':>9}{'base':>8}{'ratio':>7}")
    for row in rows:
        rate, cpu = row["rate_ratio"], row["cpu_ratio"]
        print(f"{row['name']:36}{row['scores_per_second']:9,}{row['base_scores_per_second']:8,}"
              f"{rate[0]:7.2f} [{rate[1]:5.2f} – {rate[2]:4.2f}]{row['cpu_us']:9.1f}"
              f"{row['base_cpu_us']:8.1f}{cpu[0]:7.2f} [{cpu[1]:5.2f} – {cpu[2]:4.2f}]")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=0.5, help="of each measurement")
    parser.add_argument("--rounds", type=int, default=15, help="pairs of each")
    parser.add_argument("--threads", type=int, default=max(1, (os.cpu_count() or 2) // 2),
                        help="HTTP threads")
    parser.add_argument("--out", type=Path, help="where the JSON goes")
    options = parser.parse_args()
    build()
    try:
        for setting in (BASE, *SETTINGS):
            start(setting, options.threads)
        for turn in range(options.rounds):
            for setting in SETTINGS:
                measure_pair(setting, turn % 2 == 0, options.seconds)
        for setting in (BASE, *SETTINGS):
            setting.daemon.stop()
    finally:
        for setting in (BASE, *SETTINGS):
            if setting.daemon:
                setting.daemon.discard()
    rows = [summarize(setting) for setting in SETTINGS]
    show(rows)
    write(options.out, {"rounds": options.rounds, "seconds": options.seconds,
                        "http_threads": options.threads, "connections": CONNECTIONS,
                        "environment": ENVIRONMENT, "settings": rows})
    return 0


if __name__ == "__main__":
    sys.exit(main())
