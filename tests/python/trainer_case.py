# SPDX-License-Identifier: Apache-2.0
"""trainer_case.py: the rows that every adapter is tried on: right, wrong, a response that makes its
verifier run out of time, an environment that fails, a label that is none."""

import json
import math
import os
from unittest import mock

import trainers
from served import SOURCES, ServedCase, answer

import resynd

trainers.install()

INTEGRATIONS = SOURCES / "resynd" / "integrations"
NOBODY = "http://127.0.0.1:9"  # nothing listens on the port "discard"
KEYS = {"score", "acc", "valid", "format", "extracted", "response_fault"}


class TrainerCase(ServedCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with resynd.Client(cls.url) as client:
            rows = client.dataset("trouble", 1, count=2, answers=True)
            other = client.dataset("sum", 1, count=1, answers=True)[0]
            checker = next(e.env for e in client.environments() if e.name == "same_text")
        cls.address = rows[0].instance
        cls.rows = [  # label, response, reward; None: not measured
            (rows[0].instance, answer(rows[0].answer), 1.0),
            (rows[1].instance, answer("0"), 0.0),
            (rows[0].instance, answer("loop"), 0.0),  # the response's fault
            (rows[0].instance, answer("nan"), None),  # the environment's
            (other.instance, answer(other.answer), 1.0),  # with metrics of its own
            (other.instance, "no answer at all", 0.0),
            (json.dumps({"env": checker, "given": "pear"}), answer("pear"), 1.0),
            ("no address", answer("1"), None),  # the caller's
            (rows[1].instance, answer(rows[1].answer), 1.0),
        ]
        cls.labels = [row[0] for row in cls.rows]
        cls.responses = [row[1] for row in cls.rows]
        cls.expected = [row[2] for row in cls.rows]

    def setUp(self):
        for patched in (mock.patch("resynd._retry.PAUSE_SECONDS", 0.005),
                        mock.patch.dict(os.environ, RESYND_URL=self.url)):
            patched.start()
            self.addCleanup(patched.stop)

    def with_number(self, number):
        """What is expected where on_error names a number."""
        return [number if reward is None else reward for reward in self.expected]

    def assert_rewards(self, found, expected):
        """None among the expected is NaN among the found."""
        self.assertEqual([None if math.isnan(each) else each for each in found], expected)
