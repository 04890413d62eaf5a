# SPDX-License-Identifier: Apache-2.0
"""verifiers.py: what tests/bench/trivial.c and verifiers/arithmetic/countdown.c judge, as a Python
author would write it: the same responses earn the same rewards."""

import re

ANSWER = re.compile(r"<answer>(.*?)</answer>", re.DOTALL)
TOKEN = re.compile(r"[0-9]+|[^ \t]")
EXPRESSION_MAX = 200


def extract(response):
    """The last answer after the last thought, or None."""
    found = ANSWER.findall(response.rpartition("</think>")[2])
    return found[-1].strip() if found else None


def trivial(task, response):
    answer = extract(response)
    try:
        return float(answer is not None and int(answer) == task["value"])
    except ValueError:
        return 0.0


class Parser:
    """sum = product {(+|-) product}, product = atom {(*|/) atom}; ValueError where a rule is
    broken."""

    def __init__(self, text, numbers):
        self.tokens = TOKEN.findall(text)
        self.left = list(numbers)
        self.at = 0

    def take(self, *wanted):
        """The next token, where it is one of those."""
        if self.at < len(self.tokens) and self.tokens[self.at] in wanted:
            self.at += 1
            return self.tokens[self.at - 1]
        return None

    def atom(self):
        if self.take("("):
            value = self.sum()
            if not self.take(")"):
                raise ValueError(") was expected")
            return value
        if self.at == len(self.tokens) or not self.tokens[self.at].isdigit():
            raise ValueError("a number or ( was expected")
        number = int(self.tokens[self.at])
        self.at += 1
        self.left.remove(number)  # ValueError: not there, or not so often
        return number

    def product(self):
        value = self.atom()
        while operator := self.take("*", "/"):
            other = self.atom()
            if operator == "*":
                value *= other
            elif other == 0 or value % other != 0:
                raise ValueError("a division that does not come out even")
            else:
                value //= other
        return value

    def sum(self):
        value = self.product()
        while operator := self.take("+", "-"):
            other = self.product()
            value += other if operator == "+" else -other
        return value


def countdown(task, response):
    answer = extract(response)
    if answer is None or len(answer) > EXPRESSION_MAX:
        return 0.0
    try:
        parser = Parser(answer, task["numbers"])
        value = parser.sum()
        return float(value == task["target"] and parser.at == len(parser.tokens))
    except ValueError:
        return 0.0


VERIFIERS = {"trivial": trivial, "countdown": countdown}
