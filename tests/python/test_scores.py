# SPDX-License-Identifier: Apache-2.0
"""Both clients against the daemon: what comes back is what the server said, in order, one for each."""

import asyncio
import math
import tempfile
import time
import unittest
from pathlib import Path

from served import OWN, Daemon, ServedCase, answer, unlike

import resynd


class Scores(ServedCase):
    def test_one(self):
        (address, right), *_ = self.known()
        for client in self.each(self.url):
            verdict = client.score(address, answer(right))
            self.assertEqual((verdict.status, verdict.reward, verdict.correct), ("ok", 1.0, True))
            self.assertEqual((verdict.instance, verdict.level), (address, 1))
            near = client.score(address, answer(str(int(right) + 1)), id="r-1", group=7)
            self.assertEqual((near.reward, near.id, near.group), (0.5, "r-1", 7))
            self.assertEqual(near.metrics, {"extracted": 1, "distance": 1.0})
            self.assertGreaterEqual(near.timing["service_us"], 0)
            self.assertEqual(client.reward(address, answer(right)), 1.0)

    def test_the_three_ways_to_name_what_is_judged(self):
        (address, right), *_ = self.known()
        env = address.split(":")[0]
        for client in self.each(self.url):
            verdict = client.score(env=env, level=1, seed=0, response=answer(right))
            self.assertEqual((verdict.reward, verdict.instance), (1.0, address))
            active = client.score(env="sum", version="active", level=1, seed=0, response=answer(right))
            self.assertEqual(active.reward, 1.0)
            checker = next(e.env for e in client.environments() if e.name == "same_text")
            given = client.score(env=checker, given="pear", response=answer("pear"))
            self.assertEqual(given.reward, 1.0)

    def test_messages_tools_and_the_rest_of_an_item(self):
        (address, right), *_ = self.known()
        for client in self.each(self.url):
            messages = [{"role": "user", "content": "?"}, {"role": "assistant", "content": answer(right)}]
            self.assertEqual(client.score(address, messages).reward, 1.0)
            self.assertEqual(client.score(address, f"so <answer>{right}", finish_reason="stop").reward, 1)
            self.assertEqual(client.score(address, f"so <answer>{right}").reward, 0)
            self.assertEqual(client.score(address, right, extract="whole").reward, 1)
            self.assertEqual(client.score(address, answer(right), thinking="prefilled").reward, 1)

    def test_a_batch_has_length_and_order_of_its_items(self):
        items, rewards = self.items(3000)
        for client in self.each(self.url):
            for count in (0, 1, 2, 63, 64, 65, 3000):
                verdicts = client.score_batch(items[:count])
                self.assertEqual([v.id for v in verdicts], list(range(count)))
                self.assertEqual([v.reward for v in verdicts], rewards[:count])
                self.assertEqual([v.instance for v in verdicts], [i["instance"] for i in items[:count]])
            self.assertEqual(client.rewards(iter(items[:9])), rewards[:9])

    def test_a_group(self):
        (address, right), *_ = self.known()
        for client in self.each(self.url):
            verdicts = client.score_group(address, [answer(right), "nothing", answer("0")] * 50, group="g")
            self.assertEqual([v.reward for v in verdicts], [1.0, 0.0, 0.0] * 50)
            self.assertEqual({v.group for v in verdicts}, {"g"})
            self.assertEqual(client.score_group(address, []), [])

    def test_bad_items_spoil_nobody(self):
        items, rewards = self.items(40)
        items[3] = {"id": 3, "instance": "sum@000000000000:1:1", "response": ""}
        items[7] = {"id": 7, "instance": "no address", "response": ""}
        deep = {"x": None}
        for _ in range(40):
            deep = {"x": deep}
        items[11] = {"id": 11, "env": "same_text@000000000000", "given": deep, "response": ""}
        items[13] = {"id": 13, "instance": items[13]["instance"], "response": "x" * (5 << 20)}
        statuses = {3: "unknown_version", 7: "bad_request", 11: "bad_request", 13: "too_large"}
        for client in self.each(self.url):
            verdicts = client.score_batch(items)
            for index, verdict in enumerate(verdicts):
                if index in statuses:
                    self.assertEqual((verdict.status, verdict.reward, verdict.fault, verdict.retryable),
                                     (statuses[index], None, "request", False), verdict)
                else:
                    self.assertEqual((verdict.id, verdict.reward), (index, rewards[index]))

    def test_more_bytes_than_one_request_may_have(self):
        (address, right), *_ = self.known()
        filler = "<think>" + "é" * (1 << 20) + "</think>"  # 2 MiB, and 6 MiB as escapes
        for client in self.each(self.url):
            verdicts = client.score_group(address, [filler + answer(right)] * 3)
            self.assertEqual([v.reward for v in verdicts], [1.0] * 3)

    def test_text_that_python_writes_in_its_own_way(self):
        (address, right), *_ = self.known()
        for client in self.each(self.url):
            for odd in ("\ud83d", "\udc80 \ud800", "\u0000", "\x1b[0m", "\u2028", "🙂"):
                verdict = client.score(address, f"<think>{odd}</think>{odd}<answer>{right}</answer>")
                self.assertEqual((verdict.status, verdict.reward), ("ok", 1.0), odd)
            verdict = client.score(address, f"<answer>{right}\u0000</answer>")
            self.assertEqual((verdict.status, verdict.reward), ("ok", 0.0))

    def test_large_seeds_stay_what_they_are(self):
        for client in self.each(self.url):
            for seed in (2**53 + 1, 2**62 + 1, 2**63 - 1):
                instance = next(client.instances("sum", level=2, seed=seed, count=1, answers=True))
                self.assertEqual(instance.seed, seed)
                verdict = client.score(env=instance.env, level=2, seed=seed,
                                       response=answer(instance.answer))
                self.assertEqual((verdict.instance, verdict.reward), (instance.instance, 1.0))

    def test_failures_are_verdicts_with_their_fault(self):
        (address, _), *_ = self.known("trouble")
        faults = {"loop": ("timeout", "response"), "crash": ("crash", "response"),
                  "nan": ("invalid_score", "environment"), "system": ("forbidden", "environment")}
        for client in self.each(self.url):
            for text, (status, fault) in faults.items():
                verdict = client.score(address, answer(text))
                self.assertEqual((verdict.status, verdict.reward, verdict.fault), (status, None, fault))
                zero = client.reward(address, answer(text), on_error="nan")
                masked = client.reward(address, answer(text), on_error=-3, on_response_fault="mask")
                self.assertEqual(masked, -3.0)
                if fault == "response":
                    self.assertEqual(zero, 0.0)
                else:
                    self.assertTrue(math.isnan(zero))
                    with self.assertRaises(resynd.MeasurementError):
                        client.reward(address, answer(text))

    def test_a_deadline_is_kept_and_told_to_the_server(self):
        (address, right), *_ = self.known("slow")
        items = unlike(address, right, 60)
        for client in self.each(self.url):
            began = time.monotonic()
            verdicts = client.score_batch(items, deadline=0.4)
            self.assertLess(time.monotonic() - began, 1.5)
            self.assertEqual({v.status for v in verdicts if not v.ok}, {"deadline"})
            self.assertTrue(any(not v.ok for v in verdicts))
            for verdict in verdicts:
                self.assertEqual(verdict.reward, 1.0 if verdict.ok else None)
            for bad in (0, -1, float("nan"), 601):
                self.assertRaises(ValueError, client.score, address, "x", deadline=bad)

    def test_settings_that_are_wrong_are_said_at_once(self):
        for url in ("https://h", "h:1", "http://h/v1", "unix:relative", "http://", "ftp://x"):
            with self.subTest(url=url), self.assertRaises(ValueError):
                resynd.Client(url)
        for settings in ({"deadline": 0}, {"connections": 0}, {"on_error": "zero"},
                         {"on_response_fault": "none"}, {"token": "a\nb"}):
            with self.subTest(settings=settings), self.assertRaises(ValueError):
                resynd.AsyncClient(self.url, **settings)
        with self.assertRaises(TypeError):
            resynd.Client(self.url, dead_line=3)
        self.assertNotIn("secret", repr(resynd.Client(self.url, token="secret").settings))


class Coalesced(ServedCase):
    def counted(self):
        """How many requests for scores there have been, and how many verdicts."""
        with self.daemon.client() as plain:
            text = plain.get("/metrics").body.decode()
        verdicts = requests = 0
        for sample in text.splitlines():
            if sample.startswith("resynd_verdicts_total"):
                verdicts += float(sample.split()[-1])
            if sample.startswith("resynd_http_requests_total") and "batch" in sample:
                requests += float(sample.split()[-1])
        return requests, verdicts

    def test_awaits_at_the_same_time_share_requests(self):
        items, rewards = self.items(1000)

        async def main():
            async with resynd.AsyncClient(self.url) as client:
                return await asyncio.gather(*[client.score(**item) for item in items])

        before = self.counted()
        verdicts = asyncio.run(main())
        after = self.counted()
        self.assertEqual([v.id for v in verdicts], list(range(1000)))
        self.assertEqual([v.reward for v in verdicts], rewards)
        self.assertEqual(after[1] - before[1], 1000)
        self.assertIn(after[0] - before[0], range(1000 // 64, 1000 // 64 + 4))

    def test_a_slow_neighbour_delays_nobody(self):
        (slow, right), *_ = self.known("slow")
        (quick, sum_right), *_ = self.known()

        async def main():
            async with resynd.AsyncClient(self.url, connections=1) as client:
                await client.score(quick, "warm")
                late = [asyncio.ensure_future(client.score(slow, answer(right))) for _ in range(40)]
                began = time.monotonic()
                verdict = await client.score(quick, answer(sum_right))
                took, waiting = time.monotonic() - began, sum(not each.done() for each in late)
                return verdict, took, waiting, await asyncio.gather(*late)

        verdict, took, waiting, late = asyncio.run(main())
        self.assertEqual(verdict.reward, 1.0)
        self.assertGreater(waiting, 20, f"after {took} s")
        self.assertEqual({v.reward for v in late}, {1.0})

    def test_one_await_alone_does_not_wait_for_others(self):
        (address, right), *_ = self.known()

        async def main():
            async with resynd.AsyncClient(self.url) as client:
                began = time.monotonic()
                for _ in range(50):
                    self.assertEqual((await client.score(address, answer(right))).reward, 1.0)
                return (time.monotonic() - began) / 50

        self.assertLess(asyncio.run(main()), 0.05)

    def test_deadlines_of_their_own(self):
        (slow, right), *_ = self.known("slow")

        async def main():
            async with resynd.AsyncClient(self.url) as client:
                return await asyncio.gather(
                    *[client.score(**item, deadline=0.15) for item in unlike(slow, right, 30)],
                    *[client.score(slow, answer(right), deadline=30) for _ in range(4)])

        verdicts = asyncio.run(main())
        self.assertIn("deadline", {v.status for v in verdicts[:30]})
        self.assertEqual({v.reward for v in verdicts[30:]}, {1.0})


class OverUnix(unittest.TestCase):
    def test_both_clients(self):
        with tempfile.TemporaryDirectory() as folder:
            url = f"unix:{Path(folder) / 'resynd.sock'}"
            with Daemon(OWN, listen=url), resynd.Client(url) as client:
                instances = list(client.instances("sum", level=1, count=200, answers=True))
                items = [{"instance": i.instance, "response": answer(i.answer)} for i in instances]
                self.assertEqual(client.rewards(items), [1.0] * 200)
                self.assertEqual(client.reward(**items[0]), 1.0)

                async def main():
                    async with resynd.AsyncClient(url) as other:
                        return await asyncio.gather(*[other.reward(**item) for item in items])

                self.assertEqual(asyncio.run(main()), [1.0] * 200)


if __name__ == "__main__":
    unittest.main()
