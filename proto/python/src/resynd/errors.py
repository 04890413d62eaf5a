# SPDX-License-Identifier: Apache-2.0
"""What the client raises. All of them survive pickling: pools of processes hand them back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, List, Optional

if TYPE_CHECKING:
    from .verdict import Verdict


class ResyndError(Exception):
    """Of every error that this package raises for what happens behind the call."""


class UnreachableError(ResyndError, ConnectionError):
    """No whole answer came: refused, cut, or not HTTP. Raised after the retries."""


class DeadlineError(ResyndError, TimeoutError):
    """The call's deadline passed without an answer."""


class RequestError(ResyndError):
    """The server answered with an error; its fields are the API's."""

    def __init__(self, status: int, code: str, message: str, hint: Optional[str] = None,
                 details: Optional[List[Any]] = None, request_id: Optional[str] = None) -> None:
        super().__init__(status, code, message, hint, details, request_id)
        self.status = status  # of HTTP
        self.code = code
        self.message = message
        self.hint = hint
        self.details = details or []
        self.request_id = request_id

    def __str__(self) -> str:
        lines = [f"{self.status} {self.code}: {self.message}"]
        if self.hint:
            lines.append(f"hint: {self.hint}")
        return "\n".join(lines)


class RejectedError(RequestError):
    """A source that does not compile or that the gate does not admit; `details` says where and why:
    diagnostics with `line`, `column`, `message`, `hint`, or one GateReport of the API."""

    @property
    def findings(self) -> List[Any]:
        """Of the gate's report: each with `check`, `message`, `level`, `seed`, `answer`, `reward`."""
        return [finding for detail in self.details if isinstance(detail, dict)
                for finding in detail.get("findings", [])]

    def __str__(self) -> str:
        lines = [super().__str__()]
        lines += [f"  {finding.get('check')}: {finding.get('message')}"
                  for finding in self.findings[:20]]
        for detail in self.details[:20]:
            if isinstance(detail, dict) and "findings" not in detail:
                line = detail.get("line")
                lines.append(f"  {f'line {line}: ' if line else ''}{detail.get('message')}")
        return "\n".join(lines)


class MeasurementError(ResyndError):
    """A reward was asked for that was not measured, and on_error is "raise". `verdict` is the first
    that failed; `verdicts` are all of the call, in order, so that the others are not lost."""

    def __init__(self, verdict: "Verdict", verdicts: Optional[List["Verdict"]] = None) -> None:
        super().__init__(verdict, verdicts)
        self.verdict = verdict
        self.verdicts = verdicts if verdicts is not None else [verdict]

    def __str__(self) -> str:
        failed = sum(1 for verdict in self.verdicts if not verdict.ok)
        many = len(self.verdicts) > 1
        count = f"{failed} of {len(self.verdicts)} not ok; the first: " if many else ""
        what = self.verdict.instance or self.verdict.env or "an item"
        reason = f" ({self.verdict.reason})" if self.verdict.reason else ""
        return f"{count}{what}: {self.verdict.status}, fault {self.verdict.fault}{reason}"
