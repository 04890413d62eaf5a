# SPDX-License-Identifier: Apache-2.0
"""OpenEnv's HTTP routes: every instance is an environment of one step."""

import unittest

from cases import DaemonCase, answer, right_sum
from trainers import Crowd, Full, Quarantined, RESPONSE_FAULTS, UNMEASURED

FLAGS = {"acc", "valid", "format", "extracted", "response_fault"}


class OpenEnv(DaemonCase):
    def setUp(self):
        super().setUp()
        self.instance, self.right = right_sum(self.client)

    def reset(self, **more):
        reply = self.client.post("/reset", more)
        self.assertEqual(reply.status, 200, reply)
        found = reply.json()
        # pydantic forbids other members in a ResetResponse and a StepResponse.
        self.assertEqual(set(found), {"observation", "reward", "done", "metadata"})
        self.assertEqual((found["reward"], found["done"]), (None, False))
        return found["observation"]

    def post(self, response, instance=None, query="", **more):
        return self.client.post("/step" + query, {
            "action": {"response": response, "instance": instance or self.instance}, **more})

    def step(self, response, instance=None, **more):
        reply = self.post(response, instance, **more)
        self.assertEqual(reply.status, 200, reply)
        found = reply.json()
        self.assertEqual(set(found), {"observation", "reward", "done", "metadata"})
        self.assertEqual(set(found["metadata"]), {"status", "reason", "fault", *FLAGS})
        self.assertIs(found["done"], True)
        return found


class Episode(OpenEnv):
    def test_reset_and_step(self):
        seen = self.reset(env="sum", level=1, seed=1)
        self.assertEqual(seen["instance"], self.instance)
        self.assertRegex(seen["question"], r"^What is \d+ \+ \d+\?$")
        for text, reward in ((self.right, 1), (str(int(self.right) + 1), 0.5), ("x", 0)):
            found = self.step(answer(text), seen["instance"])
            self.assertEqual(found["reward"], reward)
            self.assertEqual(found["observation"], {"question": "", "instance": self.instance})
            self.assertEqual((found["metadata"]["status"], found["metadata"]["valid"]), ("ok", 1))

    def test_what_a_reset_may_say(self):
        self.assertEqual(self.reset(instance=self.instance)["instance"], self.instance)
        self.assertEqual(self.reset(instance=self.instance, episode_id="e" * 255, seed=None,
                                    render=True)["instance"], self.instance)
        env = self.instance.partition(":")[0]
        self.assertEqual(self.reset(env=env, level=1, seed=1)["instance"], self.instance)
        seen = self.reset(env="sum", level=1, seed=1, format="answer")
        self.assertIn("<answer>", seen["question"])
        self.assertEqual(seen["messages"], [{"role": "user", "content": seen["question"]}])

    def test_what_is_left_open_follows_from_the_seed_or_from_chance(self):
        for more in ({}, {"env": "*"}, {"env": "sum"}, {"level": 2}):
            with self.subTest(**more):
                first, again = (self.reset(seed=2**53 + 1, **more) for _ in range(2))
                self.assertEqual(first, again)
                self.assertTrue(first["instance"].endswith(f":{2**53 + 1}"))
                seeds = {int(self.reset(**more)["instance"].rpartition(":")[2]) for _ in range(8)}
                self.assertEqual(len(seeds), 8)
                self.assertLess(max(seeds), 2**62)  # those for training
        names = {self.reset(seed=seed)["instance"].partition("@")[0] for seed in range(40)}
        self.assertLess({"sum", "trouble"}, names)
        self.assertNotIn("same_text", names)
        reply = self.client.send("POST", "/reset", b"")
        self.assertEqual(reply.status, 200)

    def test_actions_of_either_shape(self):
        env, level, seed = self.instance.rsplit(":", 2)
        for action in ({"env": env, "level": int(level), "seed": int(seed)},
                       {"instance": self.instance, "metadata": {"a": 1}},
                       {"instance": {"instance": self.instance, "extract": "last_line"}}):
            text = f"hm\n{answer(self.right)}"
            found = self.client.post("/step", {"action": {"response": text, **action},
                                               "request_id": "r", "timeout_s": 20.5}).json()
            self.assertEqual(found["reward"], 1, found)
        found = self.client.post("/step", {"action": {"response": answer("a"), "env": "same_text",
                                                      "version": "active", "given": "a"}}).json()
        self.assertEqual((found["reward"], found["observation"]["instance"]), (1, None))
        self.assertEqual(self.step([{"role": "assistant", "content": answer(self.right)}])["reward"],
                         1)

    def test_what_the_server_says_of_itself(self):
        self.assertEqual(self.client.get("/health").json(), {"status": "healthy"})
        self.assertEqual(self.client.get("/state").json(), {"episode_id": None, "step_count": 0})
        found = self.client.get("/metadata").json()
        self.assertEqual(found["name"], "resynd")
        self.assertEqual(found["version"], self.client.get("/version").json()["version"])
        self.assertTrue(found["description"])
        found = self.client.get("/schema").json()
        self.assertEqual(set(found), {"action", "observation", "state"})
        self.assertLess({"response", "instance"}, set(found["action"]["properties"]))

    def test_many_at_once(self):
        cases = [({"action": {"response": answer(self.right if n % 2 else "0"),
                              "instance": self.instance}}, n) for n in range(300)]
        for reply, n in Crowd(self.daemon, "/step").post(cases):
            self.assertEqual((reply.status, reply.json()["reward"]), (200, n % 2))
        for reply, n in Crowd(self.daemon, "/reset").post([({"env": "sum", "level": 1, "seed": n},
                                                            n) for n in range(300)]):
            self.assertTrue(reply.json()["observation"]["instance"].endswith(f":1:{n}"))


class Wrong(OpenEnv):
    def test_resets(self):
        for body, words in (
                (b"{", ["json"]), ([], ["object"]), (b"5", ["json"]),
                ({"seed": -1}, ["seed"]), ({"seed": 2**63}, ["json"]), ({"seed": "1"}, ["seed"]),
                ({"seed": 1.5}, ["seed"]), ({"level": 0.5}, ["level"]), ({"env": 7}, ["env"]),
                ({"env": "Sum"}, ["env"]), ({"instance": "sum"}, ["instance"]),
                ({"instance": self.instance, "level": 1}, ["alone"]),
                ({"instance": self.instance, "env": "sum"}, ["alone"]),
                ({"format": "x"}, ["format"]), ({"episode_id": 5}, ["episode_id"]),
                ({"episode_id": "e" * 256}, ["episode_id"]),
                ({"env": "same_text"}, ["checker"])):
            with self.subTest(body=str(body)[:60]):
                self.assert_error(self.client.post("/reset", body), 400, *words)
        for body, words in (({"env": "sun"}, ["'sum'"]), ({"env": "sum", "level": 0}, ["level"]),
                            ({"env": "sum", "level": 99}, ["level"]),
                            ({"instance": self.instance.replace(":1:1", ":0:1")}, ["level"]),
                            ({"instance": "sum@000000000000:1:1"}, ["active version"])):
            with self.subTest(body=body):
                self.assert_error(self.client.post("/reset", body), 404, *words)
        self.assert_error(self.client.post("/reset", b" " * (1 << 20) + b"{}"), 413)

    def test_steps(self):
        action = {"response": "x", "instance": self.instance}
        for body, words in (
                (b"", ["json"]), ([], ["object"]), ({}, ["action"]), ({"action": "x"}, ["action"]),
                ({"action": {"response": "x"}}, ["instance", "reset"]),
                ({"action": {"instance": self.instance}}, ["response"]),
                ({"action": {"instance": self.instance, "response": 5}}, ["action.response"]),
                ({"action": {"instance": "sum", "response": "x"}}, ["instance"]),
                ({"action": {"instance": 5, "response": "x"}}, ["instance"]),
                ({"action": action, "timeout_s": 0}, ["timeout_s"]),
                ({"action": action, "timeout_s": "1"}, ["timeout_s"])):
            with self.subTest(body=str(body)[:60]):
                self.assert_error(self.client.post("/step", body), 400, *words)
        self.assert_error(self.post("x", self.instance.replace("sum", "sun")), 404, "'sum'")
        self.assert_error(self.post("x", query="?on_error=mask"), 400, "on_error")


class Unmeasured(OpenEnv):
    """A reward of None is what OpenEnv has for it."""

    def setUp(self):
        super().setUp()
        self.trouble, _ = right_sum(self.client, "trouble")

    def test_failures_of_the_environment(self):
        for order, status in UNMEASURED:
            with self.subTest(order=order):
                found = self.step(answer(order), self.trouble)
                self.assertIsNone(found["reward"])
                self.assertEqual((found["metadata"]["status"], found["metadata"]["valid"]),
                                 (status, 0))
                self.assertEqual(self.step(answer(order), self.trouble,
                                           query="?on_error=zero")["reward"], 0)
                self.assert_error(self.post(answer(order), self.trouble, "?on_error=error"), 500)

    def test_the_response_s_own_fault_is_0_unless_it_is_to_be_masked(self):
        for order, status in RESPONSE_FAULTS:
            with self.subTest(order=order):
                found = self.step(answer(order), self.trouble)
                self.assertEqual((found["reward"], found["metadata"]["status"]), (0, status))
                found = self.step(answer(order), self.trouble, query="?on_response_fault=mask")
                self.assertIsNone(found["reward"])

    def test_a_deadline(self):
        slow, right = right_sum(self.client, "slow")
        cases = [({"action": {"response": answer(right), "instance": slow}, "timeout_s": 1e-9}, n)
                 for n in range(20)]
        rewards = [reply.json() for reply, _ in Crowd(self.daemon, "/step", 8).post(cases)]
        late = [each for each in rewards if each["metadata"]["status"] == "deadline"]
        self.assertTrue(late)
        self.assertEqual({each["reward"] for each in late}, {None})


class Quarantine(Quarantined, OpenEnv):
    def test_no_question_and_no_reward(self):
        self.assert_error(self.client.post("/reset", {"instance": self.aside}), 409, "quarantine")
        found = self.step("x", self.aside)
        self.assertEqual((found["reward"], found["metadata"]["status"]), (None, "unavailable"))


class UnderLoad(DaemonCase):
    options = ("--http-threads", "1")

    def test_a_reset_waits_for_room(self):
        address, _ = right_sum(self.client)
        trouble, _ = right_sum(self.client, "trouble")
        answers = []

        def ask(number):
            with self.daemon.client(60) as client:
                answers.append(client.post("/reset", {"env": "sum", "level": 1, "seed": 1000 + number}))

        with Full(self.daemon, trouble, address) as full:
            full.each_waits(ask)
        self.assertEqual([reply.status for reply in answers], [200] * 12, answers)


if __name__ == "__main__":
    unittest.main()
