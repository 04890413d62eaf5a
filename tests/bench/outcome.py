# SPDX-License-Identifier: Apache-2.0
"""outcome.py: how a scenario ends without figures."""


class Skip(Exception):
    """It cannot be measured here; the reason is for the reader."""


class Failed(Exception):
    """What was measured is not what was meant: a wrong answer, a refusal, a server that ended."""
