# SPDX-License-Identifier: Apache-2.0
"""While attacks run against the daemon, who scores an honest environment notices nothing: every
verdict is right, and none comes after its deadline."""

import sys
import threading
import time
import unittest
from pathlib import Path

from cases import OWN, answer
from daemon import SHORT, Daemon

FOLDER = Path(__file__).resolve().parents[1] / "attack"
sys.path.insert(0, str(FOLDER))

import attacks  # noqa: E402

SECONDS = 6 if SHORT else 20
DEADLINE_MS = 5000
ATTACKERS = 4
# One of each kind of harm: to the worker, the processor, the memory, the doorbell, the compiler.
CHOSEN = [
    "loop_forever", "doorbell_flood", "recursion", "heap_exhaust", "wild_write", "static_counter",
    "write_text", "verdicts_scribble_dies", "verdicts_forged", "verdicts_claims_another",
    "kill_everyone", "process_forks", "memory_executable", "signal_return_forged", "ends_well",
    "score_nan", "reason_flood", "rounding_as_memory", "worker_data_filled", "touch_every_page",
    "generate_recurses", "generate_exhausts",
]
REFUSED = ["macro_bomb", "paste_bomb", "deep_braces", "error_flood", "include_fifo"]


def chosen(names):
    return [attacks.read(FOLDER / f"{name}.c") for name in names]


class Attacker(threading.Thread):
    """Sends one attack after another until it is told to stop."""

    def __init__(self, daemon, served, refused, first):
        super().__init__(daemon=True)
        self.server, self.served, self.refused = daemon, served, refused
        self.turn = first
        self.sent = 0
        self.over = threading.Event()

    def run(self):
        with self.server.client(120) as client:
            while not self.over.is_set():
                self.turn += 1
                if self.turn % 5 == 0:
                    client.check(self.refused[self.turn // 5 % len(self.refused)].bytes)
                else:
                    attack = self.served[self.turn % len(self.served)]
                    client.score(env=attack.name, version="active", level=1, seed=self.turn,
                                 response=answer("attack"))
                self.sent += 1


class UnderAttack(unittest.TestCase):
    def setUp(self):
        self.daemon = Daemon(None)
        self.served, self.refused = chosen(CHOSEN), chosen(REFUSED)
        folder = self.daemon.environments
        (folder / "sum.c").write_text((OWN / "sum.c").read_text())
        for attack in self.served:
            (folder / f"{attack.name}.c").write_bytes(attack.bytes)
        self.daemon.start()
        self.addCleanup(self.daemon.discard)

    def attackers(self):
        threads = [Attacker(self.daemon, self.served, self.refused, 7 * number)
                   for number in range(ATTACKERS)]
        for thread in threads:
            thread.start()
        return threads

    @staticmethod
    def questions(client):
        """Right and wrong answers of the honest environment, with what each is worth."""
        items, rewards = [], []
        for found in client.instances(env="sum", level=2, seed=1, count=8, answers=True):
            for text, reward in ((found["answer"], 1), (str(int(found["answer"]) + 1), 0.5),
                                 ("0", 0), ("no idea", 0)):
                items.append({"instance": found["instance"], "response": answer(text),
                              "deadline_ms": DEADLINE_MS})
                rewards.append(reward)
        return items, rewards

    def score_honestly(self, client):
        """Batch after batch. Returns how many verdicts, and how long the slowest batch took."""
        items, rewards = self.questions(client)
        count, slowest, end = 0, 0.0, time.monotonic() + SECONDS
        while time.monotonic() < end:
            began = time.monotonic()
            results = client.results(items)
            slowest = max(slowest, time.monotonic() - began)
            got = [(result["status"], result["reward"]) for result in results]
            self.assertEqual(got, [("ok", reward) for reward in rewards])
            count += len(results)
        return count, slowest

    def test_an_honest_environment_is_scored_as_ever(self):
        with self.daemon.client() as client:
            attackers = self.attackers()
            try:
                count, slowest = self.score_honestly(client)
            finally:
                for attacker in attackers:
                    attacker.over.set()
                for attacker in attackers:
                    attacker.join(60)
        sent = [attacker.sent for attacker in attackers]
        print(f"    {count} verdicts, the slowest batch {slowest * 1000:.0f} ms, during "
              f"{sum(sent)} attacks", flush=True)
        self.assertTrue(all(number >= SECONDS / 4 for number in sent), sent)
        self.assertLess(slowest * 1000, DEADLINE_MS)
        self.daemon.stop()


if __name__ == "__main__":
    unittest.main()
