# SPDX-License-Identifier: Apache-2.0
"""verl: a custom reward function. This file can be named by its path."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Any, Dict, List, Optional, Sequence, Tuple

from resynd import Verdict
from resynd.integrations.scorer import Scorer, flags
from resynd.policy import OnError

METRIC_PREFIX = "metric_"
Numbers = Dict[str, float]


@lru_cache(maxsize=None)
def _scorer(options: Tuple[Tuple[str, Any], ...]) -> Scorer:
    return Scorer(**dict(options))


def _scorer_of(on_error: Optional[OnError], options: Dict[str, Any]) -> Scorer:
    """reward_router_address and reward_model_tokenizer come along where a generative reward model
    runs."""
    mine = {name: value for name, value in options.items() if not name.startswith("reward_")}
    if on_error == "none":
        raise ValueError("on_error: verl's scores are numbers; leave it out for a 0 beside valid 0")
    return _scorer(tuple(sorted({**mine, "on_error": on_error}.items())))


def _numbers(scorer: Scorer, verdict: Verdict, metrics: Sequence[str]) -> Numbers:
    """The same keys for every verdict: verl builds its columns from those of the first sample. What an
    environment does not have is NaN."""
    score = scorer.number(verdict)
    # verl has no word for a score that was not measured: this 0 only has its place, and `valid` counts.
    numbers = {"score": 0.0 if score is None else score, **flags(scorer, verdict)}
    for name in metrics:
        value = verdict.metrics.get(name)
        numbers[METRIC_PREFIX + name] = math.nan if value is None else float(value)
    return numbers


async def compute_score(data_source: str, solution_str: str, ground_truth: Any, extra_info: Any = None, *,
                        on_error: Optional[OnError] = None, metrics: Sequence[str] = (),
                        **options: Any) -> Numbers:
    """`score acc valid format extracted response_fault`, always all of them, and `metric_NAME` for each
    of `metrics`. A measurement that failed has valid 0; its score is 0 unless on_error ("raise", "nan"
    or a number) says otherwise."""
    scorer = _scorer_of(on_error, options)
    [verdict] = await scorer.verdicts_async([ground_truth], [solution_str])
    return _numbers(scorer, verdict, metrics)


def compute_score_sync(data_source: str, solution_str: str, ground_truth: Any, extra_info: Any = None, *,
                       on_error: Optional[OnError] = None, metrics: Sequence[str] = (),
                       **options: Any) -> Numbers:
    """For managers that take no coroutine functions (remote, prime)."""
    scorer = _scorer_of(on_error, options)
    [verdict] = scorer.verdicts([ground_truth], [solution_str])
    return _numbers(scorer, verdict, metrics)


def compute_score_batch(data_sources: Sequence[str], solution_strs: Sequence[str],
                        ground_truths: Sequence[Any], extra_infos: Any = None, *,
                        on_error: Optional[OnError] = None, metrics: Sequence[str] = (),
                        **options: Any) -> List[Numbers]:
    """For the batch manager."""
    scorer = _scorer_of(on_error, options)
    verdicts = scorer.verdicts(list(ground_truths), list(solution_strs))
    return [_numbers(scorer, verdict, metrics) for verdict in verdicts]
