# SPDX-License-Identifier: Apache-2.0
"""POST /rm as slime and miles call it: the body of the answer is the reward."""

import json
import unittest

from cases import DaemonCase, answer, right_sum
from trainers import Crowd, Full, Quarantined, RESPONSE_FAULTS, UNMEASURED

FULL = {"reward", "score", "acc", "valid", "format", "extracted", "response_fault", "status",
        "reason", "instance"}


class Rm(DaemonCase):
    def setUp(self):
        super().setUp()
        self.instance, self.right = right_sum(self.client)

    def post(self, response, label=None, query="", **more):
        return self.client.post("/rm" + query, {"prompt": "What is it?", "response": response,
                                                "label": label or self.instance, **more})

    def reward(self, response, **more):
        reply = self.post(response, **more)
        self.assertEqual(reply.status, 200, reply)
        return reply.json()


class Reward(Rm):
    def test_the_body_is_the_reward(self):
        for text, reward in ((self.right, 1), (str(int(self.right) + 1), 0.5), ("x", 0)):
            found = self.reward(answer(text))
            self.assertEqual(found, reward)
            self.assertIn(type(found), (int, float))

    def test_or_a_dictionary(self):
        found = self.reward(answer(self.right), query="?full=1")
        self.assertEqual(set(found), FULL)
        self.assertEqual([found[key] for key in ("reward", "score", "acc", "valid", "format",
                                                 "extracted", "response_fault")],
                         [1, 1, 1, 1, 1, 1, 0])
        self.assertEqual((found["status"], found["instance"]), ("ok", self.instance))
        self.assertEqual(self.reward("none", query="?full=1")["extracted"], 0)

    def test_the_form_as_a_part_of_it(self):
        wrong = answer(str(int(self.right) + 10_000))
        plain = self.reward(wrong)
        found = self.reward(wrong, query="?format_weight=0.25&full=1")
        self.assertAlmostEqual(found["reward"], 0.75 * plain + 0.25)
        self.assertEqual(self.reward(answer(self.right), query="?format_weight=0.25"), 1)
        for weight in ("1.5", "-1", "nan", "", "half", "0.5x"):
            reply = self.post(wrong, query=f"?format_weight={weight}")
            self.assertEqual(reply.status, 400, weight)

    def test_prompts_and_responses_of_either_shape(self):
        messages = [{"role": "user", "content": "?"}]
        self.assertEqual(self.reward(answer(self.right), prompt=messages), 1)
        self.assertEqual(self.reward([*messages, {"role": "assistant",
                                                  "content": answer(self.right)}]), 1)
        call = [{"role": "assistant", "content": None, "tool_calls": [
            {"function": {"name": "submit", "arguments": self.right}}]}]
        label = {"instance": self.instance, "extract": "tool:submit"}
        self.assertEqual(self.reward(call, label=label), 1)
        self.assertEqual(self.reward(call, query="?extract=tool:submit"), 1)

    def test_labels(self):
        env, level, seed = self.instance.rsplit(":", 2)
        parts = {"env": env, "level": int(level), "seed": int(seed)}
        for label in (parts, json.dumps(parts), {**parts, "difficulty": "hard"}):
            self.assertEqual(self.reward(answer(self.right), label=label), 1)
        self.assertEqual(self.reward(answer("a b"), label={
            "env": "same_text", "version": "active", "given": "a b"}), 1)

    def test_seeds_beyond_a_double(self):
        for seed in (2**53 + 1, 2**63 - 1):
            address, right = right_sum(self.client, seed=seed)
            env, level, _ = address.rsplit(":", 2)
            self.assertEqual(self.reward(answer(right), label={
                "env": env, "level": int(level), "seed": seed}), 1)

    def test_many_at_once(self):
        cases = [({"prompt": "", "response": answer(self.right if n % 2 else "0"),
                   "label": self.instance}, n) for n in range(600)]
        for reply, n in Crowd(self.daemon, "/rm", 32).post(cases):
            self.assertEqual((reply.status, reply.json()), (200, n % 2))


class Wrong(Rm):
    def test_bad_bodies(self):
        good = {"prompt": "", "response": "x", "label": self.instance}
        for body, words in (
                (b"", ["json"]), (b"{]", ["json"]), ([], ["object"]), ({}, ["label"]),
                ({**good, "label": None}, ["label"]), ({**good, "label": 7}, ["label"]),
                ({**good, "label": "sum"}, ["label"]), ({**good, "label": "{"}, ["label", "json"]),
                ({"prompt": "", "label": self.instance}, ["response"]),
                ({**good, "response": 7}, ["response"]), ({**good, "response": None}, ["response"]),
                ({**good, "response": [{"role": "user"}]}, ["response", "assistant"])):
            with self.subTest(body=str(body)[:80]):
                self.assert_error(self.client.post("/rm", body), 400, *words)
        self.assert_error(self.post("x", query="?on_error=mask"), 400, "on_error")
        self.assert_error(self.post("x", query="?full=yes"), 400, "full")
        self.assert_error(self.client.get("/rm"), 405)

    def test_unknown_environments_get_the_nearest_name(self):
        for query in ("", "?on_error=null"):
            self.assert_error(self.post("x", self.instance.replace("sum@", "summ@"), query), 404,
                              "'sum'")


class Unmeasured(Rm):
    def setUp(self):
        super().setUp()
        self.trouble, _ = right_sum(self.client, "trouble")

    def test_failures_of_the_environment(self):
        for order, status in UNMEASURED:
            with self.subTest(order=order):
                text = answer(order)
                self.assert_error(self.post(text, self.trouble), 500, status)
                self.assert_error(self.post(text, self.trouble, "?full=1"), 500, status)
                self.assertIsNone(self.reward(text, label=self.trouble, query="?on_error=null"))
                self.assertEqual(self.reward(text, label=self.trouble, query="?on_error=zero"), 0)
                for query, reward in (("null", None), ("zero", 0)):
                    found = self.reward(text, label=self.trouble, query=f"?full=1&on_error={query}")
                    self.assertEqual(set(found), FULL)
                    self.assertEqual([found[key] for key in ("reward", "score", "valid", "status")],
                                     [reward, reward, 0, status])

    def test_the_response_s_own_fault_is_0_unless_it_is_to_be_masked(self):
        for order, status in RESPONSE_FAULTS:
            with self.subTest(order=order):
                self.assertEqual(self.reward(answer(order), label=self.trouble), 0)
                found = self.reward(answer(order), label=self.trouble, query="?full=1")
                self.assertEqual((found["valid"], found["response_fault"]), (1, 1))
                self.assert_error(self.post(answer(order), self.trouble,
                                            "?on_response_fault=mask"), 500, status)


class Quarantine(Quarantined, Rm):
    def test_an_error_or_null(self):
        self.assert_error(self.post("x", self.aside), 409, "unavailable")
        self.assertIsNone(self.reward("x", label=self.aside, query="?on_error=null"))


class UnderLoad(DaemonCase):
    """Where a native request is refused, a trainer's own route waits."""

    options = ("--http-threads", "1")

    def test_a_full_queue_is_waited_for(self):
        address, right = right_sum(self.client)
        trouble, _ = right_sum(self.client, "trouble")
        sample = {"prompt": "", "response": answer(right), "label": address}
        answers = []

        def ask(_):
            with self.daemon.client(60) as client:
                answers.append(client.post("/rm", sample))

        with Full(self.daemon, trouble, address) as full:
            full.each_waits(ask)
        self.assertEqual([(reply.status, reply.json()) for reply in answers], [(200, 1)] * 12)


if __name__ == "__main__":
    unittest.main()
