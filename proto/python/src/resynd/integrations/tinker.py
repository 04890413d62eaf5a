# SPDX-License-Identifier: Apache-2.0
"""tinker-cookbook: an environment of one question, and a group of them."""

from __future__ import annotations

from typing import Any, List, Optional, Sequence, Tuple

from resynd import Instance
from resynd.integrations.scorer import Scorer, flags, taken_from

Env: Any = taken_from("tinker_cookbook.rl.types", "Env", "tinker-cookbook")
EnvGroupBuilder: Any = taken_from("tinker_cookbook.rl.types", "EnvGroupBuilder", "tinker-cookbook")
StepResult: Any = taken_from("tinker_cookbook.rl.types", "StepResult", "tinker-cookbook")
ModelInput: Any = taken_from("tinker", "ModelInput", "tinker")


class ResyndEnv(Env):  # type: ignore[misc]
    """Asks an instance's question and scores the answer. What was not measured raises MeasurementError,
    for the cookbook's rollout strategy to decide (FailFast, RetryOnFailure); on_error ("nan" or a number)
    says otherwise."""

    def __init__(self, renderer: Any, instance: Instance, scorer: Scorer) -> None:
        self._renderer = renderer
        self._instance = instance
        self._scorer = scorer

    async def initial_observation(self) -> Tuple[Any, Any]:
        """The question as the renderer's prompt."""
        messages = self._instance.messages or [{"role": "user", "content": self._instance.question}]
        return self._renderer.build_generation_prompt(messages), self._renderer.get_stop_sequences()

    async def step(self, action: Sequence[int], *, extra: Any = None) -> Any:
        """The episode is over with the first answer."""
        message = self._renderer.parse_response(action)[0]
        [verdict] = await self._scorer.verdicts_async([self._instance.instance], [_text(message)])
        number = self._scorer.number(verdict)
        if number is None:
            raise ValueError("on_error: tinker's rewards are numbers")
        return StepResult(reward=number, episode_done=True, next_observation=ModelInput.empty(),
                          next_stop_condition=self._renderer.get_stop_sequences(),
                          metrics=flags(self._scorer, verdict))


def _text(message: Any) -> str:
    """Of a message whose content is text or parts."""
    content = message["content"]
    if isinstance(content, str):
        return content
    return "".join(part.get("text", "") for part in content if part.get("type") == "text")


class ResyndGroupBuilder(EnvGroupBuilder):  # type: ignore[misc]
    """`group_size` answers to one instance."""

    def __init__(self, renderer: Any, instance: Instance, group_size: int, url: Optional[str] = None,
                 **options: Any) -> None:
        options.setdefault("on_error", "raise")
        self._scorer = Scorer(url, **options)
        self._renderer, self._instance, self._group_size = renderer, instance, group_size

    async def make_envs(self) -> List[ResyndEnv]:
        """As many as the group has members."""
        return [ResyndEnv(self._renderer, self._instance, self._scorer) for _ in range(self._group_size)]

    def logging_tags(self) -> List[str]:
        """The environment's name."""
        return [self._instance.env.partition("@")[0]]
