# SPDX-License-Identifier: Apache-2.0
"""soak.py: callers that score without pause and know what each verdict must be, and somebody who kills
workers meanwhile."""

import asyncio
import os
import random
import signal
import threading
import time
from collections import Counter

from served import answer

import resynd

DEADLINE_SECONDS = 30
BATCH_MAX = 48
AWAITS = 256  # at a time, in one loop
PATIENCE = 0.002  # after which one await in twenty is given up


class Ledger:
    """What came of every item. `wrong` lists what must not be: a verdict that is missing, doubled, out of
    its place, or has another reward than it must have."""

    def __init__(self):
        self.statuses = Counter()
        self.asked = self.given_up = 0
        self.wrong = []
        self._lock = threading.Lock()

    def judge(self, items, verdicts):
        with self._lock:
            self.asked += len(items)
            if len(verdicts) != len(items):
                self.wrong.append(f"{len(verdicts)} verdicts for {len(items)} items")
            for (item, reward), verdict in zip(items, verdicts):
                self.statuses[verdict.status] += 1
                expected = reward if verdict.ok else None
                if verdict.id != item["id"] or verdict.reward != expected or (
                        verdict.ok and verdict.instance != item["instance"]):
                    self.wrong.append(f"{item['id']}, which is worth {reward}: {verdict}")

    def leave(self):
        with self._lock:
            self.given_up += 1


class Rollouts:
    """Items with ids of their own, and the reward of each: right, near or wrong in turn."""

    def __init__(self, known, name):
        self.known = known
        self.name = name
        self.count = 0

    def draw(self, count):
        return [self._one() for _ in range(count)]

    def _one(self):
        number = self.count
        self.count += 1
        address, right = self.known[number % len(self.known)]
        offset, reward = ((0, 1.0), (1, 0.5), (9, 0.0))[number % 3]
        text = answer(str(int(right) + offset))
        return {"id": f"{self.name}-{number}", "instance": address, "response": text}, reward


def thread_work(client, rollouts, ledger, until):
    """Single scores and batches in turn."""
    chance = random.Random(rollouts.name)
    while time.monotonic() < until:
        if chance.random() < 0.7:
            items = rollouts.draw(1)
            ledger.judge(items, [client.score(**items[0][0])])
        else:
            items = rollouts.draw(chance.randint(1, BATCH_MAX))
            ledger.judge(items, client.score_batch([item for item, _ in items]))


async def loop_work(url, known, ledger, until):
    """Many coroutines that await single scores; some give up before their verdict."""
    client = resynd.AsyncClient(url, deadline=DEADLINE_SECONDS)

    async def caller(number):
        rollouts, chance = Rollouts(known, f"a{number}"), random.Random(number)
        while time.monotonic() < until:
            [(item, reward)] = rollouts.draw(1)
            if chance.random() < 0.95:
                ledger.judge([(item, reward)], [await client.score(**item)])
                continue
            try:
                verdict = await asyncio.wait_for(client.score(**item), PATIENCE)
                ledger.judge([(item, reward)], [verdict])
            except asyncio.TimeoutError:
                ledger.leave()

    await asyncio.gather(*[caller(number) for number in range(AWAITS)])
    await client.close()


class Killer(threading.Thread):
    """Kills a worker now and then."""

    def __init__(self, daemon, until):
        super().__init__()
        self.daemon_under_test = daemon
        self.until = until
        self.killed = 0

    def run(self):
        chance = random.Random()
        while time.monotonic() < self.until:
            time.sleep(chance.uniform(0.05, 0.2))
            workers = self.daemon_under_test.processes("resynd-worker")
            try:
                os.kill(chance.choice(workers), signal.SIGKILL)
                self.killed += 1
            except (IndexError, ProcessLookupError):
                continue


class Caller(threading.Thread):
    """Keeps the exception of its work, if there is one."""

    def __init__(self, work, *arguments):
        super().__init__(daemon=True)
        self.work, self.arguments = work, arguments
        self.trouble = None

    def run(self):
        try:
            self.work(*self.arguments)
        except BaseException as error:
            self.trouble = error


def soak(daemon, known, seconds, threads):
    """Returns the ledger, the number of workers that were killed, and the callers, of which each has
    ended or hangs."""
    until = time.monotonic() + seconds
    ledger, client = Ledger(), resynd.Client(daemon.url, deadline=DEADLINE_SECONDS)
    callers = [Caller(thread_work, client, Rollouts(known, f"t{number}"), ledger, until)
               for number in range(threads)]
    callers.append(Caller(lambda: asyncio.run(loop_work(daemon.url, known, ledger, until))))
    killer = Killer(daemon, until)
    for each in [*callers, killer]:
        each.start()
    killer.join()
    end = until + DEADLINE_SECONDS + 10
    for each in callers:
        each.join(max(0, end - time.monotonic()))
    client.close()
    return ledger, killer.killed, callers
