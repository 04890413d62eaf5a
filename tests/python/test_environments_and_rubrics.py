# SPDX-License-Identifier: Apache-2.0
"""Trainers that take a class or a rubric: SkyRL, rLLM, verifiers and prime-rl, Atropos, tinker-cookbook,
OpenEnv. Each is called in the trainer's own way; and what is said where a trainer is not installed."""

import asyncio
import subprocess
import sys
import types
import unittest

import trainers
from served import answer
from trainer_case import INTEGRATIONS, KEYS, NOBODY, TrainerCase

import resynd


class SkyRl(TrainerCase):
    def episode(self, label, response, **config):
        extras = {"reward_spec": {"method": "rule", "ground_truth": label}, "max_turns": 1}
        return trainers.skyrl_episode("resynd.integrations.skyrl:ResyndEnv", {"url": self.url, **config},
                                      extras, [{"role": "user", "content": "q"}], response)

    def test_an_episode_is_one_turn(self):
        for label, response, expected in self.rows:
            reward, metadata, metrics = self.episode(label, response)
            self.assertEqual(reward, expected or 0.0)
            self.assertEqual(metadata["valid"], expected is not None)
            self.assertEqual(metrics["valid"], float(expected is not None))
            self.assertEqual(set(metrics), KEYS - {"score"})

    def test_means_of_episodes(self):
        from resynd.integrations.skyrl import ResyndEnv
        found = [self.episode(*row[:2])[2] for row in self.rows[:4]]
        self.assertEqual(ResyndEnv.aggregate_metrics(found)["valid"], 0.75)
        self.assertEqual(ResyndEnv.aggregate_metrics([]), {})

    def test_only_a_named_number_stands_for_it(self):
        self.assertEqual(self.episode(*self.rows[3][:2], on_error=-1)[0], -1.0)
        self.assertEqual(self.episode(self.address, "r", url=NOBODY)[:2][0], 0.0)
        with self.assertRaises(resynd.MeasurementError):
            self.episode(*self.rows[3][:2], on_error="raise")


class RLlm(TrainerCase):
    def rollout(self, label, done, url=None, as_task=False, **options):
        from resynd.integrations.rllm import Evaluator
        row = {"instance": label, "question": "q"}
        task = types.SimpleNamespace(metadata=row) if as_task else row
        return trainers.rllm_rollout(Evaluator(url or self.url, **options), task, done)

    def test_rewards_and_errors(self):
        for label, response, expected in self.rows:
            done = self.rollout(label, trainers.episode(output=response), as_task=True)
            self.assertEqual(done.trajectories[0].reward, expected)
            if expected is None:
                self.assertIn("error", done.termination_reason)
            else:
                self.assertEqual(done.is_correct, expected == 1)
                self.assertEqual(set(done.trajectories[0].signals), KEYS - {"score"})

    def test_where_the_text_is(self):
        right = self.responses[0]
        text = right.partition("<answer>")[2].partition("</answer>")[0]
        for done in (trainers.episode(step=right), trainers.episode(output=right, answer="wrong"),
                     trainers.episode(answer=text)):
            self.assertEqual(self.rollout(self.labels[0], done).trajectories[0].reward, 1.0)
        self.assertEqual(self.rollout(self.labels[0], trainers.episode()).trajectories[0].reward, 0.0)

    def test_only_a_named_number_stands_for_it(self):
        done = trainers.episode(output="r")
        self.assertEqual(self.rollout(self.address, done, NOBODY, on_error=-1).trajectories[0].reward, -1)


class Verifiers(TrainerCase):
    def scored(self, row, **options):
        from resynd.integrations.verifiers import rubric
        label, response, _ = row
        state = {"prompt": [], "completion": [{"role": "assistant", "content": response}],
                 "answer": label, "info": {}, "trajectory": [{}], "error": None}
        asyncio.run(rubric(options.pop("url", self.url), **options).score_rollout(state))
        return state

    def test_version_0_errors_are_made_anew(self):
        for row in self.rows:
            state = self.scored(row)
            if row[2] is None:
                self.assertIsInstance(state["error"], trainers.InfraError)
            else:
                self.assertIsNone(state["error"])
                self.assertEqual(state["reward"], row[2])
            self.assertEqual(set(state["metrics"]),
                             {"resynd", *(f"resynd_{key}" for key in KEYS - {"score"})})
            self.assertEqual(state["metrics"]["resynd_valid"], float(row[2] is not None))

    def test_version_0_addresses_in_info_and_objects_as_messages(self):
        from resynd.integrations.verifiers import rubric
        message = types.SimpleNamespace(
            model_dump=lambda: {"role": "assistant", "content": self.responses[0]})
        for completion in (self.responses[0], [message]):
            state = {"prompt": "", "completion": completion, "answer": "",
                     "info": {"instance": self.labels[0]}, "error": None}
            asyncio.run(rubric(self.url).score_rollout(state))
            self.assertEqual((state["reward"], state["error"]), (1.0, None))

    def test_version_0_only_a_named_number_stands_for_it(self):
        state = self.scored((self.address, "r", None), url=NOBODY, on_error=-1)
        self.assertEqual((state["reward"], state["error"]), (-1.0, None))

    def test_version_1(self):
        for label, response, expected in self.rows:
            task = types.SimpleNamespace(instance=label, prompt="q")
            trace = asyncio.run(trainers.verifiers_score(
                "resynd.integrations.verifiers:reward", "resynd", task, trainers.trace_of(response)))
            self.assertEqual(trace.rewards, {"resynd": expected})
            self.assertEqual(trace.error is None, expected is not None)


class Atropos(TrainerCase):
    def score(self, numbers, **options):
        from resynd.integrations.atropos import GroupScorer
        rollouts = [{"tokens": [i], "masks": [i], "logprobs": [0.1 * i], "finish_reason": "stop",
                     "messages": ({"role": "user", "content": "q"},
                                  {"role": "assistant", "content": self.responses[i]})}
                    for i in numbers]
        return asyncio.run(GroupScorer(options.pop("url", self.url), **options).score(
            self.address, rollouts))

    def test_a_group(self):
        group = self.score([0, 2, 3])
        self.assertEqual(group["scores"], [1.0, 0.0, 0.5])
        self.assertEqual(group["overrides"], [{}, {}, {"set_advantage_to_zero": True}])
        self.assertEqual((group["tokens"], group["masks"]), ([[0], [2], [3]], [[0], [2], [3]]))
        self.assertEqual(len(group["inference_logprobs"]), 3)
        mean = sum(group["scores"]) / 3
        self.assertEqual(group["scores"][2] - mean, 0.0)

    def test_groups_that_teach_nothing(self):
        self.assertIsNone(self.score([0, 0, 3]))
        self.assertIsNone(self.score([3, 3]))
        self.assertIsNone(self.score([0, 2], url=NOBODY))

    def test_only_a_named_number_stands_for_it(self):
        group = self.score([0, 3], on_error=-1)
        self.assertEqual((group["scores"], group["overrides"]), ([1.0, -1.0], [{}, {}]))


class Tinker(TrainerCase):
    def builder(self, url=None, **options):
        from resynd.integrations.tinker import ResyndGroupBuilder
        with resynd.Client(self.url) as client:
            [instance] = client.dataset("trouble", 1, count=1)
        return ResyndGroupBuilder(trainers.Renderer(), instance, 3, url or self.url, **options)

    def test_a_group(self):
        results = asyncio.run(trainers.tinker_group(self.builder(), [self.responses[0], "?", answer("loop")]))
        self.assertEqual([result.reward for result in results], [1.0, 0.0, 0.0])
        self.assertTrue(all(result.episode_done for result in results))
        self.assertEqual(set(results[0].metrics), KEYS - {"score"})
        self.assertEqual(self.builder().logging_tags(), ["trouble"])

    def test_what_was_not_measured_fails_the_rollout(self):
        with self.assertRaises(resynd.MeasurementError):
            asyncio.run(trainers.tinker_group(self.builder(), [answer("nan")]))
        [result] = asyncio.run(trainers.tinker_group(self.builder(NOBODY, on_error=-1), ["r"]))
        self.assertEqual(result.reward, -1.0)


class OpenEnv(TrainerCase):
    def environment(self, url=None, **options):
        from resynd.integrations.openenv import ResyndEnvironment
        return ResyndEnvironment("trouble", 1, url or self.url, **options)

    def test_episodes(self):
        from resynd.integrations.openenv import ResyndAction
        environment = self.environment()
        self.assertRaises(RuntimeError, environment.step, ResyndAction(response="early"))
        for step in (environment.step, lambda a, **m: asyncio.run(environment.step_async(a, **m))):
            for label, response, expected in self.rows[:4]:
                first = environment.reset(instance=label, episode_id="e-1")
                self.assertEqual((first.done, first.reward, first.instance), (False, None, label))
                self.assertIn("+", first.question)
                last = step(ResyndAction(response=response), timeout_s=20)
                self.assertEqual((last.done, last.reward), (True, expected))
                self.assertEqual(last.metadata["valid"], float(expected is not None))
                self.assertEqual((environment.state.episode_id, environment.state.step_count), ("e-1", 1))

    def test_seeds(self):
        environment = self.environment()
        self.assertTrue(environment.reset(seed=2**62 + 3).instance.endswith(f":1:{2**62 + 3}"))
        self.assertTrue(environment.reset(env="sum", level=2).instance.startswith("sum@"))

    def test_only_a_named_number_stands_for_it(self):
        from resynd.integrations.openenv import ResyndAction
        environment = self.environment(on_error=-1)
        environment.reset()
        self.assertEqual(environment.step(ResyndAction(response=answer("nan"))).reward, -1.0)


class Missing(unittest.TestCase):
    def test_a_trainer_that_is_not_installed_is_named(self):
        needs = {"skyrl": "SkyRL", "swift": "ms-swift", "tinker": "tinker-cookbook", "openenv": "OpenEnv"}
        for name, trainer in needs.items():
            done = subprocess.run([sys.executable, "-c", f"import resynd.integrations.{name}"],
                                  capture_output=True, text=True)
            self.assertEqual(done.returncode, 1)
            self.assertIn(f"ImportError: this adapter needs {trainer}", done.stderr.splitlines()[-1])

    def test_the_others_need_nothing(self):
        names = sorted(path.stem for path in INTEGRATIONS.glob("*.py"))
        free = [name for name in names if name not in ("skyrl", "swift", "tinker", "openenv", "__init__")]
        code = "; ".join(f"import resynd.integrations.{name}" for name in free)
        done = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(len(free), 10, free)


if __name__ == "__main__":
    unittest.main()
