# SPDX-License-Identifier: Apache-2.0
"""verifiers_sympy.py: countdown as libraries of environments judge it: sympy reads the expression,
whatever it is. A module of its own, because importing sympy takes a second."""

import re

from sympy.parsing.sympy_parser import parse_expr

from verifiers import EXPRESSION_MAX, extract

NUMBER = re.compile(r"[0-9]+")


def countdown_sympy(task, response):
    answer = extract(response)
    if answer is None or len(answer) > EXPRESSION_MAX:
        return 0.0
    left = list(task["numbers"])
    try:
        for number in NUMBER.findall(answer):
            left.remove(int(number))
        return float(parse_expr(answer) == task["target"])
    except (ValueError, SyntaxError, TypeError, ZeroDivisionError):
        return 0.0


VERIFIERS = {"countdown_sympy": countdown_sympy}
