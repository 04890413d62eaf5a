# SPDX-License-Identifier: Apache-2.0
"""rollouts.py: many mixed rollouts over the bundled library, each with the reward that Python code
which has never seen the verifiers expects."""

import sys
from fractions import Fraction
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "environments"))

import independent  # noqa: E402

WORDS = ["heron", "Blue heron", "river bank", "Ångström", "nine o'clock", "x + y"]
LETTERS = "ABCDEFGH"


def _tagged(answer):
    return f"<think>Some thought.</think>\nSo <answer>{answer}</answer>"


# Responses that hold the right answer where nobody may find it: always 0.
MISPLACED = [
    lambda answer: answer,
    lambda answer: f"<think><answer>{answer}</answer>",
    lambda answer: f"<think>x</think>The answer is {answer}",
    lambda answer: f"<answer>{answer}</answer> no, <answer>I give up</answer>",
    lambda answer: f"<answer>{answer}",
    lambda answer: "",
]


def _from_environment(name, instances, index, chance):
    """The oracle's answer; something like it; another instance's; or no answer at all."""
    found = instances[index % len(instances)]
    question, right = found["question"], found["answer"]
    if index % 2 == 0:
        answer, response = right, _tagged(right)
    elif index % 10 == 1:
        answer, response = "", chance.choice(MISPLACED)(right)
    else:
        others = [other["answer"] for other in instances]
        answer = independent.spoil(right, chance, others)
        response = _tagged(answer)
    item = {"instance": found["instance"], "response": response}
    return item, independent.judge(name, question, answer)


def _number(index, chance):
    value = Fraction(chance.randint(-5000, 5000), chance.choice([1, 1, 2, 4, 5, 10]))
    given = f"{value.numerator}/{value.denominator}" if value.denominator > 1 else str(value)
    if index % 2:
        return given, str(float(value + Fraction(chance.choice([-1, 1, 3]), 10))), 0.0
    forms = [given, str(float(value)), f"${float(value)}", f"{value.numerator * 3}/{value.denominator * 3}"]
    if value >= 0:
        forms.append(f"\\frac{{{value.numerator}}}{{{value.denominator}}}")
    if value.denominator == 1:
        forms.append(f"{value.numerator:,}")
    return given, chance.choice(forms), 1.0


def _letter(index, chance):
    given, other = chance.sample(LETTERS, 2)
    if index % 2:
        return given, chance.choice([other, f"({other})", f"{given} or {other}", "none of them"]), 0.0
    return given, chance.choice([given, f"({given})", f"{given}.", given.lower(), f"{given})"]), 1.0


def _text(index, chance):
    given, other = chance.sample(WORDS, 2)
    if index % 2:
        return given, chance.choice([other, f"{given} or {other}", given[1:], f"{given} {given}"]), 0.0
    return given, chance.choice([given, f"  {given}\n", f'"{given}"', given.replace(" ", "  ")]), 1.0


CHECKERS = {"numeric_answer": _number, "choice_letter": _letter, "exact_match": _text}


def _from_checker(env, name, index, chance):
    given, answer, expected = CHECKERS[name](index, chance)
    return {"env": env, "given": given, "response": _tagged(answer)}, expected


def make(client, count, chance, instances_each=40):
    """`count` (item, expected reward) pairs over everything that is served, in a random order."""
    pairs = []
    listed = client.environments()
    share = -(-count // len(listed))
    for entry in listed:
        name = entry["name"]
        env = f"{name}@{entry['version'][:12]}"
        if name in CHECKERS:
            pairs += [_from_checker(env, name, index, chance) for index in range(share)]
            continue
        instances = []
        levels = range(1, entry["levels"] + 1)
        for level in levels:
            instances += client.instances(env=env, level=level, seed=chance.randrange(2**40),
                                          count=-(-instances_each // len(levels)), answers=True)
        pairs += [_from_environment(name, instances, index, chance) for index in range(share)]
    chance.shuffle(pairs)
    return pairs[:count]
