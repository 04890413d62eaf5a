# SPDX-License-Identifier: Apache-2.0
"""NeMo Gym's resources server as its agents, NeMo-RL, verifiers and prime-rl call it."""

import json
import math
import unittest

from cases import DaemonCase, answer, right_sum
from trainers import Crowd, Quarantined, UNMEASURED, RESPONSE_FAULTS

VERDICT_FIELDS = {"reward", "reward_components", "mask_sample", "failure_kind", "failure_reason"}


def model_response(text, **more):
    """What NeMo Gym's model servers answer, as a dictionary of pydantic's."""
    return {"id": "resp_1", "object": "response", "created_at": 1.0, "model": "m",
            "output": [
                {"type": "reasoning", "id": "rs", "summary": [
                    {"type": "summary_text", "text": "<answer>-5</answer>"}]},
                {"type": "message", "id": "msg", "role": "assistant", "status": "completed",
                 "content": [{"type": "output_text", "text": text, "annotations": []}]}],
            "parallel_tool_calls": True, "tool_choice": "auto", "tools": [], **more}


def row(**fields):
    """A line of a data set, as simple_agent sends it on."""
    return {"responses_create_params": {"input": [{"role": "user", "content": "What is it?"}],
                                        "tools": []},
            "agent_ref": {"type": "responses_api_agents", "name": "resynd_simple_agent"},
            "_ng_task_index": 3, "_ng_rollout_index": 0, "_ng_rollout_id": "r-7", **fields}


def keys(body):
    """Of the whole; fails where any object in it has one twice."""
    def once(pairs):
        names = [name for name, _ in pairs]
        if len(set(names)) != len(names):
            raise AssertionError(f"twice: {names}")
        return dict(pairs)
    return set(json.loads(body, object_pairs_hook=once))


class Gym(DaemonCase):
    def setUp(self):
        super().setUp()
        self.instance, self.right = right_sum(self.client)

    def verify(self, text, path="/verify", label=None, **more):
        body = row(**(label or {"instance": self.instance}), response=model_response(text), **more)
        return self.client.post(path, body)

    def verified(self, text, **more):
        reply = self.verify(text, **more)
        self.assertEqual(reply.status, 200, reply)
        return reply.json()

    def assert_reward(self, found, reward, masked=False):
        """And what NeMo-RL checks of it."""
        self.assertEqual((found["reward"], found["mask_sample"]), (reward, masked), found)
        self.assertIs(found["instance_config"]["mask_sample"], masked)
        self.assertTrue(math.isclose(found["reward"], sum(found["reward_components"].values()),
                                     rel_tol=1e-5, abs_tol=1e-6))
        self.assertIs(type(found["reward"]) in (int, float), True)
        self.assertEqual(found["failure_kind"] is not None, masked)
        self.assertEqual(found["failure_reason"] is not None, masked)


class Verify(Gym):
    def test_right_wrong_and_partial(self):
        near = str(int(self.right) + 1)
        for text, reward in ((answer(self.right), 1), (answer(near), 0.5), (answer("9999"), 0),
                             ("no idea", 0)):
            with self.subTest(text=text):
                self.assert_reward(self.verified(text), reward)

    def test_a_verdict_is_the_same_as_the_native_one(self):
        found = self.verified(answer(self.right))["resynd_verdict"]
        native = self.client.score(instance=self.instance, response=answer(self.right))
        for verdict in (found, native):
            verdict.pop("timing")
        self.assertEqual(found, native)

    def test_metrics_have_the_same_names_whatever_happens(self):
        ok = self.verified(answer(str(int(self.right) + 3)))
        self.assertEqual(ok["resynd_metric_distance"], 3)
        self.assertEqual((ok["resynd_correct"], ok["resynd_extracted"], ok["resynd_format"]),
                         (0, 1, 1))
        names = {key for key in ok if key.startswith("resynd_")}
        none = self.verified("nothing")
        self.assertEqual({key for key in none if key.startswith("resynd_")}, names)
        self.assertEqual(none["resynd_extracted"], 0)

    def test_where_the_address_may_stand(self):
        env, level, seed = self.instance.rsplit(":", 2)
        parts = {"env": env, "level": int(level), "seed": int(seed)}
        for label in ({"instance": self.instance}, {"resynd": self.instance},
                      {"label": self.instance}, {"verifier_metadata": {"instance": self.instance}},
                      {"verifier_metadata": parts}, {"label": json.dumps(parts)}, parts,
                      {"verifier_metadata": {"difficulty": 3}, "label": self.instance},
                      {"instance": None, "resynd": {"instance": self.instance, "split": "train"}}):
            with self.subTest(label=label):
                self.assert_reward(self.verified(answer(self.right), label=label), 1)

    def test_rows_that_the_server_makes(self):
        made = self.client.post("/v1/instances?format=nemo_gym",
                                {"env": "sum", "level": 1, "seed": 1})
        self.assertEqual(made.status, 200, made)
        line = made.lines()[0]
        for fields in (line, {**line, "instance": None}):  # verifier_metadata says it too
            self.assert_reward(self.verified(answer(self.right), label=fields), 1)

    def test_a_checker_s_row_brings_the_truth(self):
        for label in ({"env": "same_text", "version": "active", "given": "forty two"},
                      {"label": '{"env": "same_text", "version": "active", "given": "forty two"}'}):
            self.assert_reward(self.verified(answer("forty two"), label=label), 1)
            self.assert_reward(self.verified(answer("41"), label=label), 0)

    def test_reverify_sends_what_was_answered(self):
        first = self.verified(answer(self.right))
        again = self.client.post("/verify", {**first, "reward": 0.25, "mask_sample": True})
        twice = again.json()
        for found in (first, twice):
            found["resynd_verdict"].pop("timing")
        self.assertEqual(twice, first)
        keys(again.body)

    def test_what_the_model_said_last_is_judged(self):
        def said(text):
            return {"type": "message", "role": "assistant", "content": text}
        parts = [{"type": "output_text", "text": "<answer>"},
                 {"type": "refusal", "refusal": "no"},
                 {"type": "output_text", "text": f"{self.right}</answer>"}]
        call = {"type": "function_call", "name": "submit", "arguments": self.right, "call_id": "c"}
        back = {"type": "function_call_output", "call_id": "c", "output": "<answer>1</answer>"}
        for output, label, reward in (
                ([said(answer("1")), said(answer(self.right))], {}, 1),
                ([said(answer(self.right)), said(answer("1"))], {}, 0),
                ([said(answer(self.right)), call, back], {}, 1),
                ([said(parts)], {}, 1),
                ([said(None)], {}, 0),
                ([], {}, 0),
                ([said(answer("1")), call, back], {"extract": "tool:submit"}, 1),
                ([said(answer(self.right))], {"extract": "tool:submit"}, 0)):
            with self.subTest(output=output):
                body = row(label={"instance": self.instance, **label},
                           response={**model_response(""), "output": output})
                reply = self.client.post("/verify", body)
                self.assert_reward(reply.json(), reward)

    def test_an_open_tag_counts_only_where_the_response_is_complete(self):
        for more, reward in (({"status": "completed", "incomplete_details": None}, 1),
                             ({"status": "incomplete"}, 0), ({}, 0),
                             ({"status": "completed",
                               "incomplete_details": {"reason": "max_output_tokens"}}, 0)):
            with self.subTest(**more):
                body = row(instance=self.instance,
                           response=model_response(f"<answer>{self.right}", **more))
                self.assert_reward(self.client.post("/verify", body).json(), reward)

    def test_many_at_once(self):
        crowd = Crowd(self.daemon, "/verify")
        cases = [(row(instance=self.instance, number=n, response=model_response(
            answer(self.right if n % 2 else "0"))), n) for n in range(400)]
        for reply, n in crowd.post(cases):
            self.assertEqual(reply.status, 200)
            found = reply.json()
            self.assertEqual((found["number"], found["reward"]), (n, n % 2))


class Echo(Gym):
    """What comes back is what was sent, byte for byte, and the verdict."""

    # As aiohttp, httpx or a strange client may write it.
    MEMBERS = [
        '"lone": "a\\ud800b"', '"nul": "x\\u0000y"', '"big": 9223372036854775807',
        '"low":-9223372036854775808', '"long": 0.1000000000000000055511151231257827',
        '"plus": 1.5E+003', '"minus": -0.0', '"slash": "\\/\\u002f"', '"snow": "\u2603"',
        '"deep" : {"reward": 5, "mask_sample" : [ true, {"instance_config": 1} ] }',
        '"tricky": "}\\"]{\\\\"', '"\\u0061\\"b": [1 ,2,  3]', '"empty":{}', '"none": null',
    ]

    def body(self, *members):
        fields = json.dumps(model_response(answer(self.right)))
        return ("{ " + " ,\n".join([f'"instance":"{self.instance}"', *members,
                                     f'"response" : {fields}']) + " }\r\n").encode()

    def test_byte_for_byte(self):
        sent = self.body(*self.MEMBERS)
        reply = self.client.post("/verify", sent)
        self.assertEqual(reply.status, 200, reply)
        for member in self.MEMBERS:
            self.assertIn(member.encode(), reply.body)
        self.assertEqual(json.loads(reply.body)["response"], model_response(answer(self.right)))
        before = {**json.loads(sent)}
        after = json.loads(reply.body)
        for key, value in before.items():
            self.assertEqual(json.dumps(after[key]), json.dumps(value), key)

    def test_earlier_verdict_keys_are_replaced_however_they_are_escaped(self):
        sent = self.body('"reward": 7', '"re\\u0077ard_components": {"a": 7}',
                         '"mask_sample": "no"', '"failure\\u005fkind": "x"',
                         '"resynd_verdict": {"status": "crash"}', '"resynd_metric_gone": 4',
                         '"resynd": "kept"', '"rewarded": "kept"')
        reply = self.client.post("/verify", sent)
        found = reply.json()
        self.assert_reward(found, 1)
        self.assertEqual((found["resynd"], found["rewarded"]), ("kept", "kept"))
        self.assertNotIn("resynd_metric_gone", found)
        self.assertNotIn(b"u005f", reply.body)
        self.assertNotIn(b"u0077", reply.body)
        self.assertLess({*VERDICT_FIELDS, "resynd_verdict"}, keys(reply.body))

    def test_the_mask_goes_into_an_instance_config_that_is_there(self):
        sent = self.body('"instance_config": { "a" : 1e0, "mask_sample": 17 , "b": "\\ud83d"}')
        reply = self.client.post("/verify", sent)
        self.assertIn(b'"instance_config":{"a" : 1e0,"b": "\\ud83d","mask_sample":false}',
                      reply.body)
        for other in ("null", '"text"', "[1]"):
            reply = self.client.post("/verify", self.body(f'"instance_config": {other}'))
            self.assertIn(f'"instance_config": {other}'.encode(), reply.body)
            self.assertIs(reply.json()["mask_sample"], False)

    def test_a_rollout_with_a_number_for_each_token(self):
        response = model_response(answer(self.right))
        response["output"][1]["generation_token_ids"] = list(range(200_000))
        response["output"][1]["generation_log_probs"] = [-0.125] * 200_000
        sent = row(instance=self.instance, response=response)
        reply = self.client.post("/verify", sent)
        self.assertEqual(reply.status, 200, reply)
        self.assertEqual(reply.json()["response"], response)
        self.assert_reward(reply.json(), 1)


class Wrong(Gym):
    def test_bad_bodies(self):
        good = row(instance=self.instance, response=model_response("x"))
        for path in ("/verify", "/gym/sum/verify", "/ng-rollout/r-1/verify"):
            for body, words in (
                    (b"", ["json"]), (b"{", ["json"]), (b"[]", ["object"]), (b"7", ["json"]),
                    (json.dumps(good).encode() + b"x", ["json"]),
                    (b'{"instance": "a", "instance": "a"}', ["json"]),
                    (json.dumps({**good, "x": float("nan")}).encode(), ["json"]),
                    ({**good, "response": None}, ["response"]),
                    ({**good, "response": "text"}, ["response"]),
                    ({**good, "response": {"output": {}}}, ["output"]),
                    ({**good, "response": {"output": [1]}}, ["output"]),
                    ({**good, "response": {"output": [{"role": "assistant", "content": 5}]}},
                     ["content"]),
                    ({**good, "response": model_response("x", status="failed")}, ["failed"]),
                    ({**good, "response": model_response("x", error={"code": "e"})}, ["failed"]),
                    ({key: good[key] for key in good if key != "response"}, ["response"]),
                    ({**good, "instance": "sum:1:1"}, ["instance"]),
                    ({**good, "instance": "{no json"}, ["label"]),
                    ({**good, "instance": {"env": "sum", "level": 1, "seed": 1}}, ["version"]),
                    ({**good, "instance": {"env": "sum@000000000000", "level": "x", "seed": 1}},
                     ["level"])):
                with self.subTest(path=path, body=str(body)[:80]):
                    self.assert_error(self.client.post(path, body), 400, *words)
        self.assert_error(self.client.post("/verify", row(response=model_response("x"))), 400,
                          "does not say what is judged", "instance")

    def test_unknown_environments_get_the_nearest_name(self):
        version = self.instance.partition("@")[2]
        for path in ("/verify", "/seed_session", "/gym/*/verify"):
            body = row(instance=f"sun@{version}", response=model_response("x"))
            self.assert_error(self.client.post(path, body), 404, "unknown_environment", "'sum'")
        body = row(instance="sum@000000000000:1:1", response=model_response("x"))
        self.assert_error(self.client.post("/verify", body), 404, "unknown_version")
        body = row(instance=self.instance.replace(":1:1", ":99:1"), response=model_response("x"))
        self.assert_error(self.client.post("/verify", body), 404, "level_out_of_range")

    def test_other_methods_and_paths(self):
        self.assert_error(self.client.get("/verify"), 405, "POST")
        for path in ("/ng-rollout//verify", "/ng-rollout/.x/verify", "/ng-rollout/a b/verify",
                     "/ng-rollout/r/v1/score", "/gym//verify", "/gym/sum/x/verify"):
            self.assert_error(self.client.post(path.replace(" ", "%20"), {}), 404)
        self.assert_error(self.client.post("/verify?on_error=zero", {}), 400, "on_error", "mask")
        self.assert_error(self.client.post("/verify?x=1", {}), 400, "parameter")
        self.assert_error(self.client.post("/gym/Sum/verify", {}), 400, "name")


class Masked(Gym):
    """What was not measured is masked in both places, and never trained on."""

    def setUp(self):
        super().setUp()
        self.trouble, self.trouble_right = right_sum(self.client, "trouble")

    def test_failures_of_the_environment(self):
        for order, status in UNMEASURED:
            with self.subTest(order=order):
                found = self.verified(answer(order), label={"instance": self.trouble})
                self.assert_reward(found, 0, masked=True)
                self.assertEqual(found["failure_kind"], f"resynd:{status}")
                self.assertIsNone(found["resynd_verdict"]["reward"])
                self.assertIsNone(found["resynd_correct"])
                reply = self.verify(answer(order), path="/gym/trouble/verify",
                                    label={"instance": self.trouble})
                self.assert_error(reply, 500, status)
                reply = self.verify(answer(order), path="/verify?on_error=error",
                                    label={"instance": self.trouble})
                self.assert_error(reply, 500, status)
                found = self.verified(answer(order), path="/gym/trouble/verify?on_error=mask",
                                      label={"instance": self.trouble})
                self.assert_reward(found, 0, masked=True)

    def test_the_response_s_own_fault_is_0_unless_it_is_to_be_masked(self):
        for order, status in RESPONSE_FAULTS:
            with self.subTest(order=order):
                found = self.verified(answer(order), label={"instance": self.trouble})
                self.assert_reward(found, 0, masked=False)
                self.assertEqual(found["resynd_verdict"]["status"], status)
                self.assertEqual(found["resynd_response_fault"], 1)
                found = self.verified(answer(order), label={"instance": self.trouble},
                                      path="/verify?on_response_fault=mask")
                self.assert_reward(found, 0, masked=True)

    def test_a_ground_truth_that_cannot_be_read(self):
        found = self.verified(answer("x"), label={"env": "same_text", "version": "active",
                                                  "given": ""})
        self.assert_reward(found, 0, masked=True)
        self.assertEqual(found["failure_kind"], "resynd:bad_given")

    def test_a_response_that_is_too_long(self):
        found = self.verified("x" * (4 * 1024 * 1024 + 1))
        self.assert_reward(found, 0, masked=True)
        self.assertEqual(found["failure_kind"], "resynd:too_large")


class Quarantine(Quarantined, Gym):
    def test_masked_at_the_root_and_an_error_below(self):
        found = self.verified(answer("1"), label={"instance": self.aside})
        self.assert_reward(found, 0, masked=True)
        self.assertEqual(found["failure_kind"], "resynd:unavailable")
        reply = self.verify(answer("1"), path="/gym/aside/verify", label={"instance": self.aside})
        self.assert_error(reply, 409, "unavailable")


class Paths(Gym):
    def test_below_an_environment_the_row_may_leave_it_out(self):
        env, level, seed = self.instance.rsplit(":", 2)
        for path, label, reward in (
                ("/gym/sum/verify", {"instance": self.instance}, 1),
                ("/gym/*/verify", {"instance": self.instance}, 1),
                (f"/gym/{env}/verify", {"level": int(level), "seed": int(seed)}, 1),
                ("/gym/sum/verify", {"level": 1, "seed": 1, "version": "active"}, 1),
                (f"/ng-rollout/r-1.a_b/gym/{env}/verify", {"instance": self.instance}, 1),
                ("/ng-rollout/7/verify", {"instance": self.instance}, 1)):
            with self.subTest(path=path):
                found = self.verified(answer(self.right), path=path, label=label)
                self.assert_reward(found, reward)
        self.assert_error(self.verify("x", path="/gym/sum/verify", label={"level": 1, "seed": 1}),
                          400, "version")
        self.assert_error(self.verify("x", path="/gym/trouble/verify"), 400, "trouble", "sum")
        self.assert_error(self.verify("x", path="/gym/sum@000000000000/verify"), 400, "the path")

    def test_sessions_liveness_and_mode(self):
        for prefix in ("", "/gym/sum", "/ng-rollout/r-1", "/ng-rollout/r-1/gym/sum"):
            reply = self.client.post(prefix + "/seed_session", row(instance=self.instance))
            self.assertEqual((reply.status, reply.json()), (200, {}))
            self.assertEqual(self.client.get(prefix + "/reverify_mode").json(), "stateless")
            self.assertEqual(self.client.get(prefix + "/").json(), {"status": "ok"})
        self.assert_error(self.client.post("/seed_session", row()), 400, "does not say")


class Aggregate(Gym):
    def aggregate(self, rows, path="/aggregate_metrics"):
        reply = self.client.post(path, {"verify_responses": rows})
        self.assertEqual(reply.status, 200, reply)
        return reply.json()

    def test_means_leave_out_what_is_masked(self):
        rows = [{"_ng_task_index": task, "_ng_rollout_index": n, "reward": reward,
                 "mask_sample": masked, "resynd_correct": reward == 1, "text": "x", "map": {"a": 1}}
                for task, n, reward, masked in ((1, 0, 1.0, False), (1, 1, 0, False),
                                                (2, 0, 0.5, False), (2, 1, 0.0, True))]
        for path in ("/aggregate_metrics", "/gym/sum/aggregate_metrics"):
            found = self.aggregate(rows, path)
            self.assertEqual(set(found), {"agent_metrics", "key_metrics", "group_level_metrics"})
            self.assertEqual(found["agent_metrics"]["mean/reward"], 0.5)
            self.assertEqual(found["agent_metrics"]["max/reward"], 1)
            self.assertEqual(found["agent_metrics"]["min/reward"], 0)
            self.assertEqual(found["agent_metrics"]["resynd/masked"], 1)
            self.assertAlmostEqual(found["key_metrics"]["mean/resynd_correct"], 1 / 3)
            self.assertNotIn("mean/text", found["key_metrics"])
            self.assertEqual([(g["_ng_task_index"], g["mean/reward"])
                              for g in found["group_level_metrics"]], [(1, 0.5), (2, 0.5)])

    def test_of_what_verify_answers(self):
        rows = [self.verified(answer(text)) for text in (self.right, "9999")]
        self.assertEqual(self.aggregate(rows)["key_metrics"]["mean/reward"], 0.5)

    def test_nothing_and_nonsense(self):
        self.assertEqual(self.aggregate([])["key_metrics"], {})
        for body in ({}, {"verify_responses": 5}, {"verify_responses": [1]}, []):
            self.assert_error(self.client.post("/aggregate_metrics", body), 400, "verify_responses")


if __name__ == "__main__":
    unittest.main()
