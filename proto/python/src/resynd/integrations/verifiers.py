# SPDX-License-Identifier: Apache-2.0
"""verifiers and prime-rl: a rubric for environments of version 0, a reward function for tasksets of
version 1. (With the taskset nemo_gym and the server's own routes version 1 needs no code at all.)"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Mapping, Optional

from resynd import MeasurementError, Verdict
from resynd.integrations.scorer import Scorer, column_of, flags, taken_from

COLUMNS = ("instance", "resynd", "answer")
METRICS = ("acc", "valid", "format", "extracted", "response_fault")
VERDICT = "resynd"  # of a rollout's state


def _label(answer: Any, info: Any) -> Any:
    """`info` may hold the address, or be it; else `answer` is."""
    if isinstance(info, Mapping):
        for name in COLUMNS:
            if info.get(name):
                return info[name]
    return answer


def rubric(url: Optional[str] = None, **options: Any) -> Any:
    """A Rubric with the reward `resynd` and five metrics of weight 0. A reward function that raises
    counts 0 in version 0; so what was not measured sets the rollout's `error`, and prime-rl makes it
    anew instead of training on it. on_error ("nan" or a number) says otherwise."""
    base = taken_from("verifiers", "Rubric", "verifiers")
    trouble = taken_from("verifiers", "InfraError", "verifiers")
    scorer = Scorer(url, **options)

    async def resynd(completion: Any, answer: Any, state: Any, info: Any = None) -> float:
        [verdict] = await scorer.verdicts_async([_label(answer, info)], [_plain(completion)])
        state[VERDICT] = verdict
        number = scorer.number(verdict)
        if number is None:
            state["error"] = trouble(str(MeasurementError(verdict)))
            return 0.0
        return number

    made = base(funcs=[resynd], weights=[1.0])
    for name in METRICS:
        made.add_metric(_metric(scorer, name))
    return made


def _plain(completion: Any) -> Any:
    """Messages may be objects of a library's."""
    if isinstance(completion, list):
        return [message if isinstance(message, Mapping) else message.model_dump()
                for message in completion]
    return completion


def _metric(scorer: Scorer, name: str) -> Any:
    async def metric(state: Any) -> float:
        verdict: Optional[Verdict] = state.get(VERDICT)
        return flags(scorer, verdict)[name] if verdict is not None else 0.0

    metric.__name__ = f"resynd_{name}"
    return metric


@lru_cache(maxsize=None)
def _default() -> Scorer:
    return Scorer(on_error="raise")


async def reward(task: Any, trace: Any) -> float:
    """`[env.taskset.task.rewards] resynd = {fn = "resynd.integrations.verifiers:reward"}`, version 1. The
    task's data hold the address as `instance` or `answer`; the server is RESYND_URL's. What was not
    measured raises, and the trace is not trained on."""
    label = column_of({name: getattr(task, name, None) for name in COLUMNS}, None, COLUMNS)
    scorer = _default()
    [verdict] = await scorer.verdicts_async([label], [last_text(trace)])
    number = scorer.number(verdict)
    assert number is not None  # on_error is "raise"
    return number


def last_text(trace: Any) -> str:
    """What the model wrote last, on the trace's last branch."""
    for branch in reversed(trace.branches):
        for node in reversed(branch.nodes):
            content = getattr(node.message, "content", None)
            if getattr(node, "sampled", False) and isinstance(content, str):
                return content
    return ""
