# SPDX-License-Identifier: Apache-2.0
"""rLLM: an evaluator."""

from __future__ import annotations

from typing import Any, Dict, Optional, Tuple

from resynd.integrations.scorer import Scorer, column_of, flags, taken_from

COLUMNS = ("instance", "resynd", "ground_truth")


def response_of(episode: Any) -> Tuple[str, Dict[str, str]]:
    """The text that the agent ended with, and how to read it: where there is only an answer that the
    agent has taken out already, the whole of it."""
    for trajectory in reversed(episode.trajectories or []):
        if trajectory.output:
            return str(trajectory.output), {}
        for step in reversed(trajectory.steps or []):
            text = step.output or getattr(step, "model_response", None)
            if text:
                return str(text), {}
    if "answer" in episode.artifacts:
        return str(episode.artifacts["answer"]), {"extract": "whole"}
    return "", {}


class Evaluator:
    """`evaluator=Evaluator(url)`. What was not measured raises MeasurementError: the episode ends as an
    error, and `rllm.compact_filtering.mask_error` keeps it out of training; on_error ("nan" or a number)
    says otherwise."""

    def __init__(self, url: Optional[str] = None, *, column: Optional[str] = None, **options: Any) -> None:
        options.setdefault("on_error", "raise")
        self._column = column
        self._scorer = Scorer(url, **options)

    def evaluate(self, task: Any, episode: Any) -> Any:
        """`task` is a row or an rllm Task around one."""
        row = task if isinstance(task, dict) else task.metadata
        label = column_of(row, self._column, COLUMNS)
        response, how = response_of(episode)
        if how:
            label = {**(label if isinstance(label, dict) else {"instance": label}), **how}
        [verdict] = self._scorer.verdicts([label], [response])
        number = self._scorer.number(verdict)
        if number is None:
            raise ValueError("on_error: rLLM's rewards are numbers")
        signal = taken_from("rllm.eval.types", "Signal", "rLLM")
        output = taken_from("rllm.eval.types", "EvalOutput", "rLLM")
        return output(reward=number, is_correct=verdict.correct is True,
                      signals=[signal(name=name, value=value)
                               for name, value in flags(self._scorer, verdict).items()],
                      metadata={"status": verdict.status, "reason": verdict.reason})
