# SPDX-License-Identifier: Apache-2.0
"""Trainers that take a function: TRL and Unsloth, verl, OpenRLHF, AReaL, ms-swift, slime. Each is called
in the trainer's own way; also where the server is not there."""

import asyncio
import math
import multiprocessing
import pickle
import time
import types
import unittest
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from unittest import mock

import trainers
from fake_server import FakeServer, wait
from trainer_case import INTEGRATIONS, KEYS, NOBODY, TrainerCase

import resynd


class Trl(TrainerCase):
    def rewards(self, function, completions=None, column="instance"):
        rows = [{"prompt": "q", column: label, "other": 1} for label in self.labels]
        trainer = trainers.TrlTrainer(function)
        [column] = trainer.rewards(rows, completions or self.responses)
        return trainer, column

    def test_none_is_left_out(self):
        from resynd.integrations.trl import Reward
        for function in (Reward(self.url), Reward(self.url).resynd):
            trainer, found = self.rewards(function)
            self.assert_rewards(found, self.expected)
            self.assertEqual(trainer.names, ["resynd"])
            self.assertEqual(trainer.extra["resynd_status"][2:4], ["timeout", "invalid_score"])
            self.assertAlmostEqual(trainer.metrics["resynd/valid"], 7 / 9)

    def test_messages_and_columns(self):
        from resynd.integrations.trl import Reward
        messages = [[{"role": "assistant", "content": response}] for response in self.responses]
        _, found = self.rewards(Reward(self.url, column="mine"), messages, column="mine")
        self.assert_rewards(found, self.expected)
        with self.assertRaisesRegex(ValueError, "no column 'mine'.*other"):
            self.rewards(Reward(self.url, column="mine"))

    def test_only_a_named_number_stands_for_it(self):
        from resynd.integrations.trl import Reward
        _, found = self.rewards(Reward(self.url, on_error=-1))
        self.assert_rewards(found, self.with_number(-1.0))
        _, found = self.rewards(Reward(self.url, on_response_fault="mask"))
        self.assertTrue(math.isnan(found[2]))
        with self.assertRaises(resynd.MeasurementError):
            self.rewards(Reward(self.url, on_error="raise"))

    def test_a_server_that_is_not_there(self):
        from resynd.integrations.trl import Reward
        _, found = self.rewards(Reward(NOBODY))
        self.assert_rewards(found, [None] * len(self.rows))

    def test_it_can_be_pickled(self):
        from resynd.integrations.trl import Reward
        for function in (Reward(self.url), Reward(self.url).resynd):
            _, found = self.rewards(pickle.loads(pickle.dumps(function)))
            self.assert_rewards(found, self.expected)


class Verl(TrainerCase):
    def step(self, name="compute_score", **more):
        loop = trainers.VerlRewardLoop(INTEGRATIONS / "verl.py", name, {"url": self.url, **more})
        rows = [(f"resynd/{i}", response, label) for i, (label, response, _) in enumerate(self.rows)]
        return loop.step(rows)

    def test_the_same_keys_for_every_sample_of_a_mixed_batch(self):
        for name in ("compute_score", "compute_score_sync"):
            scores, columns = self.step(name)
            self.assertEqual(set(columns), KEYS)
            self.assertEqual(scores, self.with_number(0.0))
            self.assertEqual(columns["score"], scores)
            self.assertEqual(columns["valid"], [float(e is not None) for e in self.expected])
            self.assertEqual(columns["response_fault"], [0, 0, 1, 0, 0, 0, 0, 0, 0])
            self.assertEqual(columns["extracted"], [1, 1, 0, 0, 1, 0, 1, 0, 1])
            self.assertEqual(columns["acc"], [1, 0, 0, 0, 1, 0, 1, 0, 1])
            for values in columns.values():
                self.assertEqual({type(value) for value in values}, {float})

    def test_the_batch_manager(self):
        from resynd.integrations.verl import compute_score_batch
        found = compute_score_batch(data_sources=["d"] * 9, solution_strs=self.responses,
                                    ground_truths=self.labels, extra_infos=[{}] * 9, url=self.url)
        self.assertEqual([each["score"] for each in found], self.with_number(0.0))
        self.assertEqual({frozenset(each) for each in found}, {frozenset(KEYS)})

    def test_metrics_only_when_asked_for_and_then_always(self):
        _, columns = self.step(metrics=["distance"])
        self.assertEqual(set(columns), KEYS | {"metric_distance"})
        self.assertEqual(columns["metric_distance"][4], 0.0)
        self.assertTrue(all(math.isnan(each) for each in columns["metric_distance"][:4]))

    def test_only_a_named_number_stands_for_it(self):
        scores, columns = self.step(on_error=-0.5)
        self.assertEqual(scores, self.with_number(-0.5))
        self.assertEqual(columns["valid"][3], 0.0)
        scores, _ = self.step(on_error="nan")
        self.assert_rewards(scores, self.expected)
        with self.assertRaises(resynd.MeasurementError):
            self.step(on_error="raise")
        with self.assertRaises(ValueError):
            self.step(on_error="none")

    def test_masking_a_response_s_fault(self):
        _, columns = self.step(on_response_fault="mask")
        self.assertEqual((columns["valid"][2], columns["response_fault"][2]), (0.0, 1.0))

    def test_a_server_that_is_not_there(self):
        loop = trainers.VerlRewardLoop(INTEGRATIONS / "verl.py", "compute_score", {"url": NOBODY})
        scores, columns = loop.step([("d", "r", self.address)] * 3)
        self.assertEqual((scores, columns["valid"], set(columns)), ([0.0] * 3, [0.0] * 3, KEYS))

    def test_arguments_of_a_reward_router(self):
        from resynd.integrations.verl import compute_score
        found = asyncio.run(compute_score(
            data_source="d", solution_str=self.responses[0], ground_truth=self.address, extra_info={},
            url=self.url, reward_router_address="x", reward_model_tokenizer=object()))
        self.assertEqual(found["score"], 1.0)


def plain(found):
    """Lists in place of the tensors that OpenRLHF gets where torch is installed."""
    if isinstance(found, dict):
        return {key: plain(value) for key, value in found.items()}
    return found.tolist() if hasattr(found, "tolist") else found


class OpenRlhf(TrainerCase):
    PROMPT = "<|im_start|>user\n" + "Which? " * 60 + "<|im_end|>\n<|im_start|>assistant\n"

    def single(self, label, response, cut=0):
        return plain(asyncio.run(trainers.openrlhf_single_turn(
            INTEGRATIONS / "openrlhf.py", self.PROMPT, response, label, cut)))

    def test_one_sample_a_call(self):
        for label, response, expected in self.rows:
            found = self.single(label, response + "<|im_end|>\n")
            self.assertEqual(found["reward"], [expected or 0.0])
            self.assertEqual(found["scores"], [expected or 0.0])
            self.assertEqual(set(found["extra_logs"]), KEYS - {"score"})
            self.assertEqual(found["extra_logs"]["valid"], [float(expected is not None)])

    def test_a_prompt_that_was_cut_on_its_left(self):
        for cut in (1, 50, len(self.PROMPT) - 30):
            found = self.single(self.labels[0], self.responses[0] + "<|im_end|>", cut)
            self.assertEqual(found["reward"], [1.0], cut)

    def test_where_the_response_begins(self):
        from resynd.integrations.openrlhf import response_in
        self.assertEqual(response_in("promptanswer</s>", "prompt"), "answer")
        self.assertEqual(response_in("answer", ""), "answer")
        self.assertEqual(response_in("x</s><|im_end|>\n", ""), "x")
        self.assertEqual(response_in("a <|im_end|> b", ""), "a <|im_end|> b")
        self.assertEqual(response_in("lost<|assistant|>\nanswer", "nowhere"), "answer")

    def test_nothing_is_asked(self):
        from resynd.integrations.openrlhf import reward_func
        self.assertEqual(plain(reward_func([], [], [])), {"rewards": [], "scores": [], "extra_logs": {}})

    def test_only_a_named_number_stands_for_it(self):
        from resynd.integrations.openrlhf import reward_function
        function = reward_function(url=NOBODY, on_error=-1)
        found = plain(function(["pr"], ["p"], [self.address]))
        self.assertEqual((found["rewards"], found["extra_logs"]["valid"]), ([-1.0], [0.0]))


def areal_call(function, *args, **row):
    """AReaL's wrapper: pickled into a process of its own, with a time limit of 15 s."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(partial(function, *args, **row)).result(15)


class AReaL(TrainerCase):
    def test_in_processes_of_its_own(self):
        from resynd.integrations.areal import Reward
        row = {"instance": self.labels[0], "query_id": "q"}
        found = areal_call(Reward(self.url), "prompt", self.responses[0], [1], [2], **row)
        self.assertEqual((found, type(found)), (1.0, float))

    def test_what_was_not_measured_rejects_the_rollout(self):
        from resynd.integrations.areal import Reward
        for label, response, expected in self.rows:
            if expected is not None:
                self.assertEqual(Reward(self.url)("p", response, [], [], instance=label), expected)
                continue
            with self.assertRaises(resynd.MeasurementError):
                Reward(self.url)("p", response, [], [], instance=label)
            self.assertEqual(Reward(self.url, on_error=-2)("p", response, [], [], instance=label), -2.0)

    def test_it_answers_within_15_seconds(self):
        from resynd.integrations import areal
        self.assertLess(areal.ANSWER_SECONDS, 14)
        with FakeServer(lambda _: [wait(1)]) as server, mock.patch.object(areal, "ANSWER_SECONDS", 0.3):
            began = time.monotonic()
            with self.assertRaises(resynd.MeasurementError) as caught:
                areal.Reward(server.url)("p", "r", [], [], instance=self.address)
            self.assertLess(time.monotonic() - began, 0.9)
            self.assertEqual(caught.exception.verdict.status, "deadline")


class Swift(TrainerCase):
    def test_none_is_left_out(self):
        from resynd.integrations.swift import register
        register(url=self.url)
        columns = {"instance": self.labels, "messages": [[]] * 9}
        for args in (None, types.SimpleNamespace()):
            name, found = trainers.swift_rewards("resynd", self.responses, columns, args)
            self.assert_rewards(found, self.expected)
            self.assertEqual(name, "ResyndORM")

    def test_names_with_settings_of_their_own(self):
        from resynd.integrations.swift import register
        register("one", url=self.url, on_error=-1, column="solution")
        register("other", url=NOBODY)
        _, found = trainers.swift_rewards("one", self.responses, {"solution": self.labels})
        self.assert_rewards(found, self.with_number(-1.0))
        _, found = trainers.swift_rewards("other", self.responses, {"instance": self.labels})
        self.assert_rewards(found, [None] * 9)
        self.assertRaises(ValueError, register, url="https://x")


class Slime(TrainerCase):
    ARGS = types.SimpleNamespace(reward_key=None, eval_reward_key=None, rm_url=None)

    def samples(self):
        return [trainers.Sample("q", response, label) for label, response, _ in self.rows]

    def test_what_was_not_measured_is_out_of_the_loss(self):
        for group_rm in (False, True):
            group = self.samples()
            trainers.slime_rewards("resynd.integrations.slime.reward", self.ARGS, [group], group_rm)
            self.assertEqual([sample.reward for sample in group], self.with_number(0.0))
            for sample, expected in zip(group, self.expected):
                self.assertEqual(any(sample.loss_mask), expected is not None)

    def test_a_dictionary_where_the_trainer_names_a_key(self):
        args = types.SimpleNamespace(reward_key="acc_reward", eval_reward_key="score")
        group = self.samples()
        trainers.slime_rewards("resynd.integrations.slime.reward", args, [group])
        self.assertEqual([sample.get_reward_value(args) for sample in group], self.with_number(0.0))
        self.assertEqual({frozenset(sample.reward) for sample in group},
                         {frozenset(KEYS | {"acc_reward"})})

    def test_the_filter_keeps_groups_that_were_measured(self):
        from resynd.integrations.slime import measured
        whole, broken = self.samples()[:3], self.samples()[:4]
        trainers.slime_rewards("resynd.integrations.slime.reward", self.ARGS, [whole, broken])
        self.assertIs(measured(self.ARGS, whole), True)
        self.assertIs(measured(self.ARGS, broken), False)
        self.assertIs(measured(self.ARGS, [broken]), False)


if __name__ == "__main__":
    unittest.main()
