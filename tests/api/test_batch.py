# SPDX-License-Identifier: Apache-2.0
"""POST /v1/score/batch: length and order of the request, groups, streams, bad items."""

import unittest

from cases import DaemonCase, answer, right_sum


class Batch(DaemonCase):
    def items(self, count):
        """Items with known rewards: right, near, wrong in turn, over several instances."""
        instances = [right_sum(self.client, seed=seed) for seed in range(4)]
        items, rewards = [], []
        for index in range(count):
            address, right = instances[index % 4]
            offset, reward = ((0, 1), (1, 0.5), (7, 0))[index % 3]
            items.append({"id": f"i{index}", "instance": address,
                          "response": answer(str(int(right) + offset))})
            rewards.append(reward)
        return items, rewards

    def test_length_and_order_are_the_request_s(self):
        for count in (1, 2, 64, 500):
            with self.subTest(count=count):
                items, rewards = self.items(count)
                results = self.client.results(items)
                self.assertEqual([r["id"] for r in results], [i["id"] for i in items])
                self.assertEqual([r["reward"] for r in results], rewards)
                self.assertEqual([r["instance"] for r in results], [i["instance"] for i in items])

    def test_groups_share_an_instance(self):
        address, right = right_sum(self.client)
        texts = [answer(str(int(right) + offset)) for offset in (0, 1, 9)] * 20
        results = self.client.results([{"instance": address, "responses": texts, "id": "g"}])
        self.assertEqual(len(results), 1)
        self.assertEqual(results[0]["instance"], address)
        self.assertEqual([v["reward"] for v in results[0]["verdicts"]], [1, 0.5, 0] * 20)

    def test_groups_and_items_mix(self):
        address, right = right_sum(self.client)
        single = {"instance": address, "response": answer(right)}
        group = {"instance": address, "responses": [answer("1"), answer(right)]}
        results = self.client.results([single, group, single])
        self.assertEqual([results[0]["reward"], results[2]["reward"]], [1, 1])
        self.assertEqual([v["reward"] for v in results[1]["verdicts"]], [0, 1])

    def test_an_empty_batch_and_an_empty_group(self):
        self.assertEqual(self.client.results([]), [])
        address, _ = right_sum(self.client)
        results = self.client.results([{"instance": address, "responses": []}])
        self.assertEqual(results[0]["verdicts"], [])

    def test_a_stream_holds_every_verdict_once(self):
        items, rewards = self.items(200)
        reply = self.client.batch(items, Accept="application/x-ndjson")
        self.assertEqual(reply.status, 200)
        self.assertIn("ndjson", reply.headers["content-type"])
        lines = reply.lines()
        self.assertEqual(len(lines), 200)
        by_id = {line["id"]: line["reward"] for line in lines}
        self.assertEqual(by_id, {f"i{index}": reward for index, reward in enumerate(rewards)})

    def test_checkers_and_environments_in_one_batch(self):
        address, right = right_sum(self.client)
        results = self.client.results([
            {"instance": address, "response": answer(right)},
            {"env": "same_text", "version": "active", "given": "a", "response": answer("a")},
            {"env": "same_text", "version": "active", "given": "a", "response": answer("b")},
        ])
        self.assertEqual([r["reward"] for r in results], [1, 1, 0])


class BadItems(DaemonCase):
    """One bad item among 64: that item's status, and 63 verdicts."""

    def among_64(self, bad):
        address, right = right_sum(self.client)
        items = [{"instance": address, "response": answer(right)} for _ in range(64)]
        items[17] = bad
        results = self.client.results(items)
        self.assertEqual(len(results), 64)
        for index, result in enumerate(results):
            if index != 17:
                self.assert_verdict(result, "ok", 1)
        self.assertIsNone(results[17]["reward"])
        return results[17]

    def expect(self, status, bad):
        result = self.among_64(bad)
        self.assertEqual(result["status"], status, result)
        self.assertEqual(result["fault"], "request")
        self.assertTrue(result["reason"], result)
        return result

    def test_unknown_environment_with_the_nearest_name(self):
        bad = self.expect("unknown_environment", {
            "env": "summ", "version": "active", "level": 1, "seed": 1, "response": "x"})
        self.assertIn("sum", str(bad))

    def test_unknown_version(self):
        self.expect("unknown_version",
                    {"instance": "sum@000000000000:1:1", "response": "x"})

    def test_level_out_of_range(self):
        for level in (0, 6, 9999):
            self.expect("level_out_of_range", {
                "env": "sum", "version": "active", "level": level, "seed": 1, "response": "x"})

    def test_malformed_items(self):
        address, _ = right_sum(self.client)
        for bad in (
            {}, {"response": "x"}, {"instance": address}, {"instance": 5, "response": "x"},
            {"instance": address, "response": 5}, {"instance": address, "response": None},
            {"instance": "sum", "response": "x"}, {"instance": "sum@xyz:1:1", "response": "x"},
            {"instance": address + ":1", "response": "x"},
            {"instance": address.replace(":1:", ":01:"), "response": "x"},
            {"instance": address, "response": "x", "unknown_field": 1},
            {"instance": address, "response": "x", "deadline_ms": -1},
            {"instance": address, "response": "x", "deadline_ms": "soon"},
            {"env": "sum", "version": "active", "level": 1.5, "seed": 1, "response": "x"},
            {"env": "sum", "version": "active", "level": 1, "seed": -1, "response": "x"},
            {"env": "sum", "version": "active", "level": 1, "response": "x"},
            {"instance": address, "response": "x", "responses": ["x"]},
            5, None, [], "item",
        ):
            with self.subTest(item=bad):
                self.expect("bad_request", bad)

    def test_a_response_that_is_too_long(self):
        address, _ = right_sum(self.client)
        self.expect("too_large", {"instance": address, "response": "x" * (4 * 2**20 + 1)})

    def test_a_bad_group_answers_for_each_of_its_responses(self):
        address, right = right_sum(self.client)
        results = self.client.results([
            {"env": "nothing_like_it", "version": "active", "level": 1, "seed": 1,
             "responses": ["a", "b", "c"]},
            {"instance": address, "response": answer(right)},
        ])
        self.assertEqual([v["status"] for v in results[0]["verdicts"]],
                         ["unknown_environment"] * 3)
        self.assert_verdict(results[1], "ok", 1)
