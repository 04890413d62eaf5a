# SPDX-License-Identifier: Apache-2.0
"""Every hostile source of this folder against a real daemon, three ways: its outcome, and that the
daemon, a neighbouring environment and the next rollout are unharmed. One way runs twice. Outcomes
are the same in all."""

import os
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "api"))

import ways  # noqa: E402
from attacks import all_attacks  # noqa: E402
from performance import Performance  # noqa: E402

SCRATCH = tempfile.TemporaryDirectory(prefix="resynd-attack-")
FOLDER = Path(SCRATCH.name)
FOLDER.chmod(0o755)
FIFO = FOLDER / "fifo"
os.mkfifo(FIFO)
ATTACKS = all_attacks(FIFO)

PERFORMED = {}  # by the name of the way


class Attacks:
    """Its test methods are made below, one for each source."""

    way = None
    twice = False

    @classmethod
    def setUpClass(cls):
        way = cls.way()
        if way.skip:
            raise unittest.SkipTest(f"{way.name}: {way.skip}")
        cls.performance = Performance(way, ATTACKS, cls.twice).run()
        PERFORMED[way.name] = cls.performance
        print(cls.performance.summary(), flush=True)

    def expect(self, title):
        """All attacks of one source: a list of one, or of many system calls."""
        for attack in ATTACKS:
            if attack.title == title:
                for came in self.performance.came(attack):
                    if isinstance(came, Exception):
                        raise came


class AsRoot(Attacks, unittest.TestCase):
    way = staticmethod(ways.as_root)


class AsUser(Attacks, unittest.TestCase):
    way = staticmethod(ways.as_user)
    twice = True


class Contained(Attacks, unittest.TestCase):
    way = staticmethod(ways.contained)


class Same(unittest.TestCase):
    """After the others, by its name."""

    def test_outcomes_are_the_same_in_every_run(self):
        self.assertTrue(PERFORMED, "nothing was performed")
        for attack in ATTACKS:
            outcomes = {str(came) for performance in PERFORMED.values()
                        for came in performance.came(attack) if not isinstance(came, Exception)}
            with self.subTest(attack.name):
                self.assertLessEqual(len(outcomes), 1)


def _method(title):
    return lambda self: self.expect(title)


for _title in sorted({attack.title for attack in ATTACKS}):
    setattr(Attacks, f"test_{_title}", _method(_title))
