# SPDX-License-Identifier: Apache-2.0
"""attacks.py: reads the hostile sources of this folder: what each expects, and its whole text.

The first line says what must come of it, alternatives separated by |:

    /* expect: crash */                 the verdict on the answer "attack"; or any other status
    /* expect: ok 0 */                  a score of its own, and which
    /* expect: refused /long double/ */ no image: diagnostics that match
    /* expect: instances timeout */     no instance: the status that says why
    /* expect: question text_too_long */ the same of the question only; what is asked can be judged
    /* expect: instances instance */    an instance after all
    /* expect: ok 0|ok 1 */             now this, now that: it keeps something where no reset reaches,
                                        which is what judging again on a fresh worker is for
    /* expect: own */                   a verdict of its own or its death, as it happens: it writes
                                        where the front reads at the same time

A source that is no whole environment is put into frame.inc. In it stand, besides C:

    #include "machine.inc"              a file of this folder
    @20000*text@                        the text so many times
    @xff@                               this byte
    @FIFO@                              the path of a FIFO that nobody writes to
    /* calls: 0-334 424-470 */          numbers of system calls: the answer is "attack NUMBER",
                                        judged once with each
"""

import re
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
POSITIVE = FOLDER / "positive"
EXPECT = re.compile(r"/\* expect: (.*) \*/")
ALTERNATIVE = re.compile(r"(instances |question )?(\w+)(?: /([^/]*)/| ([\d.e-]+))?(?:\||$)")
CALLS = re.compile(r"^/\* calls: (.*) \*/\n", re.MULTILINE)
INCLUDE = re.compile(r'^#include "(\w+\.inc)"$', re.MULTILINE)
REPEAT = re.compile(r"@(\d+)\*([^@]*)@")
BYTE = re.compile(r"@x([0-9a-f]{2})@")
OWN = "crash|internal|timeout|ok 1|invalid_score"
# An environment that ends too many workers within seconds is quarantined, so that the calls of one
# source are spread over copies of it.
CALLS_AT_ONCE = 6


@dataclass(frozen=True)
class Outcome:
    kind: str  # "verdict", "refused", "instances" or "question"
    status: str
    score: float = 0.0
    pattern: str = ""

    def __str__(self):
        return f"ok {self.score:g}" if self.status == "ok" else self.status


@dataclass(frozen=True)
class Attack:
    name: str
    outcomes: tuple
    source: str  # bytes that are no UTF-8 as surrogates
    answers: tuple = ("attack",)
    title: str = ""  # of the source file, where several attacks come from it
    own: bool = False

    def expects(self, *kinds):
        return [outcome for outcome in self.outcomes if outcome.kind in kinds]

    @property
    def only_refused(self):
        return len(self.expects("refused")) == len(self.outcomes)

    @property
    def bytes(self):
        return self.source.encode("utf-8", "surrogateescape")

    @property
    def remembers(self):
        return {0.0, 1.0} <= {outcome.score for outcome in self.outcomes if outcome.status == "ok"}

    @property
    def slow(self):
        """These begin first, so that none is waited for at the end."""
        return any(o.status == "timeout" or "memory" in o.pattern for o in self.outcomes)


def _outcome(kind, word, pattern, score):
    if word == "refused":
        return Outcome("refused", word, pattern=pattern)
    return Outcome(kind.strip() or "verdict", word, float(score or 0))


def _byte(match):
    return bytes([int(match.group(1), 16)]).decode("utf-8", "surrogateescape")


def _whole(name, text, fifo="/none"):
    """In the frame where it is none of its own, with everything expanded."""
    if "#include <resyn.h>" not in text:
        text = (FOLDER / "frame.inc").read_text().replace("@ATTACK@", text)
    text = text.replace("@NAME@", name).replace("@FIFO@", str(fifo))
    while INCLUDE.search(text):
        text = INCLUDE.sub(lambda found: (FOLDER / found.group(1)).read_text(), text)
    text = REPEAT.sub(lambda found: found.group(2) * int(found.group(1)), text)
    return BYTE.sub(_byte, text)


def _numbers(ranges):
    for low, high in re.findall(r"(-?\w+)(?:-(\w+))?", ranges):
        yield from range(int(low, 0), int(high or low, 0) + 1)


def read(path):
    """The attack of a file that is one."""
    return read_all(path)[0]


def read_all(path, fifo="/none"):
    """The attacks of one file: several where it names system calls."""
    text = path.read_text()
    expect = EXPECT.match(text)
    if not expect:
        raise AssertionError(f"{path.name}: the first line must say what is expected")
    own = expect.group(1) == "own"
    outcomes = tuple(_outcome(*found)
                     for found in ALTERNATIVE.findall(OWN if own else expect.group(1)))
    calls = CALLS.search(text)
    if not calls:
        return [Attack(path.stem, outcomes, _whole(path.stem, text, fifo), title=path.stem,
                       own=own)]
    answers = [f"attack {number}" for number in _numbers(calls.group(1))]
    attacks = []
    for start in range(0, len(answers), CALLS_AT_ONCE):
        name = f"{path.stem}_{start // CALLS_AT_ONCE:03}"
        attacks.append(Attack(name, outcomes, _whole(name, text, fifo),
                              tuple(answers[start:start + CALLS_AT_ONCE]), path.stem))
    return attacks


def all_attacks(fifo="/none"):
    paths = [*sorted(FOLDER.glob("*.c")), *sorted(POSITIVE.glob("*.c"))]
    return [attack for path in paths for attack in read_all(path, fifo)]
