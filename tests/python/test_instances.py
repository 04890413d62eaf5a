# SPDX-License-Identifier: Apache-2.0
"""Instances: one after the other over pages, from where a checkpoint left off, and as a data set."""

import io
import pickle
import time
import unittest
from unittest import mock

from fake_server import FakeServer, error, plain
from served import VERIFIERS, ClientCase, ServedCase

import resynd
from resynd._progress import Progress


class Instances(ServedCase):
    environments = VERIFIERS

    def names(self, rows):
        return [row.instance for row in rows]

    def test_consecutive_seeds_over_pages(self):
        for client in self.each(self.url):
            rows = list(client.instances("n_queens", 2, seed=2**62 + 1, count=25, page=7))
            self.assertEqual([row.seed for row in rows], [2**62 + 1 + i for i in range(25)])
            self.assertEqual({(row.level, row.status) for row in rows}, {(2, "ok")})
            self.assertTrue(all(row.question and len(row.digest) == 64 for row in rows))
            self.assertIsNone(rows[0].answer)
            self.assertEqual(list(client.instances("n_queens", 2, count=0)), [])

    def test_without_a_count_there_is_no_end(self):
        for client in self.each(self.url):
            rows = client.instances("n_queens", 1, page=5)
            self.assertEqual([next(rows).seed for _ in range(23)], list(range(23)))

    def test_seeds_run_out(self):
        for client in self.each(self.url):
            rows = list(client.instances("n_queens", 1, seed=2**63 - 4, page=3))
            self.assertEqual([row.seed for row in rows], [2**63 - 4 + i for i in range(4)])

    def test_a_mix_and_its_splits(self):
        for client in self.each(self.url):
            mix = ["countdown", {"env": "n_queens", "levels": [2, 3], "weight": 3}]
            rows = list(client.instances(mix=mix, split="train", count=60))
            self.assertEqual({row.env.split("@")[0] for row in rows}, {"countdown", "n_queens"})
            self.assertTrue(all(row.seed < 2**62 for row in rows))
            held_out = list(client.instances(mix=["*"], split="held_out", count=40))
            self.assertTrue(all(row.seed >= 2**62 for row in held_out))
            self.assertGreater(len({row.env for row in held_out}), 3)

    def test_the_instruction_for_the_answer_s_form(self):
        for client in self.each(self.url):
            row = next(client.instances("n_queens", 1, format="boxed", answers=True))
            self.assertIn("boxed", row.messages[-1]["content"])
            verdict = client.score(row.instance, f"\\boxed{{{row.answer}}}")
            self.assertEqual(verdict.reward, 1.0)

    def test_a_state_goes_on_with_the_next_instance(self):
        request = {"mix": ["*"], "split": "train", "count": 40, "page": 9}
        for client in self.each(self.url):
            whole = self.names(client.instances(**request))
            for stop in (0, 1, 8, 9, 10, 27, 39, 40):
                rows = client.instances(**request)
                begun = [next(rows).instance for _ in range(stop)]
                state = rows.state
                rest = client.instances(**request, state=state)
                self.assertEqual(rest.state, state)
                self.assertEqual(begun + self.names(rest), whole, stop)

    def test_a_state_of_a_state(self):
        request = {"env": "n_queens", "level": 1, "count": 20, "page": 6}
        for client in self.each(self.url):
            whole, found, state = self.names(client.instances(**request)), [], None
            while len(found) < 20:
                rows = client.instances(**request, state=state)
                found += [next(rows).instance for _ in range(min(4, 20 - len(found)))]
                state = rows.state
            self.assertEqual(found, whole)
            self.assertEqual(self.names(client.instances(**request, state=state)), [])

    def test_distinct_over_pages_and_to_the_end(self):
        """Of few questions, every one once: not again on each page, and not for ever."""
        for client in self.each(self.url):
            rows = list(client.instances("knights_and_knaves", 1, distinct=True, page=50, count=400))
            questions = [row.question for row in rows]
            self.assertEqual(len(set(questions)), len(questions))
            self.assertGreater(len(questions), 40)

    def test_a_data_set(self):
        for client in self.each(self.url):
            data = client.dataset("n_queens", 1, count=30, format="answer")
            self.assertEqual((len(data), data[-1].seed, data[3:5][1].seed), (30, 29, 4))
            self.assertEqual([row.seed for row in data], list(range(30)))
            again = pickle.loads(pickle.dumps(data))
            self.assertEqual(list(again), list(data))
            row = data.rows()[2]
            self.assertEqual(row["instance"], data[2].instance)
            self.assertEqual(row["prompt"][-1]["role"], "user")
            self.assertRaises(IndexError, data.__getitem__, 30)

    def test_a_system_prompt(self):
        for client in self.each(self.url):
            [row] = client.dataset("n_queens", 1, count=1, system="think")
            self.assertEqual([message["role"] for message in row.messages], ["system", "user"])
            self.assertIn("<think>", row.messages[0]["content"])
            self.assertEqual(row.messages[1]["content"], row.question)

    def test_resolve(self):
        for client in self.each(self.url):
            rows = list(client.instances("n_queens", 1, count=3))
            known = client.resolve([row.instance for row in rows] + ["n_queens@000000000000:1:1"])
            self.assertEqual([row.digest for row in known[:3]], [row.digest for row in rows])
            self.assertEqual((known[3].status, known[3].question), ("unknown_version", None))

    def test_what_the_server_refuses_is_raised(self):
        for client in self.each(self.url):
            with self.assertRaises(resynd.RequestError) as caught:
                next(client.instances("no_such_environment", 1))
            self.assertEqual(caught.exception.status, 404)
            self.assertTrue(caught.exception.request_id)
            for request in ({"seed": 1.0}, {"level": "2"}, {"count": -1}, {"page": 5000},
                            {"state": "nonsense"}, {"seed": 2**63}):
                with self.assertRaises((TypeError, ValueError)):
                    client.instances("n_queens", **request)


class EndlessCase(ClientCase):
    def test_questions_that_are_all_known_are_the_end(self):
        """A server that finds a full page each time, of the same ten questions."""
        def script(request):
            found = [{"instance": f"e@000000000000:1:{i}", "status": "ok",
                      "question": f"{i % 10}?", "digest": str(i)} for i in range(20)]
            return [plain(200, {"instances": found, "cursor": "c", "complete": True})]

        with FakeServer(script) as server:
            for client in self.each(server.url):
                rows = list(client.instances("e", 1, distinct=True, page=20))
                self.assertEqual(len(rows), 10)

    def test_a_cursor_that_has_become_another_mix_s(self):
        with FakeServer(lambda _: [error(409, "cursor_mismatch")]) as server:
            for client in self.each(server.url):
                with self.assertRaises(resynd.RequestError) as caught:
                    next(client.instances("e", 1))
                self.assertEqual(caught.exception.code, "cursor_mismatch")


class Terminal(io.StringIO):
    def isatty(self):
        return True


class Bars(unittest.TestCase):
    def shown(self, stream, shown=None, seconds=0.05):
        with mock.patch("sys.stderr", stream), mock.patch("resynd._progress.QUIET_SECONDS", 0.01):
            with Progress(4, "scored", shown) as progress:
                for _ in range(4):
                    time.sleep(seconds / 4)
                    progress(1)
        return stream.getvalue()

    def test_only_where_somebody_looks(self):
        self.assertIn("4/4", self.shown(Terminal()))
        self.assertTrue(self.shown(Terminal()).endswith("\n"))
        self.assertEqual(self.shown(io.StringIO()), "")
        self.assertEqual(self.shown(Terminal(), shown=False), "")
        self.assertIn("4/4", self.shown(io.StringIO(), shown=True))

    def test_short_work_says_nothing(self):
        self.assertEqual(self.shown(Terminal(), seconds=0), "")


if __name__ == "__main__":
    unittest.main()
