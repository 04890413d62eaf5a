# SPDX-License-Identifier: Apache-2.0
"""attacks.py: reads the hostile sources of this folder: what each expects, and its whole text.

The first line says what must come of it, alternatives separated by |:

    /* expect: crash */                 the verdict on the answer "attack"; or any other status
    /* expect: ok 0 */                  a score of its own, and which
    /* expect: refused /long double/ */ no image: diagnostics that match
    /* expect: instances timeout */     no instance: the status that says why
    /* expect: question text_too_long */ the same of the question only; what is asked can be judged
"""

import re
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
EXPECT = re.compile(r"/\* expect: (.*) \*/")
ALTERNATIVE = re.compile(r"(instances |question )?(\w+)(?: /([^/]*)/| ([\d.]+))?(?:\||$)")


@dataclass(frozen=True)
class Outcome:
    kind: str  # "verdict", "refused", "instances" or "question"
    status: str
    score: float = 0.0
    pattern: str = ""


@dataclass(frozen=True)
class Attack:
    name: str
    outcomes: tuple
    source: str

    def expects(self, *kinds):
        return [outcome for outcome in self.outcomes if outcome.kind in kinds]

    @property
    def only_refused(self):
        return len(self.expects("refused")) == len(self.outcomes)


def _outcome(kind, word, pattern, score):
    if word == "refused":
        return Outcome("refused", word, pattern=pattern)
    return Outcome(kind.strip() or "verdict", word, float(score or 0))


def _whole(name, source):
    """An attack that is no environment of its own is put into the frame."""
    if "#include <resyn.h>" in source:
        return source
    frame = (FOLDER / "frame.inc").read_text()
    return frame.replace("@ATTACK@", source).replace("@NAME@", name)


def read(path):
    source = path.read_text()
    expect = EXPECT.match(source)
    if not expect:
        raise AssertionError(f"{path.name}: the first line must say what is expected")
    outcomes = tuple(_outcome(*found) for found in ALTERNATIVE.findall(expect.group(1)))
    return Attack(path.stem, outcomes, _whole(path.stem, source))


def all_attacks():
    return [read(path) for path in sorted(FOLDER.glob("*.c"))]
