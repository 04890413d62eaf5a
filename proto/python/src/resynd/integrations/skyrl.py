# SPDX-License-Identifier: Apache-2.0
"""SkyRL: a text environment of one turn, for rows whose reward_spec holds an address."""

from __future__ import annotations

from typing import Any, Dict, List, Optional

from resynd import Verdict
from resynd.integrations.scorer import Scorer, flags, taken_from

BaseTextEnv: Any = taken_from("skyrl_gym.envs.base_text_env", "BaseTextEnv", "SkyRL's skyrl-gym")
BaseTextEnvStepOutput: Any = taken_from("skyrl_gym.envs.base_text_env", "BaseTextEnvStepOutput",
                                        "SkyRL's skyrl-gym")
OPTIONS = ("url", "deadline", "on_error", "on_response_fault", "thinking", "extract",
           "format_weight", "token")


class ResyndEnv(BaseTextEnv):  # type: ignore[misc]
    """`register(id="resynd", entry_point="resynd.integrations.skyrl:ResyndEnv")`. Options come from
    `environment.skyrl_gym.resynd`. SkyRL ends the step for an exception and has no mask: what was not
    measured has reward 0 and `valid` false in metadata and metrics, unless on_error ("nan", a number, or
    "raise") says otherwise."""

    def __init__(self, env_config: Any = None, extras: Optional[Dict[str, Any]] = None) -> None:
        super().__init__()
        chosen = {name: env_config.get(name) for name in OPTIONS} if env_config is not None else {}
        self._scorer = Scorer(**{name: value for name, value in chosen.items() if value is not None})
        self._label = (extras or {})["reward_spec"]["ground_truth"]
        self._verdict: Optional[Verdict] = None

    def step(self, action: str) -> Any:
        """The whole response is one action, and the episode is over."""
        self.turns += 1
        [verdict] = self._scorer.verdicts([self._label], [action])
        self._verdict = verdict
        number = self._scorer.number(verdict)
        metadata = {"valid": self._scorer.measured(verdict) is not None, "status": verdict.status,
                    "fault": verdict.fault, "reason": verdict.reason, "instance": verdict.instance}
        return BaseTextEnvStepOutput(observations=[], reward=0.0 if number is None else number, done=True,
                                     metadata=metadata, postprocessed_action=None)

    def get_metrics(self) -> Dict[str, float]:
        """Of the episode."""
        return flags(self._scorer, self._verdict) if self._verdict is not None else {}

    @staticmethod
    def aggregate_metrics(metrics: List[Dict[str, float]]) -> Dict[str, float]:
        """Means."""
        names = metrics[0] if metrics else {}
        return {name: sum(each[name] for each in metrics) / len(metrics) for name in names}
