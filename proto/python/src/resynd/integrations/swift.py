# SPDX-License-Identifier: Apache-2.0
"""ms-swift: reward functions for `--external_plugins` and `--reward_funcs resynd`."""

from __future__ import annotations

from typing import Any, Dict, List, Optional, Sequence

from resynd.integrations.scorer import Scorer, column_of, taken_from

COLUMNS = ("instance", "resynd", "solution")


def _swift(name: str) -> Any:
    """Version 4 has them in swift.rewards, version 3 in swift.plugin."""
    try:
        return taken_from("swift.rewards", name, "ms-swift")
    except ImportError:
        return taken_from("swift.plugin", name, "ms-swift")


ORM: Any = _swift("ORM")


class ResyndORM(ORM):  # type: ignore[misc]
    """One number for each completion; None for what was not measured (left out with `scale_rewards
    gdpo`, else added up as a 0), unless on_error says otherwise."""

    options: Dict[str, Any] = {}

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        options = dict(self.options)
        self._column = options.pop("column", None)
        self._scorer = Scorer(**options)

    def __call__(self, completions: Sequence[Any], **columns: Any) -> List[Optional[float]]:
        labels = column_of(columns, self._column, COLUMNS)
        return self._scorer.numbers(self._scorer.verdicts(labels, completions))


def register(name: str = "resynd", **options: Any) -> None:
    """From the plugin file: `--reward_funcs NAME` means resynd, with these settings and the data set's
    `column`."""
    Scorer(**{key: value for key, value in options.items() if key != "column"})  # says what is wrong
    _swift("orms")[name] = type(ResyndORM.__name__, (ResyndORM,), {"options": options})
