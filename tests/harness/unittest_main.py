# SPDX-License-Identifier: Apache-2.0
"""unittest_main.py FOLDER PATTERN RESULT: runs the tests of a folder, one line each, none longer
than its time, and writes the counts to RESULT."""

import json
import signal
import sys
import time
import unittest
from pathlib import Path

TEST_SECONDS = 240
FAILURE_MAX = 500  # characters of what a failed test said last


class TooLong(Exception):
    """Raised within a test that overruns TEST_SECONDS (or its own `seconds`)."""


def _ring(_signal, _frame):
    raise TooLong("the test did not end in time")


class LineResult(unittest.TextTestResult):
    """A line for each test: verdict, time, name."""

    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.passed = 0
        self.began = 0.0

    def startTest(self, test):
        unittest.TestResult.startTest(self, test)
        self.began = time.monotonic()
        signal.alarm(getattr(test, "seconds", TEST_SECONDS))

    def stopTest(self, test):
        signal.alarm(0)
        super().stopTest(test)

    def _line(self, verdict, test, note=""):
        took = time.monotonic() - self.began if self.began else 0.0
        name = test.id().replace("unittest.loader.", "")
        print(f"  {verdict:7} {took:6.2f} s  {name}{note}", flush=True)

    def addSuccess(self, test):
        unittest.TestResult.addSuccess(self, test)
        self.passed += 1
        self._line("ok", test)

    def addFailure(self, test, err):
        unittest.TestResult.addFailure(self, test, err)
        self._line("FAILED", test)

    def addError(self, test, err):
        unittest.TestResult.addError(self, test, err)
        self._line("FAILED", test)

    def addSubTest(self, test, subtest, err):
        unittest.TestResult.addSubTest(self, test, subtest, err)
        if err is not None:
            self._line("FAILED", subtest)

    def addSkip(self, test, reason):
        unittest.TestResult.addSkip(self, test, reason)
        self._line("skipped", test, f": {reason}")


def main():
    folder, pattern, result_path = Path(sys.argv[1]).resolve(), sys.argv[2], Path(sys.argv[3])
    sys.path.insert(0, str(folder))
    signal.signal(signal.SIGALRM, _ring)
    # A shell has those whom it starts in the background ignore it, and so would what is tested.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    suite = unittest.TestLoader().discover(str(folder), pattern=pattern, top_level_dir=str(folder))
    runner = unittest.TextTestRunner(stream=sys.stdout, resultclass=LineResult, verbosity=0)
    result = runner.run(suite)
    failed = len(result.failures) + len(result.errors)
    failures = [f"{test.id()}: {trace.strip().splitlines()[-1][:FAILURE_MAX]}"
                for test, trace in result.failures + result.errors]
    counts = {"passed": result.passed, "failed": failed, "skipped": len(result.skipped),
              "failures": failures}
    result_path.write_text(json.dumps(counts))
    return 0 if failed == 0 else 1


if __name__ == "__main__":
    sys.exit(main())
