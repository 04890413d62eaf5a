# SPDX-License-Identifier: Apache-2.0
"""deploy/examples/grpo_tiny: what needs no torch on its own and against a daemon; a few steps, where
torch is installed (deploy/install-packages example)."""

import contextlib
import importlib.util
import io
import json
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path
from types import SimpleNamespace

from served import TREE, ServedCase


EXAMPLE = TREE / "deploy" / "examples" / "grpo_tiny"
sys.path.insert(1, str(EXAMPLE))

import curve  # noqa: E402
import grpo  # noqa: E402
import rollouts  # noqa: E402
import tasks  # noqa: E402
import train  # noqa: E402

MISSING = [name for name in ("torch", "matplotlib") if importlib.util.find_spec(name) is None]
needs_torch = unittest.skipIf(MISSING, f"no {' and no '.join(MISSING)} here: deploy/install-packages example")
LETTERS = tasks.Task("letters", 1, ("A", "B"), 1)


class Groups(unittest.TestCase):
    def test_advantages_are_standard_deviations_from_the_mean(self):
        self.assertEqual(grpo.advantages([1.0, 0.0, 0.0, 1.0]), [1.0, -1.0, -1.0, 1.0])
        found = grpo.advantages([0.0, 0.0, 0.0, 0.8])
        self.assertAlmostEqual(sum(found), 0)
        self.assertAlmostEqual(found[3], 3 ** 0.5)

    def test_what_was_not_measured_is_no_zero(self):
        self.assertEqual(grpo.advantages([1.0, None, 0.0]), [1.0, 0.0, -1.0])
        self.assertIsNone(grpo.advantages([1.0, None, 1.0]))  # with a 0 for None it would teach
        self.assertIsNone(grpo.advantages([None, 0.5]))
        self.assertIsNone(grpo.advantages([None, None]))
        self.assertEqual(grpo.mean_reward([[1.0, None], [0.5, None]]), 0.75)
        self.assertIsNone(grpo.mean_reward([[None], []]))

    def test_groups_without_variance_are_skipped_and_counted(self):
        tally = grpo.Tally()
        found = tally.add("a", [[0.0, 0.0], [1.0, 0.0], [None, 1.0]])
        self.assertEqual(found, [None, [1.0, -1.0], None])
        self.assertEqual(tally.add("b", [[None, None]]), [None])
        self.assertEqual(tally.row(), {"groups": 4, "skipped": 3, "responses": 8, "unmeasured": 3,
                                       "reward": {"a": 0.4, "b": None}})


class Words(unittest.TestCase):
    def test_questions_are_numbers_padded_on_the_left(self):
        self.assertEqual(tasks.words("Which? A: 38, x\n"), ["Which", "?", "A", ":", "3", "8", ",", "x"])
        vocabulary = tasks.Vocabulary(["a b", "c"])
        self.assertEqual(len(vocabulary), 5)
        self.assertEqual(vocabulary.encode(["b a c", "c z"]), [[3, 2, 4], [tasks.PAD, 4, tasks.UNKNOWN]])

    def test_responses(self):
        by_env = {task.env: task for task in tasks.TASKS}
        self.assertEqual(by_env["reverse_letters"].response([2, 0, 5]), "<answer>c a f</answer>")
        self.assertEqual(by_env["largest_number"].response([3]), "<answer>D</answer>")

    def test_numbers_of_arguments_are_positive(self):
        self.assertEqual(train.parse_arguments(["--steps", "3"]).steps, 3)
        for wrong in ("0", "-1", "x"):
            with self.assertRaises(SystemExit), contextlib.redirect_stderr(io.StringIO()):
                train.parse_arguments(["--group", wrong])

    def test_rows_find_their_task(self):
        rows = [SimpleNamespace(env=env) for env in ("letters@0123456789ab", "others", "letters")]
        self.assertEqual(rollouts.by_task(rows, [LETTERS]), {LETTERS: [rows[0], rows[2]]})
        self.assertEqual(rollouts.by_task(rows[1:2], [LETTERS]), {})


class Curve(unittest.TestCase):
    LINES = [{"labels": {"a": "a, level 1"}, "constant": {"a": 0.25}},
             {"step": 0, "held_out": {"a": {"sampled": 0.1, "greedy": 0.2}}},
             {"step": 1, "groups": 4, "skipped": 1, "reward": {"a": 0.5}},
             {"step": 2, "groups": 4, "skipped": 1, "reward": {"a": None}},
             {"step": 3, "groups": 4, "skipped": 1, "reward": {}}]

    def test_it_reads_what_was_written(self):
        run = curve.read(map(json.dumps, self.LINES))
        self.assertEqual((run.labels, run.constant), ({"a": "a, level 1"}, {"a": 0.25}))
        self.assertEqual([step for step, _ in run.held_out], [0])
        self.assertEqual(curve.series(run, "a"), ([1], [0.5]))

    def test_smoothing_looks_back(self):
        self.assertEqual(curve.smooth([1.0, 0.0, 0.0, 4.0], 2), [1.0, 0.5, 0.0, 2.0])
        self.assertEqual(curve.smooth([]), [])


class Served(ServedCase):
    """The two small environments."""

    environments = EXAMPLE / "environments"
    mine = tasks.TASKS[:2]

    def setUp(self):
        self.client = self.open("Client", self.url)

    def test_the_gate_admits_them(self):
        sources = list(self.environments.glob("*/*.c"))
        self.assertEqual(len(sources), 2)
        for source in sources:
            report = self.client.check(source.read_text(), deadline=120)
            self.assertTrue(report.passed, report.checks)

    def test_groups_get_the_rewards_of_their_responses(self):
        for task in self.mine:
            rows = list(self.client.instances(task.env, task.level, count=3, answers=True))
            right = [[task.alphabet.index(word) for word in row.answer.split()] for row in rows]
            self.assertEqual({len(tokens) for tokens in right}, {task.length})
            groups = [[tokens, [(tokens[0] + 1) % len(task.alphabet), *tokens[1:]]] for tokens in right]
            self.assertEqual(rollouts.score_groups(self.client, task, rows, groups), [[1.0, 0.0]] * 3)

    def test_a_failed_measurement_is_none(self):
        task = self.mine[1]
        row = SimpleNamespace(instance=f"{task.env}@000000000000:1:1")
        self.assertEqual(rollouts.score_groups(self.client, task, [row], [[[0], [1]]]), [[None, None]])

    def test_training_and_held_out_instances_have_nothing_in_common(self):
        drawn = rollouts.training_instances(self.client, self.mine, 64)
        seen = {next(drawn).instance for _ in range(200)}
        kept = rollouts.held_out(self.client, self.mine, 50)
        self.assertEqual([len(rows) for rows in kept.values()], [50, 50])
        self.assertFalse(seen & {row.instance for rows in kept.values() for row in rows})
        self.assertEqual({address.split("@")[0] for address in seen}, {task.env for task in self.mine})

    def test_the_best_answer_without_reading(self):
        task = self.mine[1]
        rows = list(self.client.instances(task.env, task.level, count=40, answers=True))
        letters = [row.answer for row in rows]
        expected = max(letters.count(letter) for letter in task.alphabet) / len(rows)
        self.assertAlmostEqual(rollouts.best_constant(self.client, task, rows), expected)


class Bandit:
    """In place of a client: A is right, B is wrong, and nothing is measured where `measures` is false."""

    measures = True

    def instances(self, **_):
        while True:
            yield SimpleNamespace(env="letters", instance="letters:1:1", question="A or B ?")

    def rewards(self, items, **_):
        return [float("A" in item["response"]) if self.measures else None for item in items]


@needs_torch
class Training(unittest.TestCase):
    def trainer(self):
        from trainer import Trainer
        self.client = Bandit()
        options = train.parse_arguments(["--instances", "8", "--group", "8", "--threads", "1"])
        return Trainer(self.client, [LETTERS], options)

    def test_the_policy_learns_what_pays(self):
        trainer = self.trainer()
        rewards = [trainer.step().rewards["letters"] for _ in range(40)]
        self.assertTrue(0.2 < rewards[0] < 0.8, rewards)
        self.assertGreater(rewards[-1], 0.95)

    def test_nothing_is_learned_where_nothing_was_measured(self):
        trainer = self.trainer()
        self.client.measures = False
        weights = list(trainer.learners[LETTERS].policy.parameters())
        before = [each.clone() for each in weights]
        tally = trainer.step()
        self.assertEqual((tally.skipped, tally.unmeasured, tally.rewards), (8, 64, {"letters": None}))
        self.assertTrue(all(each.equal(now) for each, now in zip(before, weights)))


@needs_torch
class Run(unittest.TestCase):
    def test_the_whole_loop(self):
        with tempfile.TemporaryDirectory() as folder:
            out = Path(folder) / "out"
            done = subprocess.run(
                [EXAMPLE / "run", "--out", out, "--steps", "3", "--instances", "12", "--group", "4",
                 "--held-out", "10", "--threads", "1"], capture_output=True, text=True, timeout=120,
                cwd=folder, env={**os.environ, "RESYND_BUILD": str(self.build())})
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            self.assertEqual(os.listdir(folder), ["out"])
            self.assertEqual((out / "reward.png").read_bytes()[:8], b"\x89PNG\r\n\x1a\n")
            run = curve.read((out / "metrics.jsonl").read_text().splitlines())
        self.assertEqual(list(run.labels), [task.env for task in tasks.TASKS])
        self.assertEqual([step for step, _ in run.held_out], [0, 3])
        self.assertEqual([row["step"] for row in run.steps], [1, 2, 3])
        self.assertEqual([(row["responses"], row["unmeasured"]) for row in run.steps], [(48, 0)] * 3)

    @staticmethod
    def build():
        return Path(os.environ.get("RESYND_BUILD", TREE / "build"))


if __name__ == "__main__":
    unittest.main()
