# SPDX-License-Identifier: Apache-2.0
"""From a verdict to the number that a trainer wants. Where nothing was measured there is no number,
unless the caller names one."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import List, Literal, Optional, Sequence, Union

from .errors import MeasurementError
from .verdict import Verdict

OnError = Union[Literal["raise", "none", "nan"], float]
OnResponseFault = Literal["zero", "mask"]
ON_ERROR = ("raise", "none", "nan")
ON_RESPONSE_FAULT = ("zero", "mask")


@dataclass(frozen=True)
class Policy:
    """on_error: what stands for a reward that was not measured. "raise" raises MeasurementError, "none"
    is None, "nan" is NaN, a number is that number. on_response_fault: a failure whose fault is the
    response's (it made a verifier run out of time, say, that judges the oracle's answer well) is a
    reward of 0 with "zero", or like every other failure with "mask"."""

    on_error: OnError = "raise"
    on_response_fault: OnResponseFault = "zero"

    def __post_init__(self) -> None:
        if isinstance(self.on_error, str):
            if self.on_error not in ON_ERROR:
                raise ValueError(f"on_error is {', '.join(ON_ERROR)} or a number, not {self.on_error!r}")
        elif isinstance(self.on_error, bool) or not isinstance(self.on_error, (int, float)):
            raise TypeError(f"on_error is a string or a number, not {self.on_error!r}")
        if self.on_response_fault not in ON_RESPONSE_FAULT:
            raise ValueError(f"on_response_fault is zero or mask, not {self.on_response_fault!r}")

    def measured(self, verdict: Verdict) -> Optional[float]:
        """The reward, 0 for a response's fault under "zero", and None where there is none."""
        if verdict.ok:
            return verdict.reward
        if verdict.fault == "response" and self.on_response_fault == "zero":
            return 0.0
        return None

    def number(self, verdict: Verdict) -> Optional[float]:
        """The same, with on_error in place of what was not measured."""
        value = self.measured(verdict)
        return self._instead(verdict, [verdict]) if value is None else value

    def numbers(self, verdicts: Sequence[Verdict]) -> List[Optional[float]]:
        """One for each, in order. MeasurementError, where it is raised, holds all of the verdicts."""
        values = [self.measured(verdict) for verdict in verdicts]
        return [self._instead(verdict, verdicts) if value is None else value
                for verdict, value in zip(verdicts, values)]

    def _instead(self, verdict: Verdict, verdicts: Sequence[Verdict]) -> Optional[float]:
        if self.on_error == "raise":
            raise MeasurementError(verdict, list(verdicts))
        if self.on_error == "none":
            return None
        return math.nan if self.on_error == "nan" else float(self.on_error)
