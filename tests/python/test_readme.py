# SPDX-License-Identifier: Apache-2.0
"""The README's examples: Python runs against a daemon, with stand-ins for trainers; the rest is read by
what it is for; the table of trainers names what is there."""

import asyncio
import contextlib
import io
import json
import re
import subprocess
import sys
import tempfile
import tomllib
import types
import unittest
from pathlib import Path

import trainers
from served import PACKAGE, VERIFIERS, ServedCase

import resynd

TEXT = (PACKAGE / "README.md").read_text()
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
URL = "http://127.0.0.1:8420"


def blocks(language):
    found = [body for kind, body in BLOCK.findall(TEXT) if kind == language]
    assert found, language
    return found


class Trainer:
    """Of trl: trains by asking its reward functions about two rows."""

    def __init__(self, model, args, train_dataset, reward_funcs):
        self.rows, self.functions = train_dataset[:2], reward_funcs

    def train(self):
        rewards = trainers.TrlTrainer(*self.functions).rewards(self.rows, ["<answer>?</answer>"] * 2)
        assert rewards == [[0.0, 0.0]], rewards


def install():
    """Modules that only examples import."""
    trainers.install()
    trainers.module("datasets", Dataset=types.SimpleNamespace(from_list=list))
    trainers.module("trl", GRPOConfig=dict, GRPOTrainer=Trainer)
    trainers.module("skyrl_gym.envs", register=dict)
    trainers.module("verifiers", SingleTurnEnv=types.SimpleNamespace)
    trainers.module("openenv.core.env_server.http_server",
                    create_app=lambda make, action, observation, env_name, max_concurrent_envs:
                    make().reset())
    trainers.module("rllm.data.dataset",
                    DatasetRegistry=types.SimpleNamespace(register_dataset=lambda name, rows, split: rows))
    trainers.module("rllm.trainer", AgentTrainer=types.SimpleNamespace)
    sys.modules["tinker_cookbook.rl.types"].RLDataset = object


class Readme(ServedCase):
    environments = VERIFIERS

    def test_python_runs(self):
        install()
        for body in blocks("python"):
            with self.subTest(body=body[:300]):
                self.assertTrue(URL in body or "register(id=" in body)
                code = body.replace(URL, self.url).replace("16000", "20").replace("2000", "20")
                names = {}
                with contextlib.redirect_stdout(io.StringIO()), tempfile.TemporaryDirectory() as folder:
                    with contextlib.chdir(folder):
                        exec(compile(code, "README.md", "exec"), names)
                    self.left(folder)
                self.use(names)

    def left(self, folder):
        """The files that an example wrote."""
        for path in Path(folder).iterdir():
            rows = [json.loads(line) for line in path.read_text().splitlines()]
            self.assertEqual(len(rows), 20)
            self.assertTrue(all(row["instance"] and row["messages"][-1]["role"] == "user" for row in rows))

    def use(self, names):
        """What an example only defines."""
        if "load_environment" in names:
            self.assertEqual(len(names["load_environment"]().dataset), 20)
        if "reward_fn" in names:
            with resynd.Client(self.url) as client:
                row = next(client.instances("n_queens", 1))
            self.assertEqual(names["reward_fn"]("p", "r", [], [], instance=row.instance), 0.0)
        if "app" in names:
            self.assertTrue(names["app"].question)
        if "trainer" in names and "rows" in names:
            self.use_rllm(names)
        if "Questions" in names:
            {True: self.use_tinker, False: self.use_atropos}["RLDataset" in names](names["Questions"])

    def use_rllm(self, names):
        made = names["trainer"]("config", "flow")
        row = made.train_dataset[0]
        self.assertTrue(row["question"])
        output = made.evaluator.evaluate(row, trainers.episode(output="<answer>?</answer>"))
        self.assertEqual(output.reward, 0.0)

    def use_tinker(self, dataset):
        renderer = trainers.Renderer()
        rows = dataset(renderer, batch=4, group=2, url=self.url, count=10)
        self.assertEqual(len(rows), 2)
        [first, *others] = rows.get_batch(1)
        self.assertEqual(len(others), 3)
        results = asyncio.run(trainers.tinker_group(first, ["<answer>?</answer>"] * 2))
        self.assertEqual([result.reward for result in results], [0.0, 0.0])

    def use_atropos(self, environment):
        async def sample(messages):
            self.assertEqual(messages[-1]["role"], "user")
            return [{"tokens": [1], "masks": [1], "messages": [
                *messages, {"role": "assistant", "content": "<answer>?</answer>"}]}] * 2

        async def turn(made):
            made.sample = sample
            return await made.collect_trajectories(await made.get_next_item())

        self.assertEqual(asyncio.run(turn(environment())), (None, []))  # equal rewards teach nothing

    def test_shell_toml_and_yaml_can_be_read(self):
        import yaml
        for body in blocks("sh"):
            done = subprocess.run(["bash", "-n"], input=body, capture_output=True, text=True)
            self.assertEqual((done.returncode, done.stderr), (0, ""), body)
        for body in blocks("yaml"):
            self.assertIsInstance(yaml.safe_load(body), dict)
        for body in blocks("toml"):
            self.assertIn("env", tomllib.loads(body))

    def test_paths_that_are_given_to_trainers_exist(self):
        import importlib
        for path in re.findall(r"resynd\.integrations\.\w+(?:[.:]\w+)?", TEXT):
            module, _, name = path.replace(":", ".").removeprefix("resynd.integrations.").partition(".")
            install()
            loaded = importlib.import_module(f"resynd.integrations.{module}")
            self.assertTrue(not name or hasattr(loaded, name), path)

    def test_the_table_names_what_is_there(self):
        rows = re.findall(r"^\| (.+?) \| (.+?) \| `(\w+)\.(\w+)` \| (.+?) \|$", TEXT, re.MULTILINE)
        self.assertEqual(len(rows), 13)
        import importlib
        install()
        for trainer, way, module, case, invalid in rows:
            with self.subTest(trainer=trainer):
                self.assertTrue(hasattr(importlib.import_module(module), case))
                self.assertTrue(invalid)
                for name, attribute in re.findall(r"`(\w+)\.(\w+)`", way):
                    found = importlib.import_module(f"resynd.integrations.{name}")
                    self.assertTrue(hasattr(found, attribute), way)
                self.assertRegex(TEXT, rf"(?m)^### .*{re.escape(trainer.split(',')[0])}")

    def test_the_methods_it_names_exist(self):
        for name in ("environments", "environment", "check", "put", "ready", "wait_until_ready", "version",
                     "instances", "dataset", "resolve", "score", "score_batch", "score_group", "reward",
                     "rewards"):
            self.assertIn(name, TEXT)
            for kind in (resynd.Client, resynd.AsyncClient):
                self.assertTrue(callable(getattr(kind, name)))


if __name__ == "__main__":
    unittest.main()
