# SPDX-License-Identifier: Apache-2.0
"""POST /get_reward as OpenRLHF calls it."""

import json
import time
import unittest

from cases import DaemonCase, answer, right_sum
from trainers import Crowd, Quarantined, RESPONSE_FAULTS, UNMEASURED

PROMPT = "<|im_start|>user\nAdd. " + "Think well. " * 40 + "<|im_end|>\n<|im_start|>assistant\n"
FLAGS = {"acc", "valid", "format", "extracted", "response_fault"}


class Reward(DaemonCase):
    def setUp(self):
        super().setUp()
        self.instance, self.right = right_sum(self.client)

    def post(self, samples, query=""):
        """Of (query, prompt, label)."""
        queries, prompts, labels = zip(*samples) if samples else ((), (), ())
        return self.client.post("/get_reward" + query,
                                {"query": queries, "prompts": prompts, "labels": labels})

    def rewards(self, *samples, query=""):
        reply = self.post(samples, query)
        self.assertEqual(reply.status, 200, reply)
        found = reply.json()
        self.assertEqual(set(found), {"rewards", "scores", "extra_logs"})
        self.assertEqual(found["rewards"], found["scores"])
        self.assertEqual(set(found["extra_logs"]), FLAGS if samples else set())
        for log in found["extra_logs"].values():
            self.assertEqual(len(log), len(samples))
            self.assertTrue(all(type(each) in (int, float) for each in log))
        return found["rewards"], found["extra_logs"]

    def reward(self, response, prompt=PROMPT, label=None, query=""):
        [reward], _ = self.rewards((prompt + response, prompt, label or self.instance), query=query)
        return reward


class Get(Reward):
    def test_one_sample(self):
        found, logs = self.rewards((PROMPT + answer(self.right) + "<|im_end|>", PROMPT,
                                    self.instance))
        self.assertEqual(found, [1])
        self.assertEqual(logs, {"acc": [1], "valid": [1], "format": [1], "extracted": [1],
                                "response_fault": [0]})
        self.assertEqual(self.reward(answer(str(int(self.right) - 1))), 0.5)
        self.assertEqual(self.reward(answer("x")), 0)
        self.assertEqual(self.reward(""), 0)

    def test_no_samples_are_answered_at_once(self):
        begun = time.monotonic()
        self.assertEqual(self.rewards(), ([], {}))
        self.assertLess(time.monotonic() - begun, 1)

    def test_many_samples_keep_their_order(self):
        texts = [self.right, "0", str(int(self.right) + 1)] * 20
        found, _ = self.rewards(*((PROMPT + answer(text), PROMPT, self.instance)
                                  for text in texts))
        self.assertEqual(found, [1, 0, 0.5] * 20)

    def test_the_prompt_is_no_part_of_the_response(self):
        told = f"Write <answer>{self.right}</answer> " * 9 + "<|im_start|>assistant\n"
        cut = told[50:]
        self.assertEqual(self.reward("I will not.", told), 0)
        self.assertEqual(self.reward(answer(self.right), told), 1)
        for query, reward in ((cut + "I will not.", 0), (cut + answer(self.right), 1),
                              ("<s>" + told + answer("1"), 0),
                              # Of the prompt only the mark at its end is left.
                              ("<|im_start|>assistant\nNo.", 0),
                              (f"<answer>{self.right}</answer><|im_start|>assistant\nNo.", 0)):
            with self.subTest(query=query):
                self.assertEqual(self.rewards((query, told, self.instance))[0], [reward])
        # Without a prompt, or one that is nowhere: all of it.
        self.assertEqual(self.rewards((answer(self.right), "", self.instance))[0], [1])
        self.assertEqual(self.rewards((answer(self.right), "elsewhere", self.instance))[0], [1])

    def test_a_prompt_that_is_cut_within_a_character(self):
        prompt = "€" * 67 + "a"  # 202 bytes: the last 200 begin within a character
        self.assertEqual(self.rewards(("cut" + prompt + answer(self.right), prompt,
                                       self.instance))[0], [1])

    def test_end_tokens_are_no_part_of_the_answer(self):
        for end in ("", "<|im_end|>", "</s>", "<|eot_id|>\n", "<|endoftext|>" * 30,
                    "<|im_end|>\n<|endoftext|>", " <|end_of_text|> "):
            with self.subTest(end=end):
                self.assertEqual(self.reward(f"hm\n{self.right}{end}", query="?extract=last_line"),
                                 1)

    def test_labels(self):
        env, level, seed = self.instance.rsplit(":", 2)
        parts = {"env": env, "level": int(level), "seed": int(seed), "split": "train"}
        for label in (self.instance, parts, json.dumps(parts), " " + json.dumps(parts),
                      {"instance": self.instance, "extract": None}):
            with self.subTest(label=label):
                self.assertEqual(self.reward(answer(self.right), label=label), 1)
        checker = {"env": "same_text", "version": "active", "given": "six"}
        self.assertEqual(self.reward(answer("six"), label=checker), 1)
        self.assertEqual(self.reward(answer("six"), label=json.dumps(checker)), 1)

    def test_thinking_that_the_prompt_began(self):
        self.assertEqual(self.reward(answer(self.right)[len("<think>"):],
                                     query="?thinking=prefilled"), 1)
        self.assertEqual(self.reward(f"<answer>{self.right}</answer>",
                                     query="?thinking=prefilled"), 0)

    def test_lone_surrogates_and_nul(self):
        for text in ("\ud800", "a\x00b", "\udfff\ud800"):
            self.assertEqual(self.reward(text + answer(self.right)), 1)

    def test_many_at_once(self):
        crowd = Crowd(self.daemon, "/get_reward", 32)
        cases = [({"query": [PROMPT + answer(self.right if n % 3 else "0")], "prompts": [PROMPT],
                   "labels": [self.instance]}, n) for n in range(600)]
        for reply, n in crowd.post(cases):
            self.assertEqual((reply.status, reply.json()["rewards"]), (200, [int(n % 3 > 0)]))


class Wrong(Reward):
    def test_bad_bodies(self):
        good = {"query": ["a"], "prompts": [""], "labels": [self.instance]}
        for body, words in (
                (b"", ["json"]), (b"nonsense", ["json"]), ([], ["query"]), ({}, ["query"]),
                ({**good, "query": "a"}, ["query"]), ({**good, "query": [1]}, ["query"]),
                ({**good, "prompts": None}, ["prompts"]), ({**good, "prompts": []}, ["length"]),
                ({"query": ["a"], "prompts": [""]}, ["labels"]),
                ({**good, "labels": ["a", "b"]}, ["length"]),
                ({**good, "labels": [""]}, ["labels[0]"]), ({**good, "labels": [5]}, ["labels[0]"]),
                ({**good, "labels": ["{x"]}, ["labels[0]", "json"]),
                ({**good, "labels": [{"env": "sum", "level": 1, "seed": 1}]}, ["version"]),
                ({**good, "labels": [{}]}, ["labels[0]"])):
            with self.subTest(body=str(body)[:80]):
                self.assert_error(self.client.post("/get_reward", body), 400, *words)
        many = 5000
        reply = self.post([("", "", self.instance)] * many)
        self.assert_error(reply, 413, "4096")
        for query in ("?on_error=null", "?on_error=mask", "?full=1", "?extract=none",
                      "?thinking=yes", "?on_error=1&extract=whole", "?on_response_fault=1"):
            self.assert_error(self.post([], query), 400, query[1:].partition("=")[0])

    def test_unknown_environments_get_the_nearest_name(self):
        reply = self.post([("a", "", self.instance.replace("sum@", "sums@"))])
        self.assert_error(reply, 404, "unknown_environment", "'sum'")
        reply = self.post([("a", "", self.instance.replace("sum@", "sums@"))], "?on_error=zero")
        self.assert_error(reply, 404, "'sum'")


class Unmeasured(Reward):
    """OpenRLHF has no word for it: an error, which it tries again, unless the operator asks for a
    place-holder."""

    def setUp(self):
        super().setUp()
        self.trouble, _ = right_sum(self.client, "trouble")

    def test_failures_of_the_environment(self):
        for order, status in UNMEASURED:
            sample = (answer(order), "", self.trouble)
            with self.subTest(order=order):
                self.assert_error(self.post([sample]), 500, status)
                good = (answer(self.right), "", self.instance)
                found, logs = self.rewards(good, sample, query="?on_error=zero")
                self.assertEqual((found, logs["valid"]), ([1, 0], [1, 0]))

    def test_the_response_s_own_fault_is_0_unless_it_is_to_be_masked(self):
        for order, status in RESPONSE_FAULTS:
            sample = (answer(order), "", self.trouble)
            with self.subTest(order=order):
                found, logs = self.rewards(sample)
                self.assertEqual((found, logs["valid"], logs["response_fault"]), ([0], [1], [1]))
                self.assert_error(self.post([sample], "?on_response_fault=mask"), 500, status)

    def test_a_response_that_is_too_long(self):
        sample = ("x" * (4 * 1024 * 1024 + 1), "", self.instance)
        self.assert_error(self.post([sample]), 413, "too_large")


class Quarantine(Quarantined, Reward):
    def test_an_error_or_a_place_holder(self):
        sample = (answer("1"), "", self.aside)
        self.assert_error(self.post([sample]), 409, "unavailable")
        found, logs = self.rewards(sample, query="?on_error=zero")
        self.assertEqual((found, logs["valid"]), ([0], [0]))


if __name__ == "__main__":
    unittest.main()
