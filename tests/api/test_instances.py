# SPDX-License-Identifier: Apache-2.0
"""POST /v1/instances: addresses, questions, the oracle's answers, formats."""

import unittest

from cases import DaemonCase, answer
from daemon import VERIFIERS


class Instances(DaemonCase):
    def ask(self, **more):
        return self.client.instances(**{"env": "sum", "level": 3, "seed": 17, "count": 2, **more})

    def test_addresses_and_questions(self):
        first, second = self.ask()
        version = self.client.environment("sum")["version"]
        self.assertEqual(first["instance"], f"sum@{version[:12]}:3:17")
        self.assertEqual(second["instance"], f"sum@{version[:12]}:3:18")
        self.assertRegex(first["question"], r"What is \d+ \+ \d+\?")
        self.assertNotEqual(first["digest"], second["digest"])
        self.assertNotIn("answer", first)

    def test_the_same_instance_is_the_same_bytes(self):
        self.assertEqual(self.ask(count=20), self.ask(count=20))

    def test_an_instance_does_not_depend_on_its_neighbours(self):
        many = self.ask(seed=0, count=30)
        for seed in (0, 7, 29):
            self.assertEqual(self.ask(seed=seed, count=1)[0], many[seed])

    def test_the_oracle_s_answers_are_right(self):
        for found in self.ask(count=10, answers=True):
            verdict = self.client.score(instance=found["instance"],
                                        response=answer(found["answer"]))
            self.assert_verdict(verdict, "ok", 1)

    def test_the_format_is_an_instruction_for_the_model(self):
        plain = self.ask(format="none")[0]["question"]
        tagged = self.ask(format="answer")[0]
        boxed = self.ask(format="boxed")[0]
        self.assertNotIn("<answer>", plain)
        self.assertIn("<answer>", str(tagged))
        self.assertIn("boxed", str(boxed))
        self.assertEqual(tagged["digest"], boxed["digest"])

    def test_after_the_last_seed_there_is_nothing(self):
        reply = self.client.post("/v1/instances", {"env": "sum", "level": 1, "seed": 2**63 - 1,
                                                   "count": 2})
        self.assertEqual(len(reply.json()["instances"]), 1)
        self.assertIs(reply.json()["complete"], False)

    def test_bad_requests(self):
        good = {"env": "sum", "level": 3, "seed": 17, "count": 2}
        for change, status in (
            ({"env": "nothing"}, 404), ({"level": 99}, 404), ({"level": 0}, 404),
            ({"env": "sum@000000000000"}, 404), ({"count": 10**9}, 400),
            ({"count": -1}, 400), ({"seed": -1}, 400), ({"seed": 2**63}, 400), ({"level": "3"}, 400),
            ({"unknown": 1}, 400), ({"answers": "yes"}, 400), ({"format": "xml"}, 400),
            ({"env": "same_text"}, 400),
        ):
            with self.subTest(change=change):
                self.assert_error(self.client.post("/v1/instances", {**good, **change}), status)


class Mix(DaemonCase):
    environments = VERIFIERS

    def ask(self, **more):
        reply = self.client.post("/v1/instances", {
            "mix": [{"env": "*", "levels": [1, 3], "weight": 1}], "split": "train", "count": 60,
            **more})
        self.assertEqual(reply.status, 200, reply)
        return reply.json()

    def test_a_mix_covers_the_library_and_is_the_same_again(self):
        first = self.ask()
        self.assertEqual(len(first["instances"]), 60)
        names = {found["instance"].split("@")[0] for found in first["instances"]}
        self.assertGreaterEqual(len(names), 8)
        levels = {int(found["instance"].split(":")[1]) for found in first["instances"]}
        self.assertLessEqual(levels, {1, 2, 3})
        self.assertEqual(first, self.ask())

    def test_the_cursor_goes_on_where_it_was(self):
        whole = self.ask()["instances"]
        first = self.ask(count=25)
        second = self.ask(count=35, cursor=first["cursor"])
        self.assertEqual(first["instances"] + second["instances"], whole)

    def test_held_out_seeds_are_others(self):
        seeds = [int(found["instance"].split(":")[2])
                 for found in self.ask(split="held_out", count=20)["instances"]]
        self.assertTrue(all(seed >= 2**62 for seed in seeds), seeds)

    def test_distinct_drops_what_was_seen(self):
        digests = [found["digest"] for found in self.ask(count=200, distinct=True)["instances"]]
        self.assertEqual(len(digests), len(set(digests)))

    def test_resolve_tells_whether_a_data_set_still_holds(self):
        found = self.ask(count=5)["instances"]
        addresses = [one["instance"] for one in found] + ["n_queens@000000000000:1:1"]
        reply = self.client.post("/v1/instances/resolve", {"instances": addresses})
        self.assertEqual(reply.status, 200, reply)
        resolved = reply.json()["instances"]
        self.assertEqual([one["digest"] for one in resolved[:5]], [one["digest"] for one in found])
        self.assertEqual([one["status"] for one in resolved], ["ok"] * 5 + ["unknown_version"])
