# SPDX-License-Identifier: Apache-2.0
"""What an idle daemon holds in memory, how soon a new source gives its first verdict, and what a
call costs a worker beside the verifier."""

import json
import socket
import subprocess
import time

from bodies import LEVEL, response
from figures import Figure
from outcome import Failed
from processes import resident_bytes
from scenario import renamed, trivial
from servers import TRIVIAL, Resynd, program
from tables import number, spread

ENVIRONMENTS = 100
SOURCES = 15  # of which the median counts
PATIENCE_SECONDS = 10
IDLE_SECONDS = 2.0
PAUSE_SECONDS = 0.1  # between two sources
ANSWER_BYTES = 65536
CALL_ROUNDS = 5


def run(bench):
    with Resynd(trivial(ENVIRONMENTS)) as resynd:
        time.sleep(IDLE_SECONDS)
        mib = resident_bytes(resynd.pids()) / 2**20
        bench.values["memory"] = (Figure.of([mib]), None)
        took = Figure.of([put_to_verdict(resynd, i) for i in range(SOURCES)])
        bench.values["first verdict"] = (took, None)
        watched = Figure.of([file_to_verdict(resynd, i) for i in range(SOURCES)])
    runtime, native = calls()
    bench.values["runtime"] = (runtime, None)
    bench.keep("footprint", {"memory_mib": mib, "first_verdict_ms": vars(took),
                             "file_to_verdict_ms": vars(watched),
                             "runtime_us": vars(runtime), "native_us": vars(native)})
    bench.table("At rest, and the first verdict", ["", "measured"], [
        [f"resident memory, idle, {ENVIRONMENTS} environments, MiB", number(mib)],
        ["a source put to a first verdict, ms", spread(took)],
        ["a file written to a first verdict, ms", spread(watched)],
        ["a call around the trivial verifier, worker's CPU, µs", spread(runtime)],
        ["the trivial verifier as gcc compiles it, µs", spread(native)],
    ])


def asked_of(name):
    return {"env": name, "version": "active", "level": LEVEL, "seed": 1, "response": response("0")}


def request_of(method, path, body):
    head = f"{method} {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


def put_to_verdict(resynd, number_of):
    """Milliseconds from a source that is put, gate left out, to the answer, on one connection. The
    requests are made before: Python's HTTP client would take a sixth of the time."""
    name = f"put_{number_of}"
    put = request_of("PUT", f"/v1/environments/{name}", renamed(TRIVIAL, name).encode())
    score = request_of("POST", "/v1/score", json.dumps(asked_of(name)).encode())
    time.sleep(PAUSE_SECONDS)
    with socket.socket(socket.AF_UNIX) as stream:
        stream.connect(resynd.unix_address.removeprefix("unix:"))
        stream.settimeout(PATIENCE_SECONDS)
        start = time.monotonic()
        stream.sendall(put)
        made = stream.recv(ANSWER_BYTES)
        stream.sendall(score)
        reply = stream.recv(ANSWER_BYTES)
        took = time.monotonic() - start
    if not made.startswith(b"HTTP/1.1 201 ") or b'"reward":0.0,' not in reply:
        raise Failed(f"{name}: {made}, {reply} instead of 201 and a reward of 0")
    return took * 1e3


def file_to_verdict(resynd, number_of):
    """Milliseconds from a source that takes its place in the directory to the answer. Asked again
    and again until it is there: a server's own watch would be asked less."""
    name = f"fresh_{number_of}"
    folder = resynd.daemon.environments
    hidden = folder / f".{name}.new"
    hidden.write_text(renamed(TRIVIAL, name))
    body = asked_of(name)
    with resynd.client() as client:
        client.get("/healthz")  # the connection is there
        start = time.monotonic()
        hidden.rename(folder / f"{name}.c")
        while time.monotonic() - start < PATIENCE_SECONDS:
            reply = client.post("/v1/score", body)
            if reply.status == 200 and reply.json()["status"] == "ok":
                took = time.monotonic() - start
                if reply.json()["reward"] != 0:
                    raise Failed(f"{name}: {reply} instead of a reward of 0")
                return took * 1e3
    raise Failed(f"{name} gave no verdict within {PATIENCE_SECONDS} s: {reply}")


def calls():
    """By call.c, in µs: a worker's CPU for a call less the verifier's, and the verifier's."""
    done = subprocess.run([program("call_trivial"), TRIVIAL, "1024", str(CALL_ROUNDS)],
                          capture_output=True, text=True)
    if done.returncode != 0:
        raise Failed(f"call_trivial: {done.stderr.strip()}")
    rounds = [json.loads(line) for line in done.stdout.splitlines()]
    return (Figure.of([(each["worker_ns"] - each["native_ns"]) / 1e3 for each in rounds]),
            Figure.of([each["native_ns"] / 1e3 for each in rounds]))
