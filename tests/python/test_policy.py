# SPDX-License-Identifier: Apache-2.0
"""A failed measurement becomes a number only where the caller names it."""

import math
import pickle
import unittest

import served  # noqa: F401
from resynd import (DeadlineError, MeasurementError, Policy, RejectedError, RequestError,
                    UnreachableError, Verdict)
from resynd.verdict import NoVerdict, failed, verdict_from

GOOD = Verdict("ok", 0.5)
TIMEOUT = Verdict("timeout", fault="response")
CRASH = Verdict("crash", fault="environment")
LOST = failed("unreachable", "server", "refused")
WRONG = Verdict("bad_request", fault="request")
MASKED = (CRASH, LOST, WRONG)


class Numbers(unittest.TestCase):
    def test_what_was_measured_is_its_reward(self):
        for on_error in ("raise", "none", "nan", -1):
            self.assertEqual(Policy(on_error).number(GOOD), 0.5)

    def test_what_was_not_is_what_the_caller_named(self):
        for verdict in MASKED:
            with self.subTest(verdict=verdict.status):
                self.assertIsNone(Policy("none").number(verdict))
                self.assertTrue(math.isnan(Policy("nan").number(verdict)))
                self.assertEqual(Policy(-1).number(verdict), -1.0)
                self.assertEqual(Policy(0).number(verdict), 0.0)
                with self.assertRaises(MeasurementError) as caught:
                    Policy("raise").number(verdict)
                self.assertIs(caught.exception.verdict, verdict)

    def test_raising_is_the_default(self):
        self.assertEqual(Policy().on_error, "raise")
        with self.assertRaises(MeasurementError):
            Policy().number(LOST)

    def test_a_response_s_own_fault_is_apart(self):
        self.assertEqual(Policy("raise").number(TIMEOUT), 0.0)
        self.assertEqual(Policy("none", "zero").number(TIMEOUT), 0.0)
        self.assertIsNone(Policy("none", "mask").number(TIMEOUT))
        self.assertRaises(MeasurementError, Policy("raise", "mask").number, TIMEOUT)

    def test_raising_loses_nobody(self):
        verdicts = [GOOD, LOST, GOOD, CRASH]
        with self.assertRaises(MeasurementError) as caught:
            Policy("raise").numbers(verdicts)
        self.assertEqual(caught.exception.verdicts, verdicts)
        self.assertIs(caught.exception.verdict, LOST)
        self.assertEqual(Policy("none").numbers(verdicts), [0.5, None, 0.5, None])

    def test_names_that_are_none(self):
        for on_error in ("zero", "", "None"):
            self.assertRaises(ValueError, Policy, on_error)
        for on_error in (True, None, [0]):
            self.assertRaises(TypeError, Policy, on_error)
        self.assertRaises(ValueError, Policy, "none", "nan")


class Verdicts(unittest.TestCase):
    def test_only_ok_has_a_reward(self):
        base = {"metrics": {}, "timing": {}}
        for status, reward in (("ok", None), ("ok", "1"), ("ok", 1.5), ("ok", -0.1), ("ok", True),
                               ("ok", float("nan")), ("timeout", 0.0), ("crash", 1), (None, None),
                               (["ok"], None)):
            with self.subTest(status=status, reward=reward), self.assertRaises(NoVerdict):
                verdict_from({"status": status, "reward": reward, **base})
        self.assertRaises(NoVerdict, verdict_from, {"status": "ok"})
        self.assertRaises(NoVerdict, verdict_from, {"reward": 1})

    def test_fields_of_the_answer_are_attributes(self):
        verdict = verdict_from({"status": "ok", "reward": 1, "metrics": {"extracted": 1}, "timing": {},
                                "level": 3, "brand_new": "x"})
        self.assertEqual((verdict.reward, verdict.level, verdict.brand_new), (1.0, 3, "x"))
        self.assertIsInstance(verdict.reward, float)
        self.assertTrue(verdict.ok and verdict.extracted)
        self.assertIsNone(verdict.instance)  # an older server leaves a field out
        self.assertEqual(verdict_from({"status": "timeout", "reward": None}).metrics, {})

    def test_nobody_changes_a_verdict(self):
        for name in ("reward", "status"):
            with self.assertRaises(AttributeError):
                setattr(verdict_from({"status": "ok", "reward": 1}), name, 0)

    def test_verdicts_survive_pickling(self):
        verdict = verdict_from({"status": "ok", "reward": 1, "metrics": {"extracted": 1}, "timing": {}})
        self.assertEqual(pickle.loads(pickle.dumps(verdict)), verdict)


class Errors(unittest.TestCase):
    def test_errors_survive_pickling(self):
        for error in (MeasurementError(LOST, [GOOD, LOST]), UnreachableError("x"), DeadlineError("y"),
                      RequestError(404, "unknown_environment", "m", "h", [{"place": "p"}], "r-1"),
                      RejectedError(422, "compile_failed", "m", None, [{"line": 3, "message": "n"}])):
            with self.subTest(error=error):
                back = pickle.loads(pickle.dumps(error))
                self.assertEqual((type(back), str(back), vars(back)), (type(error), str(error),
                                                                       vars(error)))

    def test_errors_say_what_happened(self):
        self.assertIn("unreachable", str(MeasurementError(LOST)))
        self.assertIn("refused", str(MeasurementError(LOST)))
        self.assertIn("line 3: n", str(RejectedError(422, "compile_failed", "m", None,
                                                     [{"line": 3, "message": "n"}])))
        self.assertIsInstance(UnreachableError("x"), ConnectionError)
        self.assertIsInstance(DeadlineError("x"), TimeoutError)


if __name__ == "__main__":
    unittest.main()
