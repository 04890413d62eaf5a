# SPDX-License-Identifier: Apache-2.0
"""Atropos: from the rollouts of one instance to a ScoredDataGroup, inside an environment's own class."""

from __future__ import annotations

from typing import Any, Dict, List, Mapping, Optional, Sequence

from resynd.integrations.scorer import Scorer


class GroupScorer:
    """`await GroupScorer(url).score(instance, rollouts)` in `collect_trajectories`."""

    def __init__(self, url: Optional[str] = None, **options: Any) -> None:
        self._scorer = Scorer(url, **options)

    async def score(self, instance: Any,
                    rollouts: Sequence[Mapping[str, Any]]) -> Optional[Dict[str, Any]]:
        """Of dictionaries with `tokens`, `masks`, `messages` and, if there are, `logprobs`. None where
        nothing was measured, or all rewards are equal: Atropos has no use for such a group.

        A member that was not measured keeps its place, with an advantage of 0 by Atropos's own override,
        and with the mean of the measured rewards, so that it moves nobody's baseline; on_error ("nan",
        "raise" or a number) says otherwise."""
        verdicts = await self._scorer.verdicts_async(
            [instance] * len(rollouts), [_plain(rollout["messages"]) for rollout in rollouts])
        numbers = self._scorer.numbers(verdicts)
        known = [number for number in numbers if number is not None]
        if not known or all(number == known[0] for number in known):
            return None
        mean = sum(known) / len(known)
        group: Dict[str, Any] = {
            "tokens": [rollout["tokens"] for rollout in rollouts],
            "masks": [rollout["masks"] for rollout in rollouts],
            "messages": [list(rollout["messages"]) for rollout in rollouts],
            "scores": [mean if number is None else number for number in numbers],
            "overrides": _overrides(numbers)}
        if all("logprobs" in rollout for rollout in rollouts):
            group["inference_logprobs"] = [rollout["logprobs"] for rollout in rollouts]
        return group


def _plain(messages: Sequence[Mapping[str, Any]]) -> List[Dict[str, Any]]:
    return [dict(message) for message in messages]


def _overrides(numbers: Sequence[Optional[float]]) -> List[Dict[str, bool]]:
    return [{"set_advantage_to_zero": True} if number is None else {} for number in numbers]
