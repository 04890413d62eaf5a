# SPDX-License-Identifier: Apache-2.0
"""trainers.py: stand-ins for what the adapters take from trainers, and calls of reward functions in the
way of each trainer's own code. Contracts only: what a trainer passes, awaits and does with the result."""

import asyncio
import inspect
import math
import sys
import types
from dataclasses import dataclass, field
from functools import partial


def module(name, **contents):
    """Puts a module, and the packages around it, into sys.modules."""
    parts = name.split(".")
    for end in range(1, len(parts) + 1):
        path = ".".join(parts[:end])
        if path not in sys.modules:
            sys.modules[path] = types.ModuleType(path)
            sys.modules[path].__path__ = []
        if end > 1:
            setattr(sys.modules[".".join(parts[:end - 1])], parts[end - 1], sys.modules[path])
    for key, value in contents.items():
        setattr(sys.modules[name], key, value)


# ---- verl ----


async def _with_more(function, more, *args, **kwargs):
    return await function(*args, **{**kwargs, **more})


class VerlRewardLoop:
    """reward.custom_reward_function: {path, name, reward_kwargs}, and the naive manager."""

    def __init__(self, path, name, reward_kwargs=None):
        import importlib.util
        spec = importlib.util.spec_from_file_location("custom_module", path)
        loaded = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(loaded)
        function, more = getattr(loaded, name), dict(reward_kwargs or {})
        if inspect.iscoroutinefunction(function):
            self.function = partial(_with_more, function, more)
        else:
            self.function = partial(function, **more)

    async def run_single(self, data_source, solution, ground_truth):
        arguments = {"data_source": data_source, "solution_str": solution, "ground_truth": ground_truth,
                     "extra_info": {"index": 0, "num_turns": None, "rollout_reward_scores": {}}}
        if inspect.iscoroutinefunction(self.function):
            result = await self.function(**arguments)
        else:
            result = await asyncio.get_running_loop().run_in_executor(
                None, lambda: self.function(**arguments))
        if isinstance(result, dict):
            return {"reward_score": result["score"], "reward_extra_info": dict(result)}
        return {"reward_score": result, "reward_extra_info": {"acc": result}}

    def step(self, rows):
        """One batch: columns are built from the keys of the first sample."""
        async def gather():
            return await asyncio.gather(*[self.run_single(*row) for row in rows])

        results = asyncio.run(gather())
        keys = results[0]["reward_extra_info"]
        columns = {key: [each["reward_extra_info"][key] for each in results] for key in keys}
        return [each["reward_score"] for each in results], columns


# ---- TRL ----


class TrlTrainer:
    """How GRPOTrainer calls its reward functions; None becomes NaN."""

    def __init__(self, *reward_funcs):
        self.reward_funcs = reward_funcs
        self.names = [function.__name__ for function in reward_funcs]
        self.metrics, self.extra = {}, {}

    def rewards(self, rows, completions):
        keys = [key for key in rows[0] if key not in ("prompt", "completion", "completion_ids")]
        more = {key: [row[key] for row in rows] for key in keys}
        more.update(trainer_state=types.SimpleNamespace(global_step=3), log_extra=self.extra.__setitem__,
                    log_metric=self.metrics.__setitem__)
        arguments = {"prompts": [row["prompt"] for row in rows], "completions": completions,
                     "completion_ids": [[1, 2] for _ in rows], **more}
        columns = []
        for function in self.reward_funcs:
            found = function(**arguments)
            if inspect.iscoroutinefunction(function):
                found = asyncio.run(self._awaited(found))
            assert len(found) == len(rows)
            columns.append([math.nan if reward is None else float(reward) for reward in found])
        return columns

    async def _awaited(self, coroutine):
        return await coroutine


# ---- OpenRLHF ----


async def openrlhf_single_turn(path, prompt, response, label, prompt_cut=0):
    """SingleTurnAgentExecutor with a local reward file: one sample a call, in a thread."""
    import importlib.util
    spec = importlib.util.spec_from_file_location("reward_func", path)
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    query = prompt[prompt_cut:] + response
    info = await asyncio.to_thread(loaded.reward_func, [query], [prompt], [label])
    return {"reward": info.get("rewards"), "scores": info.get("scores") or info.get("rewards"),
            "extra_logs": info.get("extra_logs") or {}}


# ---- SkyRL ----


class BaseTextEnv:
    def __init__(self):
        self.turns = 0
        self.max_turns = 1

    def init(self, prompt):
        return prompt, {}

    def close(self):
        pass


def skyrl_episode(entry_point, env_config, extras, prompt, response):
    """skyrl_gym.make and the generator's loop: (reward, metadata, metrics)."""
    import importlib
    where, _, name = entry_point.partition(":")
    env = getattr(importlib.import_module(where), name)(env_config=env_config, extras=extras)
    env.init(prompt)
    output = env.step(response)
    assert output["done"] and output["observations"] == [] and isinstance(output["reward"], float)
    metrics = env.get_metrics()
    env.close()
    return output["reward"], output["metadata"], metrics


# ---- ms-swift ----


class ORM:
    def __init__(self, args=None, **kwargs):
        self.args = args


def swift_rewards(name, completions, columns, args=None):
    """--reward_funcs NAME."""
    from swift.rewards import orms
    function = orms[name](args=args) if args is not None else orms[name]()
    found = function(completions, trainer_state=None, **columns)
    return function.__class__.__name__, [math.nan if reward is None else reward for reward in found]


# ---- rLLM ----


@dataclass
class Signal:
    name: str
    value: float
    metadata: dict = field(default_factory=dict)


@dataclass
class EvalOutput:
    reward: float
    is_correct: bool
    signals: list = field(default_factory=list)
    metadata: dict = field(default_factory=dict)


def episode(output=None, step=None, answer=None):
    steps = [types.SimpleNamespace(output=step, model_response=None)] if step else []
    artifacts = {"answer": answer} if answer is not None else {}
    trajectory = types.SimpleNamespace(output=output, steps=steps, reward=None, signals={})
    return types.SimpleNamespace(trajectories=[trajectory], artifacts=artifacts, metrics={},
                                 termination_reason=None, is_correct=False)


def rllm_rollout(evaluator, task, done):
    """The training engine's part after the agent: an exception ends the episode as an error."""
    try:
        output = evaluator.evaluate(task, done)
    except Exception as error:
        done.termination_reason = f"error: {error}"
        return done
    for trajectory in done.trajectories:
        trajectory.reward = output.reward if trajectory.reward is None else trajectory.reward
        trajectory.signals = trajectory.signals or {each.name: each.value for each in output.signals}
    done.is_correct = output.is_correct
    done.metrics.update(output.metadata)
    done.termination_reason = "env_done"
    return done


# ---- slime ----


class Sample:
    def __init__(self, prompt, response, label):
        self.prompt, self.response, self.label = prompt, response, label
        self.reward, self.remove_sample = None, False
        self.response_length, self.loss_mask = 3, None

    def get_reward_value(self, args):
        return self.reward if not args.reward_key else self.reward[args.reward_key]


def slime_rewards(path, args, groups, group_rm=False):
    """--custom-rm-path, sample by sample or group by group; then the loss masks."""
    import importlib
    where, _, name = path.rpartition(".")
    function = getattr(importlib.import_module(where), name)

    async def run():
        for group in groups:
            if group_rm:
                rewards = await function(args, group)
            else:
                rewards = await asyncio.gather(*[function(args, sample) for sample in group])
            for sample, reward in zip(group, rewards):
                sample.reward = reward

    asyncio.run(run())
    for group in groups:
        for sample in group:
            sample.loss_mask = [0 if sample.remove_sample else 1] * sample.response_length


# ---- verifiers ----


class InfraError(Exception):
    pass


class Rubric:
    """Version 0: functions get what their parameters name; what they raise is a 0."""

    def __init__(self, funcs=None, weights=None, parser=None):
        self.funcs, self.weights = list(funcs or []), list(weights or [])

    def add_metric(self, func, weight=0.0):
        self.funcs.append(func)
        self.weights.append(weight)

    async def score_rollout(self, state):
        offered = {"prompt": state["prompt"], "completion": state["completion"],
                   "answer": state.get("answer", ""), "state": state, "info": state.get("info", {}),
                   "parser": None, "task": None}
        total, metrics = 0.0, {}
        for function, weight in zip(self.funcs, self.weights):
            names = inspect.signature(function).parameters
            try:
                score = float(await function(**{k: v for k, v in offered.items() if k in names}))
            except Exception:
                score = 0.0
            total += score * weight
            metrics[function.__name__] = score
        state["reward"], state["metrics"] = total, metrics


def trace_of(text):
    def node(role, content, sampled):
        return types.SimpleNamespace(sampled=sampled, message=types.SimpleNamespace(
            role=role, content=content))

    nodes = [node("user", "q", False), node("assistant", text, True)]
    return types.SimpleNamespace(branches=[types.SimpleNamespace(nodes=nodes)], rewards={})


async def verifiers_score(fn, name, task, trace):
    """Version 1: a plugged function; one that raises leaves the reward unscored and the trace with an
    error."""
    import importlib
    where, _, attribute = fn.partition(":")
    function = getattr(importlib.import_module(where), attribute)
    names = inspect.signature(function).parameters
    trace.rewards[name] = None
    trace.error = None
    try:
        result = await function(**{k: v for k, v in {"task": task, "trace": trace}.items() if k in names})
        trace.rewards[name] = float(result)
    except Exception as error:
        trace.error = error
    return trace


# ---- tinker-cookbook ----


class Env:
    pass


class EnvGroupBuilder:
    pass


@dataclass
class StepResult:
    reward: float
    episode_done: bool
    next_observation: object
    next_stop_condition: object
    metrics: dict = field(default_factory=dict)


class ModelInput:
    @classmethod
    def empty(cls):
        return cls()


class Renderer:
    """Tokens are code points here."""

    def build_generation_prompt(self, messages):
        return [ord(c) for c in messages[-1]["content"]]

    def get_stop_sequences(self):
        return ["<|im_end|>"]

    def parse_response(self, tokens):
        return {"role": "assistant", "content": "".join(map(chr, tokens))}, "stop"


async def tinker_group(builder, answers):
    """One rollout for each member; the strategy FailFast."""
    envs = await builder.make_envs()
    results = []
    for env, text in zip(envs, answers):
        observation, stop = await env.initial_observation()
        assert observation and stop
        results.append(await env.step([ord(c) for c in text], extra={}))
    return results


# ---- OpenEnv ----


class _Model:
    """As pydantic's, with fields by annotation."""

    def __init__(self, **values):
        known = {name for kind in type(self).__mro__ for name in getattr(kind, "__annotations__", {})}
        for name, value in values.items():
            if name not in known:
                raise ValueError(f"{type(self).__name__} has no field {name}")
            setattr(self, name, value)


class Action(_Model):
    metadata: dict = {}


class Observation(_Model):
    done: bool = False
    reward: object = None
    metadata: dict = {}


class State(_Model):
    episode_id: object = None
    step_count: int = 0


class Environment:
    def __init__(self, transform=None, rubric=None):
        self.transform, self.rubric = transform, rubric


def install():
    """Makes the adapters' imports work."""
    module("skyrl_gym.envs.base_text_env", BaseTextEnv=BaseTextEnv, BaseTextEnvStepOutput=dict)
    module("swift.rewards", ORM=ORM, orms={})
    module("rllm.eval.types", Signal=Signal, EvalOutput=EvalOutput)
    module("verifiers", Rubric=Rubric, InfraError=InfraError)
    module("tinker_cookbook.rl.types", Env=Env, EnvGroupBuilder=EnvGroupBuilder, StepResult=StepResult)
    module("tinker", ModelInput=ModelInput)
    module("openenv.core.env_server.types", Action=Action, Observation=Observation, State=State)
    module("openenv.core.env_server.interfaces", Environment=Environment)
