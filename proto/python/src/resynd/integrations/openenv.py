# SPDX-License-Identifier: Apache-2.0
"""OpenEnv: an environment of one step, to be served by OpenEnv's create_app. (The server's own routes
/reset, /step and /ws need no code at all.)"""

from __future__ import annotations

import uuid
from typing import Any, Dict, Optional

from resynd import Instance, Verdict
from resynd.integrations.scorer import Scorer, async_client_of, client_of, flags, taken_from

_TYPES = "openenv.core.env_server.types"
Environment: Any = taken_from("openenv.core.env_server.interfaces", "Environment", "OpenEnv")
Action: Any = taken_from(_TYPES, "Action", "OpenEnv")
Observation: Any = taken_from(_TYPES, "Observation", "OpenEnv")
State: Any = taken_from(_TYPES, "State", "OpenEnv")


class ResyndAction(Action):  # type: ignore[misc]
    """Everything that the model wrote."""

    response: str


class ResyndObservation(Observation):  # type: ignore[misc]
    """The question before the step, nothing new after it."""

    question: str = ""
    instance: str = ""


class ResyndEnvironment(Environment):  # type: ignore[misc]
    """`reset(seed=…)` asks the instance with this seed of `env` and `level`, or the one that
    `instance=ADDRESS` names; `step` scores. What was not measured has reward None and metadata with
    `valid` false, unless on_error ("nan", "raise" or a number) says otherwise."""

    SUPPORTS_CONCURRENT_SESSIONS = True

    def __init__(self, env: Optional[str] = None, level: int = 1, url: Optional[str] = None,
                 **options: Any) -> None:
        super().__init__()
        self._env, self._level = env, level
        self._scorer = Scorer(url, **options)
        self._instance: Optional[Instance] = None
        self._episode: Optional[str] = None
        self._steps = 0

    def reset(self, seed: Optional[int] = None, episode_id: Optional[str] = None, **more: Any) -> Any:
        """A new episode."""
        client = client_of(self._scorer.settings)
        if more.get("instance"):
            [self._instance] = client.resolve([more["instance"]])
        else:
            request = {"seed": seed} if seed is not None else {}
            rows = client.instances(more.get("env", self._env), more.get("level", self._level), count=1,
                                    format=more.get("format"), **request)
            self._instance = next(rows)
        return self._begin(episode_id)

    def _begin(self, episode_id: Optional[str]) -> Any:
        assert self._instance is not None
        if self._instance.question is None:
            raise ValueError(f"{self._instance.instance}: {self._instance.status}")
        self._episode, self._steps = episode_id or str(uuid.uuid4()), 0
        return ResyndObservation(done=False, reward=None, question=self._instance.question,
                                 instance=self._instance.instance)

    def step(self, action: Any, timeout_s: Optional[float] = None, **_: Any) -> Any:
        """The episode is over with the first answer. `timeout_s` is the deadline."""
        more = {"deadline": timeout_s} if timeout_s else {}
        verdict = client_of(self._scorer.settings).score(self._address(), action.response, **more)
        return self._end(verdict)

    async def step_async(self, action: Any, timeout_s: Optional[float] = None, **_: Any) -> Any:
        """The same as a coroutine."""
        more = {"deadline": timeout_s} if timeout_s else {}
        client = async_client_of(self._scorer.settings)
        return self._end(await client.score(self._address(), action.response, **more))

    def _address(self) -> str:
        if self._instance is None:
            raise RuntimeError("step before reset")
        return self._instance.instance

    def _end(self, verdict: Verdict) -> Any:
        self._steps += 1
        metadata: Dict[str, Any] = {"status": verdict.status, "reason": verdict.reason,
                                    "fault": verdict.fault, **flags(self._scorer, verdict)}
        return ResyndObservation(done=True, reward=self._scorer.number(verdict), metadata=metadata,
                                 instance=self._address())

    @property
    def state(self) -> Any:
        """Of the episode."""
        return State(episode_id=self._episode, step_count=self._steps)
