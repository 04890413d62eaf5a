# SPDX-License-Identifier: Apache-2.0
"""The main job on the bundled library: 10,000 mixed rollouts, half of them wrong in various ways.
Every verdict as an independent Python check says, and the same rewards again, byte for byte."""

import random
import re
from collections import Counter

import rollouts
from cases import DaemonCase
from daemon import SHORT, VERIFIERS

COUNT = 1500 if SHORT else 10_000
BATCH = 250
REWARD = re.compile(rb'"reward":\s*([^,}]+)')


class Rollouts(DaemonCase):
    environments = VERIFIERS
    seconds = 600

    def test_every_verdict_is_as_expected_and_again_the_same(self):
        pairs = rollouts.make(self.client, COUNT, random.Random(20))
        self.assertEqual(len(pairs), COUNT)
        names = Counter(item.get("env", item.get("instance")).split("@")[0] for item, _ in pairs)
        self.assertGreaterEqual(len(names), 15)
        first = self.judge(pairs)
        wrong = [f"{item} expected {expected}: {reward.decode()}"
                 for (item, expected), reward in zip(pairs, first)
                 if reward == b"null" or abs(float(reward) - expected) > 1e-9]
        self.assertEqual(wrong[:5], [], f"{len(wrong)} of {COUNT}")
        ones = sum(float(reward) == 1 for reward in first)
        self.assertTrue(0.4 * COUNT < ones < 0.7 * COUNT, f"{ones} of {COUNT} are right")
        # Again in another order and other batches: the rewards are the same bytes.
        order = list(range(COUNT))
        random.Random(21).shuffle(order)
        again = self.judge([pairs[index] for index in order], BATCH // 3)
        self.assertEqual([first[index] for index in order], again)

    def judge(self, pairs, size=BATCH):
        """The rewards as they stand in the answers' bytes."""
        rewards = []
        for start in range(0, len(pairs), size):
            reply = self.client.batch([item for item, _ in pairs[start:start + size]])
            self.assertEqual(reply.status, 200, reply)
            rewards += REWARD.findall(reply.body)
        self.assertEqual(len(rewards), len(pairs))
        return rewards
