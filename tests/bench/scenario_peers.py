# SPDX-License-Identifier: Apache-2.0
"""resynd against what people run today: a FastAPI server around the same verifier in Python, NeMo
Gym's published way, a process per call. As many processes as CPUs, and one."""

import os
import re
from contextlib import ExitStack

from bodies import BATCH, batches, instances, is_right, response, single
from measure import Target, alternate
from scenario import countdown
from servers import TRIVIAL, Resynd, Uvicorn
from tables import LOAD_COLUMNS, load_row

CPUS = os.cpu_count() or 1
PROCESS_CONNECTIONS = CPUS  # more would only wait
PROCESS_SECONDS = 3
PROCESS_BODIES = 4
COUNTDOWN_TASK = re.compile(r"(\d+)\D*You have these numbers: ([\d ]+)\.")


def task(verifier, question):
    """What a data set's row says of the instance."""
    if verifier == "trivial":
        return {"value": int(re.search(r"\d+", question).group(0))}
    target, numbers = COUNTDOWN_TASK.search(question).groups()
    return {"target": int(target), "numbers": [int(number) for number in numbers.split()]}


def item(verifier, one, answer):
    return {"env": verifier, "task": task(verifier, one.question), "response": response(answer)}


def plain(verifier, items):
    return [(item(verifier, one, one.right), [1]) for one in items]


def plain_batches(verifier, items):
    body = [item(verifier, items[i % len(items)],
                 items[i % len(items)].right if is_right(i) else items[i % len(items)].wrong)
            for i in range(BATCH)]
    return [({"items": body}, [int(is_right(i)) for i in range(BATCH)])]


def nemo(verifier, items):
    """The row, and the model's response as its server returned it."""
    def row(one):
        content = [{"type": "output_text", "text": response(one.right), "annotations": []}]
        return {
            "responses_create_params": {"input": [{"role": "user", "content": one.question}],
                                        "tools": [], "temperature": 1.0},
            "agent_ref": {"type": "responses_api_agents", "name": "simple_agent"},
            "env": verifier, "task": task(verifier, one.question),
            "response": {"id": "resp_1", "object": "response", "created_at": 1.0, "model": "policy",
                         "output": [{"type": "message", "id": "msg_1", "role": "assistant",
                                     "status": "completed", "content": content}],
                         "parallel_tool_calls": True, "tool_choice": "auto", "tools": []}}
    return [(row(one), [1]) for one in items]


def run(bench):
    """All servers are up at once and idle but for the one that is asked."""
    with ExitStack() as stack:
        fastapi = {f"FastAPI, {count} process{'es' * (count > 1)}":
                   stack.enter_context(Uvicorn("plain", count)) for count in sorted({1, CPUS})}
        gym = stack.enter_context(Uvicorn("nemo_gym", CPUS))
        process = stack.enter_context(Uvicorn("process_per_call"))
        for env, sources, verifiers in (
                ("trivial", {"trivial": TRIVIAL.read_text()}, ["trivial"]),
                ("countdown", countdown(), ["countdown", "countdown_sympy"])):
            with Resynd(sources, threads=CPUS) as resynd:
                with resynd.client() as client:
                    items = instances(client, env)
                for verifier in verifiers:
                    singles(bench, verifier, items, resynd, fastapi, gym, process)
                    batched(bench, verifier, items, resynd, fastapi)


def contest(bench, title, targets):
    found = alternate(targets, bench.pace)
    bench.keep(title, found)
    bench.table(title, LOAD_COLUMNS, [load_row(*row) for row in found.items()])
    return found


def singles(bench, verifier, items, resynd, fastapi, gym, process):
    with ExitStack() as stack:
        def asked(server, path, pairs):
            return stack.enter_context(bench.bodies(server, path, pairs))

        targets = {name: Target(server, asked(server, "/score", plain(verifier, items)))
                   for name, server in fastapi.items()}
        if verifier == "countdown":
            targets["NeMo Gym's way"] = Target(gym, asked(gym, "/verify", nemo(verifier, items)))
            few = asked(process, "/score", plain(verifier, items)[:PROCESS_BODIES])
            targets["a process per call"] = Target(process, few, PROCESS_CONNECTIONS,
                                                   seconds=PROCESS_SECONDS)
        targets["resynd"] = Target(resynd, asked(resynd, "/v1/score", single(items)))
        found = contest(bench, f"Single scores, {verifier}", targets)
    bench.compare(f"fastapi single {verifier}", found["resynd"], found[list(fastapi)[-1]])
    if verifier == "countdown":
        bench.compare("nemo gym", found["resynd"], found["NeMo Gym's way"])
        bench.compare("process", found["resynd"], found["a process per call"])


def batched(bench, verifier, items, resynd, fastapi):
    with ExitStack() as stack:
        def target(server, path, pairs):
            asked = stack.enter_context(bench.bodies(server, path, pairs))
            return Target(server, asked)

        targets = {name: target(server, "/score/batch", plain_batches(verifier, items))
                   for name, server in fastapi.items()}
        targets["resynd"] = target(resynd, "/v1/score/batch", batches(items))
        found = contest(bench, f"Batches of {BATCH}, {verifier}", targets)
    bench.compare(f"fastapi batch {verifier}", found["resynd"], found[list(fastapi)[-1]])
