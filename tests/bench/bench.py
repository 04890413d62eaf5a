# SPDX-License-Identifier: Apache-2.0
"""bench.py [--seconds S] [--rounds N] [--out FILE]: resynd against a bare libmicrohttpd handler that
swallows the same bodies, in turn, in one run. Prints medians and ratios by round, writes JSON."""

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "api"))

from cases import right_sum  # noqa: E402
from daemon import BUILD, Daemon  # noqa: E402

ENVIRONMENT = "countdown"
RESPONSE_BYTES = 1024
BATCH = 64
# name, connections, verdicts in a request
SCENARIOS = [("single", 64, 1), ("batch_64", 8, BATCH), ("group_64", 8, BATCH)]


def response(right):
    tail = f"</think><answer>{right}</answer>"
    thought = "<think>" + "Let me try the numbers in another order. " * 60
    return thought[: RESPONSE_BYTES - len(tail)] + tail


def bodies(client):
    """For each scenario its path and body; every verdict in them must be a reward of 1."""
    known = [right_sum(client, ENVIRONMENT, level=2, seed=seed) for seed in range(BATCH)]
    items = [{"instance": address, "response": response(right)} for address, right in known]
    group = {"instance": items[0]["instance"], "responses": [items[0]["response"]] * BATCH}
    return {
        "single": ("/v1/score", items[0]),
        "batch_64": ("/v1/score/batch", {"items": items}),
        "group_64": ("/v1/score/batch", {"items": [group]}),
    }


def check(client, path, body):
    """The size of the answer, after a look at its rewards."""
    reply = client.post(path, body)
    found = reply.json()
    flat = [found] if "status" in found else [
        verdict for result in found["results"] for verdict in result.get("verdicts", [result])]
    if reply.status != 200 or {verdict["reward"] for verdict in flat} != {1}:
        raise SystemExit(f"{path}: these verdicts are not what is to be measured: {found}")
    return len(reply.body)


class Baseline:
    """A bare server whose answers are as long as resynd's."""

    def __init__(self, threads, answer_bytes):
        self.process = subprocess.Popen(
            [BUILD / "tests" / "bench" / "baseline", str(threads), str(answer_bytes)],
            stdout=subprocess.PIPE, text=True)
        self.url = f"http://127.0.0.1:{int(self.process.stdout.readline())}"

    def stop(self):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()


def cpu_seconds(pids):
    """User and system time of the processes so far."""
    ticks = 0
    for pid in pids:
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
        except OSError:
            continue
    return ticks / os.sysconf("SC_CLK_TCK")


def measure(url, path, body_file, connections, seconds, pids):
    before = cpu_seconds(pids())
    output = subprocess.run(
        ["wrk", "-t", "1", "-c", str(connections), "-d", f"{seconds}s", "--timeout", "20s",
         "-s", HERE / "post.lua", url, "--", path, body_file],
        capture_output=True, text=True, check=True).stdout
    line = next(line for line in output.splitlines() if line.startswith("RESULT "))
    result = json.loads(line[len("RESULT "):])
    result["per_second"] = result["requests"] / (result["microseconds"] / 1e6)
    result["cpu_us"] = (cpu_seconds(pids()) - before) * 1e6 / max(1, result["requests"])
    return result


def summarize(name, verdicts, rounds):
    """Medians of both, and the ratio of each round, which is what can be trusted."""
    ratios = [ours["per_second"] / bare["per_second"] for bare, ours in rounds]

    def median(index, key):
        return statistics.median(pair[index][key] for pair in rounds)

    return {
        "scenario": name,
        "verdicts_per_second": round(median(1, "per_second") * verdicts),
        "requests_per_second": round(median(1, "per_second")),
        "bare_requests_per_second": round(median(0, "per_second")),
        "ratio": round(statistics.median(ratios), 3),
        "ratio_range": [round(min(ratios), 3), round(max(ratios), 3)],
        "p50_us": round(median(1, "p50_us")),
        "p99_us": round(median(1, "p99_us")),
        "cpu_us_per_request": round(median(1, "cpu_us"), 1),
        "bare_cpu_us_per_request": round(median(0, "cpu_us"), 1),
        "bad_status": sum(ours["bad_status"] for _, ours in rounds),
        "broken": sum(ours["broken"] for _, ours in rounds),
    }


def run_scenario(daemon, scenario, path, body, options):
    name, connections, verdicts = scenario
    with daemon.client() as client, tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        bare = Baseline(options.threads, check(client, path, body))
        json.dump(body, file)
        file.flush()
        try:
            rounds = []
            for _ in range(options.rounds):
                rounds.append([
                    measure(bare.url, path, file.name, connections, options.seconds,
                            lambda: [bare.process.pid]),
                    measure(daemon.url, path, file.name, connections, options.seconds,
                            lambda: [daemon.pid, *daemon.processes()]),
                ])
        finally:
            bare.stop()
        check(client, path, body)
    return summarize(name, verdicts, rounds)


def machine():
    model = next((line.partition(":")[2].strip() for line in open("/proc/cpuinfo")
                  if line.startswith("model name")), platform.machine())
    return {"cpu": model, "cpus": os.cpu_count(), "kernel": platform.release()}


def show(rows):
    print(f"{'':10}{'verdicts/s':>12}{'requests/s':>12}{'bare/s':>10}{'ratio':>8}{'range':>16}"
          f"{'p50 µs':>9}{'p99 µs':>9}{'CPU µs':>8}")
    for row in rows:
        low, high = row["ratio_range"]
        print(f"{row['scenario']:10}{row['verdicts_per_second']:12,}{row['requests_per_second']:12,}"
              f"{row['bare_requests_per_second']:10,}{row['ratio']:8.2f}{low:9.2f} – {high:4.2f}"
              f"{row['p50_us']:9,}{row['p99_us']:9,}{row['cpu_us_per_request']:8.1f}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=int, default=3, help="of each measurement")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--threads", type=int, default=max(1, (os.cpu_count() or 2) // 2),
                        help="HTTP threads of both servers")
    parser.add_argument("--out", type=Path, help="where the JSON goes")
    options = parser.parse_args()
    with Daemon(options=["--http-threads", str(options.threads)]) as daemon:
        with daemon.client() as client:
            paths = bodies(client)
        rows = [run_scenario(daemon, scenario, *paths[scenario[0]], options)
                for scenario in SCENARIOS]
    show(rows)
    report = {"machine": machine(), "rounds": options.rounds, "seconds": options.seconds,
              "http_threads": options.threads, "environment": ENVIRONMENT, "scenarios": rows}
    if options.out:
        options.out.write_text(json.dumps(report, indent=2) + "\n")
    return 1 if any(row["bad_status"] or row["broken"] for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
