# SPDX-License-Identifier: Apache-2.0
"""POST /v1/score: one response, one verdict."""

import unittest

from cases import DaemonCase, answer, right_sum

VERDICT_KEYS = {"id", "instance", "status", "reward", "correct", "metrics", "reason", "fault",
                "timing", "retryable", "format", "extraction", "env", "level", "category",
                "semantics"}


class Score(DaemonCase):
    def setUp(self):
        super().setUp()
        self.instance, self.right = right_sum(self.client)

    def judge(self, text, **more):
        return self.client.score(instance=self.instance, response=text, **more)

    def test_right_wrong_and_partial(self):
        near, far = str(int(self.right) + 1), str(int(self.right) + 2)
        self.assert_verdict(self.judge(answer(self.right)), "ok", 1)
        self.assert_verdict(self.judge(answer(near)), "ok", 0.5)
        wrong = self.judge(answer(far))
        self.assert_verdict(wrong, "ok", 0)
        self.assertEqual(wrong["reason"], "that is not the sum")
        self.assertEqual(wrong["metrics"]["distance"], 2)
        self.assertEqual([self.judge(answer(text))["correct"] for text in (self.right, near, far)],
                         [True, False, False])

    def test_the_form_may_be_a_part_of_the_reward(self):
        near, far = str(int(self.right) + 1), str(int(self.right) + 2)
        for text, score, form, reward in (
            (answer(self.right), 1, True, 1), (answer(near), 0.5, True, 0.625),
            (answer(far), 0, True, 0.25), (self.right, 0, False, 0),
            (answer("no number"), 0, False, 0),
        ):
            verdict = self.judge(text, format_weight=0.25)
            self.assert_verdict(verdict, "ok", reward)
            self.assertEqual((verdict["score"], verdict["format"], verdict["correct"]),
                             (score, form, score == 1))
            plain = self.judge(text)
            self.assert_verdict(plain, "ok", score)
            self.assertNotIn("score", plain)
            self.assertIs(plain["format"], form)  # the metric is there without a weight
        group = {"instance": self.instance, "responses": [answer(far), "nothing"],
                 "format_weight": 1}
        self.assertEqual([each["reward"] for each in self.client.results([group])[0]["verdicts"]],
                         [1, 0])

    def test_no_weight_makes_a_number_of_what_was_not_measured(self):
        instance = self.client.instances(env="trouble", level=1)[0]["instance"]
        for text, status in (("loop", "timeout"), ("nan", "invalid_score")):
            verdict = self.client.score(instance=instance, response=answer(text), format_weight=1)
            self.assert_verdict(verdict, status)
            self.assertIsNone(verdict["score"])
        for wrong in (-0.1, 1.1, "1", None, True, [1]):
            self.assert_error(self.client.post("/v1/score", {
                "instance": self.instance, "response": "x", "format_weight": wrong}), 400,
                "format_weight")

    def test_a_verdict_has_all_its_fields(self):
        verdict = self.judge(answer(self.right), id="r-81", group="g")
        self.assertEqual(VERDICT_KEYS - set(verdict), set())
        self.assertEqual(verdict["id"], "r-81")
        self.assertEqual(verdict["instance"], self.instance)
        self.assertEqual(verdict["env"].partition("@")[0], "sum")
        self.assertEqual((verdict["level"], verdict["category"]), (1, "arithmetic"))
        self.assertIs(verdict["retryable"], False)
        self.assertGreaterEqual(verdict["semantics"], 1)
        for clock in ("queue_us", "service_us"):
            self.assertGreaterEqual(verdict["timing"][clock], 0)

    def test_every_verdict_of_a_version_has_the_same_metrics(self):
        keys = [set(self.judge(text)["metrics"])
                for text in (answer(self.right), answer("nonsense"), "", "<answer></answer>")]
        self.assertEqual(keys, [keys[0]] * 4)
        self.assertIn("distance", keys[0])

    def test_env_level_seed_is_the_same_as_the_address(self):
        env, level, seed = self.instance.rsplit(":", 2)
        verdict = self.client.score(env=env, level=int(level), seed=int(seed),
                                    response=answer(self.right))
        self.assert_verdict(verdict, "ok", 1)
        self.assertEqual(verdict["instance"], self.instance)

    def test_the_full_hash_is_a_version_too(self):
        version = self.client.environment("sum")["version"]
        self.assertEqual(len(version), 64)
        verdict = self.client.score(env=f"sum@{version}", level=1, seed=1,
                                    response=answer(self.right))
        self.assert_verdict(verdict, "ok", 1)

    def test_an_environment_without_version_is_refused_unless_active_is_said(self):
        item = {"env": "sum", "level": 1, "seed": 1, "response": answer(self.right)}
        self.assert_error(self.client.post("/v1/score", item), 400, "version", "active")
        self.assert_verdict(self.client.score(**item, version="active"), "ok", 1)

    def test_text_left_unread_is_wrong(self):
        self.assert_verdict(self.judge(answer(self.right + " or 5")), "ok", 0)

    def test_the_same_item_gives_the_same_verdict(self):
        verdicts = []
        for _ in range(20):
            verdict = self.judge(answer(self.right))
            verdict.pop("timing")
            verdicts.append(verdict)
        self.assertEqual(verdicts, [verdicts[0]] * 20)

    def test_seeds_up_to_the_last(self):
        for seed in (0, 2**53 + 1, 2**62, 2**63 - 1):
            address, right = right_sum(self.client, seed=seed)
            self.assertTrue(address.endswith(f":1:{seed}"), address)
            self.assert_verdict(self.client.score(instance=address, response=answer(right)),
                                "ok", 1)

    def test_levels_differ(self):
        for level in range(1, 6):
            address, right = right_sum(self.client, level=level)
            self.assert_verdict(self.client.score(instance=address, response=answer(right)),
                                "ok", 1)


class Extraction(DaemonCase):
    """From response to answer, through the whole chain; the table itself is a unit test."""

    def check(self, wanted, rule, text, **more):
        with self.subTest(text=text, **more):
            verdict = self.client.score(instance=self.instance,
                                        response=text, **more)
            self.assert_verdict(verdict, "ok", wanted)
            self.assertEqual(verdict["extraction"], rule)

    def test_rules(self):
        self.instance, n = right_sum(self.client)
        self.check(1, "answer_tag", f"<answer>{n}</answer>")
        self.check(1, "answer_tag", f"<answer>7</answer> no: <answer> {n} </answer>")
        self.check(1, "boxed", f"so \\boxed{{{n}}}.")
        self.check(1, "answer_tag", f"<think><answer>7</answer></think><answer>{n}</answer>")
        self.check(0, "none", f"<think> <answer>{n}</answer>")
        self.check(0, "none", f"{n}")
        self.check(0, "none", "")
        self.check(1, "open_tag", f"<answer>{n}", finish_reason="stop")
        self.check(0, "none", f"<answer>{n}", finish_reason="length")
        self.check(0, "none", f"<answer>{n}</answer>", thinking="prefilled")
        self.check(1, "last_line", f"hm\n{n}", extract="last_line")
        self.check(1, "whole", f" {n} ", extract="whole")

    def test_chat_messages(self):
        self.instance, n = right_sum(self.client)
        self.check(1, "answer_tag", [
            {"role": "user", "content": "<answer>1</answer>"},
            {"role": "assistant", "content": answer(n), "reasoning_content": "<answer>3</answer>"},
        ])
        self.check(1, "answer_tag", [{"role": "assistant", "content": [
            {"type": "text", "text": "I say <answer>"}, {"type": "text", "text": f"{n}</answer>"}]}])
        self.check(0, "none", [{"role": "assistant", "content": None}])


class Checker(DaemonCase):
    def test_given_decides(self):
        item = {"env": "same_text", "version": "active", "given": "forty two"}
        self.assert_verdict(self.client.score(**item, response=answer("forty two")), "ok", 1)
        self.assert_verdict(self.client.score(**item, response=answer("forty-two")), "ok", 0)

    def test_a_given_that_cannot_be_read_is_no_score(self):
        verdict = self.client.score(env="same_text", version="active", given="",
                                    response=answer("x"))
        self.assert_verdict(verdict, "bad_given")
        self.assertEqual(verdict["fault"], "request")

    def test_an_environment_takes_no_given_and_a_checker_no_seed(self):
        self.assert_error(self.client.post("/v1/score", {
            "env": "sum", "version": "active", "given": "1", "response": "x"}), 400)
        self.assert_error(self.client.post("/v1/score", {
            "env": "same_text", "version": "active", "level": 1, "seed": 1, "response": "x"}), 400)
