# SPDX-License-Identifier: Apache-2.0
"""bodies.py: request bodies whose rewards are known, and the check that a server gives them.

Responses are the oracle's answers behind a thought, as long as asked for. In batches and groups one
in four is another instance's answer and earns 0, so that a server that says 1 to everything is
noticed."""

import json
import re
from dataclasses import dataclass
from pathlib import Path

from outcome import Failed

BATCH = 64
RESPONSE_BYTES = 1024
INSTANCES = 32  # rotated through; each is generated once, before anything is measured
LEVEL = 2
SENTENCE = "Let me try the numbers in another order. "
SEED_OF_WRONG = 1_000_000
REWARD_ONE = re.compile(rb'"reward": ?1(\.0)?\b')


@dataclass
class Bodies:
    """Files for the load generator, and what each answer must hold: `text`, `times` times."""

    path: str
    files: list
    items: int  # verdicts in an answer
    times: int
    text: str
    answer: bytes  # of the first body


@dataclass
class Item:
    """What is asked, for every kind of server."""

    instance: str
    question: str
    right: str
    wrong: str


def response(answer, size=RESPONSE_BYTES):
    tail = f"</think><answer>{answer}</answer>"
    room = max(0, size - len("<think>") - len(tail))
    return "<think>" + (SENTENCE * (room // len(SENTENCE) + 1))[:room] + tail


def instances(client, env, count=INSTANCES, seed=0):
    """`count` instances of an environment with a right and a wrong answer."""
    def draw(first):
        return client.instances(env=env, level=LEVEL, seed=first, count=count, answers=True)

    found = []
    for one, other in zip(draw(seed), draw(seed + SEED_OF_WRONG)):
        found.append(Item(one["instance"], one["question"], one["answer"], other["answer"]))
    return found


def is_right(index):
    """Of an item in a batch or group."""
    return index % 4 != 3


def chosen(item, index, size=RESPONSE_BYTES):
    return response(item.right if is_right(index) else item.wrong, size)


def single(items, size=RESPONSE_BYTES):
    return [({"instance": item.instance, "response": response(item.right, size)}, [1])
            for item in items]


def batches(items, size=RESPONSE_BYTES, count=4):
    """`count` bodies of BATCH items, their instances in turn."""
    found = []
    for turn in range(count):
        body = [{"instance": (item := items[(turn * BATCH + i) % len(items)]).instance,
                 "response": chosen(item, i, size)} for i in range(BATCH)]
        found.append(({"items": body}, [int(is_right(i)) for i in range(BATCH)]))
    return found


def groups(items, count=4):
    """`count` bodies, each with BATCH responses to one instance."""
    found = []
    for item in items[:count]:
        group = {"instance": item.instance, "responses": [chosen(item, i) for i in range(BATCH)]}
        found.append(({"items": [group]}, [int(is_right(i)) for i in range(BATCH)]))
    return found


def _verdicts(found):
    if "results" not in found:
        return [found]
    return [verdict for result in found["results"] for verdict in result.get("verdicts", [result])]


def check(client, path, body, rewards):
    """The answer's bytes, after a look at every reward in it."""
    reply = client.post(path, body)
    found = [verdict.get("reward") for verdict in _verdicts(reply.json())] \
        if reply.status == 200 else reply
    if found != rewards:
        raise Failed(f"{path}: the rewards are {found}, not {rewards}: "
                     "this is not what is to be measured")
    return reply.body


def prepare(folder, name, client, path, pairs):
    """Checks each body against its rewards and writes it to a file."""
    folder = Path(folder) / name
    folder.mkdir(parents=True)
    files, answers = [], []
    for number, (body, rewards) in enumerate(pairs):
        answers.append(check(client, path, body, rewards))
        file = folder / f"{number:03}.json"
        file.write_text(json.dumps(body))
        files.append(file)
    rewards = pairs[0][1]
    text = REWARD_ONE.search(answers[0]).group(0)
    return Bodies(path, files, len(rewards), sum(rewards), text.decode(), answers[0])
