# SPDX-License-Identifier: Apache-2.0
"""tasks.py: the environments that are trained on, questions as words, and answers as text. The form of
an answer is given to the policy (so many tokens, out of these); what to put there is what it learns."""

import re
from dataclasses import dataclass

WORD = re.compile(r"[A-Za-z]+|\d|[^\w\s]")
PAD, UNKNOWN = 0, 1


@dataclass(frozen=True)
class Task:
    """One environment at one level."""

    env: str
    level: int
    alphabet: tuple  # what an answer's tokens are
    length: int      # how many of them
    weight: int = 1  # in the mixture
    kl: float = 0.1  # weight of the KL term: without one a policy settles on one answer for all

    @property
    def label(self):
        return f"{self.env}, level {self.level}"

    def response(self, tokens):
        """What the policy says, from indices into the alphabet."""
        return f"<answer>{' '.join(self.alphabet[token] for token in tokens)}</answer>"


TASKS = (
    Task("reverse_letters", 1, tuple("abcdef"), 3),
    Task("largest_number", 1, tuple("ABCD"), 1),
    Task("knights_and_knaves", 1, ("knight", "knave"), 5, weight=2, kl=0.02),
)


def env_of(row):
    """The bare name: an instance's `env` may carry a version."""
    return row.env.partition("@")[0]


def words(question):
    return WORD.findall(question)


class Vocabulary:
    """Words by number, from questions that were seen before training; others are UNKNOWN."""

    def __init__(self, questions):
        known = sorted({word for question in questions for word in words(question)})
        self._number = {word: index for index, word in enumerate(known, UNKNOWN + 1)}

    def __len__(self):
        return len(self._number) + UNKNOWN + 1

    def encode(self, questions):
        """Lists of one length, padded on the left: the data are at the end of most questions."""
        rows = [[self._number.get(word, UNKNOWN) for word in words(each)] for each in questions]
        longest = max(map(len, rows))
        return [[PAD] * (longest - len(row)) + row for row in rows]
