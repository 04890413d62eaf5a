# SPDX-License-Identifier: Apache-2.0
"""TRL and Unsloth: a reward function for GRPOTrainer and its relatives."""

from __future__ import annotations

from typing import Any, Callable, List, Optional, Sequence

from resynd import Verdict
from resynd.integrations.scorer import Scorer, column_of

COLUMNS = ("instance", "resynd")


class Reward:
    """`reward_funcs=[Reward(url)]`, or `[Reward(url).resynd]` for a coroutine function that runs beside
    others. The data set's column `column` holds the addresses. What was not measured is None, which TRL
    leaves out of the group from 1.6 on (before, it is a 0), unless on_error says otherwise. It can be
    pickled."""

    def __init__(self, url: Optional[str] = None, *, column: Optional[str] = None,
                 **options: Any) -> None:
        self.__name__ = "resynd"
        self._column = column
        self._scorer = Scorer(url, **options)

    def __call__(self, prompts: Any = None, completions: Sequence[Any] = (), completion_ids: Any = None,
                 **columns: Any) -> List[Optional[float]]:
        labels = column_of(columns, self._column, COLUMNS)
        return self._finish(self._scorer.verdicts(labels, completions), **columns)

    async def resynd(self, prompts: Any = None, completions: Sequence[Any] = (),
                     completion_ids: Any = None, **columns: Any) -> List[Optional[float]]:
        """The same as a coroutine function; its name is that of the metric."""
        labels = column_of(columns, self._column, COLUMNS)
        return self._finish(await self._scorer.verdicts_async(labels, completions), **columns)

    def _finish(self, verdicts: List[Verdict], log_extra: Optional[Callable[..., Any]] = None,
                log_metric: Optional[Callable[..., Any]] = None, **_: Any) -> List[Optional[float]]:
        if log_extra is not None:
            log_extra("resynd_status", [verdict.status for verdict in verdicts])
        if log_metric is not None and verdicts:
            good = sum(self._scorer.measured(verdict) is not None for verdict in verdicts)
            log_metric("resynd/valid", good / len(verdicts))
        return self._scorer.numbers(verdicts)
