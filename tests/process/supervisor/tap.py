# SPDX-License-Identifier: Apache-2.0
"""tap.py: unittest whose results are lines of the Test Anything Protocol."""

import os
import sys
import unittest


class Tap(unittest.TestResult):
    count = failed = 0

    def line(self, word, test, note=""):
        self.count += 1
        print(f"{word} {self.count} - {test.id().removeprefix('__main__.')}{note}", flush=True)

    def addSuccess(self, test):
        self.line("ok", test)

    def addSkip(self, test, reason):
        self.line("ok", test, f" # SKIP {reason}")

    def addFailure(self, test, err):
        self.failed += 1
        self.line("not ok", test)
        for line in self._exc_info_to_string(err, test).splitlines():
            print("#", line[:2000])

    addError = addFailure

    def addSubTest(self, test, subtest, err):
        if err is not None:
            self.addFailure(subtest, err)


def main(stage):
    """Runs the tests of the main module, all or those whose name holds the last argument. The
    arguments before it are the executables, for `stage.programs`."""
    roles = ("resynd", "actor", "store", "compiler", "worker")
    paths, patterns = sys.argv[1:1 + len(roles)], sys.argv[1 + len(roles):]
    stage.programs = {role: os.path.abspath(path) for role, path in zip(roles, paths)}
    run(patterns)


def run(patterns):
    """Runs the tests of the main module, all or those whose name holds a pattern; leaves."""
    loader = unittest.TestLoader()
    loader.testNamePatterns = [f"*{pattern}*" for pattern in patterns] or None
    result = Tap()
    loader.loadTestsFromModule(sys.modules["__main__"]).run(result)
    print(f"1..{result.count}")
    sys.exit(1 if result.failed else 0)
