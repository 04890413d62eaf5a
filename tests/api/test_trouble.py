# SPDX-License-Identifier: Apache-2.0
"""Verifiers that loop, crash or return nonsense: the status that says so, no reward, and nothing of
it for the neighbours or for the next response."""

import unittest

from cases import DaemonCase, answer, right_sum

# The order given to tests/api/environments/trouble.c, the status, whose fault it is: the oracle
# passes on the instance, so what only some answers trigger is the response's.
TROUBLES = [
    ("loop", "timeout", "response"),
    ("crash", "crash", "response"),
    ("overflow", "stack_overflow", "response"),
    ("memory", "memory", "response"),
    ("system", "forbidden", "environment"),
    ("nan", "invalid_score", "environment"),
    ("infinity", "invalid_score", "environment"),
    ("two", "invalid_score", "environment"),
    ("minus", "invalid_score", "environment"),
]


class Trouble(DaemonCase):
    def setUp(self):
        super().setUp()
        self.instance, self.right = right_sum(self.client, "trouble")

    def judge(self, text):
        return self.client.score(instance=self.instance, response=answer(text))

    def test_status_and_fault_and_the_next_response_scores(self):
        for order, status, fault in TROUBLES:
            with self.subTest(order=order):
                verdict = self.judge(order)
                self.assert_verdict(verdict, status)
                self.assertEqual(verdict["fault"], fault)
                self.assert_verdict(self.judge(self.right), "ok", 1)

    def test_each_among_63_neighbours(self):
        for order, status, _ in TROUBLES:
            with self.subTest(order=order):
                items = [{"instance": self.instance, "response": answer(self.right)}] * 64
                items[20] = {"instance": self.instance, "response": answer(order)}
                results = self.client.results(items)
                self.assert_verdict(results.pop(20), status)
                for result in results:
                    self.assert_verdict(result, "ok", 1)

    def test_a_batch_of_nothing_but_trouble(self):
        orders = [row for row in TROUBLES if row[0] != "loop"] * 4
        results = self.client.results([{"instance": self.instance, "response": answer(order)}
                                       for order, _, _ in orders])
        self.assertEqual([r["status"] for r in results], [status for _, status, _ in orders])
        self.assertEqual([r["reward"] for r in results], [None] * len(orders))

    def test_a_call_that_goes_deep_is_given_the_stack_that_is_declared(self):
        for level in (1, 5):  # the first needs no more than a worker begins with
            with self.subTest(level=level):
                drawn = self.client.instances(env="deep", level=level, seed=1, count=8, answers=True)
                results = self.client.results([
                    {"instance": one["instance"], "response": answer(text)}
                    for one in drawn for text in (one["answer"], "0")])
                for right, wrong in zip(results[::2], results[1::2]):
                    self.assert_verdict(right, "ok", 1)
                    self.assert_verdict(wrong, "ok", 0)

    def test_a_slow_environment_does_not_hold_up_another(self):
        address, right = right_sum(self.client)
        results = self.client.results(
            [{"instance": self.instance, "response": answer("loop")}] * 3
            + [{"instance": address, "response": answer(right)}] * 20)
        self.assertEqual([r["status"] for r in results], ["timeout"] * 3 + ["ok"] * 20)

    def test_nothing_is_remembered_between_calls(self):
        results = self.client.results([{"instance": self.instance, "response": answer("count")}] * 50)
        self.assertEqual([r["reward"] for r in results], [0.01] * 50)

    def test_minus_zero_is_zero(self):
        reply = self.client.post("/v1/score", {"instance": self.instance,
                                               "response": answer("negzero")})
        self.assert_verdict(reply.json(), "ok", 0)
        self.assertNotIn(b"-0", reply.body.split(b'"reward"')[1][:6])

    def test_a_budget_above_the_default_is_kept(self):
        address, right = right_sum(self.client, "slow")
        self.assert_verdict(self.client.score(instance=address, response=answer(right)), "ok", 1)

    def test_a_deadline_is_the_server_s_fault(self):
        address, right = right_sum(self.client, "slow")
        verdicts = self.client.results([{"instance": address, "response": answer(right),
                                         "deadline_ms": 1}] * 40)
        late = [v for v in verdicts if v["status"] == "deadline"]
        self.assertTrue(late)
        for verdict in late:
            self.assertIsNone(verdict["reward"])
            self.assertEqual((verdict["fault"], verdict["retryable"]), ("server", True))
        for verdict in verdicts:
            self.assertIn(verdict["status"], ("ok", "deadline"))
