# SPDX-License-Identifier: Apache-2.0
"""slime and miles: a custom reward model, and a filter of groups. The server is RESYND_URL's. (Over HTTP
the server's own route /rm needs no code at all.)"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, List

from resynd import Verdict
from resynd.integrations.scorer import Scorer, flags


@lru_cache(maxsize=None)
def _default() -> Scorer:
    return Scorer()


def _is_measured(sample: Any) -> bool:
    return not getattr(sample, "remove_sample", False)


def _reward(scorer: Scorer, args: Any, sample: Any, verdict: Verdict) -> Any:
    """A number; or, where the trainer is told a key, a dictionary that has it."""
    number = scorer.number(verdict)
    if number is None:
        # Out of the loss. slime and miles want a number all the same; this one only has its place.
        sample.remove_sample = True
        number = 0.0
    keys = [key for key in (getattr(args, "reward_key", None), getattr(args, "eval_reward_key", None))
            if key]
    if not keys:
        return number
    return {"score": number, **flags(scorer, verdict), **{key: number for key in keys}}


async def reward(args: Any, sample: Any, **_: Any) -> Any:
    """`--custom-rm-path resynd.integrations.slime.reward`, with and without `--group-rm`: the label holds
    the address. A sample that was not measured is marked `remove_sample`, which takes it out of the
    loss."""
    samples: List[Any] = sample if isinstance(sample, list) else [sample]
    scorer = _default()
    verdicts = await scorer.verdicts_async([each.label for each in samples],
                                           [each.response for each in samples])
    rewards = [_reward(scorer, args, each, verdict) for each, verdict in zip(samples, verdicts)]
    return rewards if isinstance(sample, list) else rewards[0]


def measured(args: Any, samples: List[Any], **_: Any) -> bool:
    """`--dynamic-sampling-filter-path resynd.integrations.slime.measured`: keeps a group only where every
    sample of it was measured, so that no place-holder moves the others' baseline."""
    return all(_is_measured(each) for sample in samples
               for each in (sample if isinstance(sample, list) else [sample]))
