# SPDX-License-Identifier: Apache-2.0
"""AReaL: a reward function. AReaL gives it 15 s, then counts 0; so it answers or raises before."""

from __future__ import annotations

from typing import Any, Optional

from resynd.integrations.scorer import Scorer, column_of

ANSWER_SECONDS = 12.0
COLUMNS = ("instance", "resynd", "answer")


class Reward:
    """`reward_fn=Reward(url)`. It can be pickled: AReaL calls it in processes of its own. What was not
    measured raises MeasurementError, and AReaL rejects the rollout; on_error ("nan" or a number) says
    otherwise."""

    def __init__(self, url: Optional[str] = None, *, column: Optional[str] = None, **options: Any) -> None:
        options.setdefault("deadline", ANSWER_SECONDS)
        options.setdefault("on_error", "raise")
        self._column = column
        self._scorer = Scorer(url, **options)

    def __call__(self, prompt: Any, completions: Any, prompt_ids: Any = None, completion_ids: Any = None,
                 **row: Any) -> float:
        label = column_of(row, self._column, COLUMNS)
        [verdict] = self._scorer.verdicts([label], [completions])
        number = self._scorer.number(verdict)
        if number is None:
            raise ValueError("on_error: AReaL's rewards are numbers")
        return number
