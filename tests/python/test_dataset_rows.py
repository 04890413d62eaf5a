# SPDX-License-Identifier: Apache-2.0
"""From a row that the server makes for a trainer, through the trainer's stand-in and our adapter, to a
reward: 1 for the oracle's answer, 0 for another. Each trainer takes from the row what its loader does."""

import asyncio
import json
import types
import unittest

import trainers
from served import answer
from trainer_case import INTEGRATIONS, TrainerCase

COUNT = 6
MIX = [{"env": "sum", "levels": [1, 3]}, {"env": "trouble"}]


class Rows(TrainerCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with cls.daemon.client() as client:
            plain = client.post("/v1/instances", {"mix": MIX, "split": "train", "count": COUNT,
                                                  "answers": True}).json()["instances"]
        assert {row["instance"].partition("@")[0] for row in plain} == {"sum", "trouble"}
        cls.right = [answer(row["answer"]) for row in plain]
        cls.half = [answer("1000000")] * COUNT

    def data(self, form):
        """A data set as a trainer reads it from a file."""
        with self.daemon.client() as client:
            reply = client.post(f"/v1/instances?format={form}",
                                {"mix": MIX, "split": "train", "count": COUNT, "system": "think"})
        rows = [json.loads(line) for line in reply.body.splitlines()]
        self.assertEqual(len(rows), COUNT)
        return rows

    def assert_tells_apart(self, rewards):
        """`rewards(responses)` is what the trainer trains on."""
        self.assertEqual(rewards(self.right), [1.0] * COUNT)
        self.assertEqual(rewards(self.half), [0.0] * COUNT)

    def test_verl(self):
        rows = self.data("verl")
        for name in ("compute_score", "compute_score_sync"):
            loop = trainers.VerlRewardLoop(INTEGRATIONS / "verl.py", name, {"url": self.url})
            self.assert_tells_apart(lambda responses: loop.step(
                [(row["data_source"], response, row["reward_model"]["ground_truth"])
                 for row, response in zip(rows, responses)])[0])

    def test_trl(self):
        from resynd.integrations.trl import Reward
        rows = self.data("trl")
        for function in (Reward(self.url), Reward(self.url).resynd):
            trainer = trainers.TrlTrainer(function)
            self.assert_tells_apart(lambda responses: trainer.rewards(rows, [
                [{"role": "assistant", "content": response}] for response in responses])[0])

    def test_openrlhf(self):
        rows = self.data("openrlhf")

        def rewards(responses):
            found = []
            for row, response in zip(rows, responses):
                prompt = "".join(f"<|im_start|>{each['role']}\n{each['content']}<|im_end|>\n"
                                 for each in row["input"]) + "<|im_start|>assistant\n"
                single = asyncio.run(trainers.openrlhf_single_turn(
                    INTEGRATIONS / "openrlhf.py", prompt, response + "<|im_end|>", row["label"]))
                found += map(float, single["reward"])  # a tensor where torch is installed
            return found

        self.assert_tells_apart(rewards)

    def test_slime(self):
        rows = self.data("slime")
        args = types.SimpleNamespace(reward_key=None, eval_reward_key=None, rm_url=None)

        def rewards(responses):
            group = [trainers.Sample(row["prompt"], response, row["label"])
                     for row, response in zip(rows, responses)]
            trainers.slime_rewards("resynd.integrations.slime.reward", args, [group])
            self.assertTrue(all(all(sample.loss_mask) for sample in group))
            return [sample.reward for sample in group]

        self.assert_tells_apart(rewards)

    def test_prime(self):
        from resynd.integrations.verifiers import rubric
        rows = self.data("prime")

        def version_0(responses):
            found = []
            for row, response in zip(rows, responses):
                state = {"prompt": row["prompt"], "answer": row["answer"], "info": row["info"],
                         "completion": [{"role": "assistant", "content": response}], "error": None}
                asyncio.run(rubric(self.url).score_rollout(state))
                self.assertIsNone(state["error"])
                found.append(state["reward"])
            return found

        def version_1(responses):
            return [asyncio.run(trainers.verifiers_score(
                "resynd.integrations.verifiers:reward", "resynd", types.SimpleNamespace(**row),
                trainers.trace_of(response))).rewards["resynd"]
                    for row, response in zip(rows, responses)]

        self.assert_tells_apart(version_0)
        self.assert_tells_apart(version_1)

    def test_skyrl(self):
        rows = self.data("skyrl")
        self.assert_tells_apart(lambda responses: [
            trainers.skyrl_episode("resynd.integrations.skyrl:ResyndEnv", {"url": self.url}, row,
                                   row["prompt"], response)[0]
            for row, response in zip(rows, responses)])

    def test_trainers_that_take_a_column(self):
        """AReaL, ms-swift, rLLM and Atropos read `instance` of trl's rows."""
        from resynd.integrations.areal import Reward
        from resynd.integrations.atropos import GroupScorer
        from resynd.integrations.rllm import Evaluator
        from resynd.integrations.swift import register
        rows = self.data("trl")
        columns = {key: [row[key] for row in rows] for key in rows[0] if key != "prompt"}
        register(url=self.url)
        self.assert_tells_apart(lambda responses: trainers.swift_rewards(
            "resynd", responses, columns)[1])
        self.assert_tells_apart(lambda responses: [
            Reward(self.url)(completions=response, **row)
            for row, response in zip(rows, responses)])
        self.assert_tells_apart(lambda responses: [
            trainers.rllm_rollout(Evaluator(self.url), row,
                                  trainers.episode(output=response)).trajectories[0].reward
            for row, response in zip(rows, responses)])
        for row, right, wrong in zip(rows, self.right, self.half):
            rollouts = [{"tokens": [1], "masks": [1],
                         "messages": [{"role": "assistant", "content": response}]}
                        for response in (right, wrong)]
            group = asyncio.run(GroupScorer(self.url).score(row["instance"], rollouts))
            self.assertEqual(group["scores"], [1.0, 0.0])

    def test_openenv(self):
        from resynd.integrations.openenv import ResyndAction, ResyndEnvironment
        environment = ResyndEnvironment(url=self.url)

        def rewards(responses):
            found = []
            for row, response in zip(self.data("trl"), responses):
                first = environment.reset(instance=row["instance"])
                self.assertIn(first.question, row["prompt"][-1]["content"])
                found.append(environment.step(ResyndAction(response=response)).reward)
            return found

        self.assert_tells_apart(rewards)

    def test_the_form_is_a_part_of_the_reward_where_an_adapter_is_told_so(self):
        from resynd.integrations.trl import Reward
        rows = self.data("trl")
        trainer = trainers.TrlTrainer(Reward(self.url, format_weight=0.25))
        self.assertEqual(trainer.rewards(rows, self.right)[0], [1.0] * COUNT)
        self.assertEqual(trainer.rewards(rows, self.half)[0], [0.25] * COUNT)
        self.assertEqual(trainer.rewards(rows, ["no answer"] * COUNT)[0], [0.0] * COUNT)
        trouble = [{"prompt": "q", "instance": label} for label in self.labels]
        trainer = trainers.TrlTrainer(Reward(self.url, format_weight=0.25))
        self.assert_rewards(trainer.rewards(trouble, self.responses)[0],
                            [1.0, 0.25, 0.0, None, 1.0, 0.0, 1.0, None, 1.0])
        for wrong in (1.5, -0.1, "much", True):
            self.assertRaises((TypeError, ValueError), Reward, self.url, format_weight=wrong)


if __name__ == "__main__":
    unittest.main()
