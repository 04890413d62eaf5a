# SPDX-License-Identifier: Apache-2.0
"""One client in many threads, loops and processes; before and after a fork; pickled; given up."""

import asyncio
import gc
import multiprocessing
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
import unittest
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

from fake_server import END, FakeServer, good, head, line, row, wait
from served import ServedCase, answer, eventually, unlike

import resynd

CHILD_SECONDS = 20


def in_child(work):
    """Forks; the child's exit status says whether `work` returned true. No child outlives its time."""
    pid = os.fork()
    if pid == 0:
        signal.alarm(CHILD_SECONDS)
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        status = 1
        try:
            status = 0 if work() else 2
        finally:
            os._exit(status)
    return os.waitpid(pid, 0)[1]


def reward_in_a_process(client, item):
    return client.reward(**item)


class Processes(ServedCase):
    def setUp(self):
        self.some, self.rewards = self.items(64)

    def judge(self, client):
        return client.rewards(self.some) == self.rewards

    def test_threads_share_a_client(self):
        with resynd.Client(self.url, connections=4) as client, ThreadPoolExecutor(32) as threads:
            found = list(threads.map(lambda item: client.reward(**item), self.some * 5))
            batches = list(threads.map(lambda _: client.rewards(self.some * 20), range(12)))
        self.assertEqual(found, self.rewards * 5)
        self.assertEqual(batches, [self.rewards * 20] * 12)

    def test_after_a_fork_both_go_on(self):
        with resynd.Client(self.url) as client:
            self.assertTrue(self.judge(client))
            for _ in range(3):
                self.assertEqual(in_child(lambda: self.judge(client)), 0)
                self.assertTrue(self.judge(client))

    def test_a_fork_while_other_threads_are_at_it(self):
        with resynd.Client(self.url, connections=2) as client, ThreadPoolExecutor(8) as threads:
            ending = threading.Event()

            def keep_on():
                good = 0
                while not ending.is_set():
                    good += self.judge(client)
                return good

            busy = [threads.submit(keep_on) for _ in range(8)]
            time.sleep(0.05)
            statuses = [in_child(lambda: self.judge(client)) for _ in range(10)]
            ending.set()
            self.assertEqual(statuses, [0] * 10)
            self.assertTrue(all(each.result(CHILD_SECONDS) for each in busy))

    def test_an_asynchronous_client_after_a_fork(self):
        client = resynd.AsyncClient(self.url)

        async def judge():
            found = await asyncio.gather(*[client.reward(**item) for item in self.some])
            return found == self.rewards

        # A process that runs a loop and forks must let its child make a loop of its own.
        def outside():
            asyncio._set_running_loop(None)
            return asyncio.run(judge())

        async def fork_in_a_loop():
            await judge()
            status = in_child(outside)
            good = await judge()
            await client.close()
            return status, good

        self.assertTrue(asyncio.run(judge()))
        self.assertEqual(in_child(lambda: asyncio.run(judge())), 0)
        self.assertEqual(asyncio.run(fork_in_a_loop()), (0, True))

    def test_one_asynchronous_client_in_many_loops(self):
        client = resynd.AsyncClient(self.url)

        async def judge():
            found = await asyncio.gather(*[client.reward(**item) for item in self.some])
            await client.close()
            return found == self.rewards

        for _ in range(3):
            self.assertTrue(asyncio.run(judge()))
        with ThreadPoolExecutor(8) as threads:
            self.assertEqual(list(threads.map(lambda _: asyncio.run(judge()), range(16))), [True] * 16)
        self.assertLess(len(client._desks._desks), 12, "desks of loops that have ended stay")

    def test_pickled_it_connects_anew(self):
        client = resynd.Client(self.url, deadline=7, on_error="none", token="t")
        self.assertTrue(self.judge(client))
        other = pickle.loads(pickle.dumps(client))
        self.assertEqual(other.settings, client.settings)
        self.assertTrue(self.judge(other))
        self.assertIsNot(other._pool, client._pool)

        coroutines = pickle.loads(pickle.dumps(resynd.AsyncClient(self.url)))

        async def judge():
            async with coroutines:
                return await coroutines.rewards(self.some)

        self.assertEqual(asyncio.run(judge()), self.rewards)

    def test_pools_of_processes(self):
        client = resynd.Client(self.url)
        for method in ("fork", "spawn"):
            context = multiprocessing.get_context(method)
            with ProcessPoolExecutor(2, mp_context=context) as pool:
                found = list(pool.map(reward_in_a_process, [client] * 64, self.some))
            self.assertEqual(found, self.rewards)

    def test_an_error_comes_back_from_a_process(self):
        client = resynd.Client(self.url)
        bad = {"instance": "sum@000000000000:1:1", "response": ""}
        with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("fork")) as pool:
            with self.assertRaises(resynd.MeasurementError) as caught:
                pool.submit(reward_in_a_process, client, bad).result(CHILD_SECONDS)
        self.assertEqual(caught.exception.verdict.status, "unknown_version")


class Crowds(ServedCase):
    """Many threads with single scores, which go together."""

    def setUp(self):
        self.some, self.rewards = self.items(256)

    def scores(self, client, items):
        with ThreadPoolExecutor(64) as threads:
            return list(threads.map(lambda item: client.score(**item), items))

    def rooms(self):
        return [thread for thread in threading.enumerate() if thread.name == "resynd"]

    def test_each_thread_gets_its_own_verdict(self):
        with resynd.Client(self.url) as client:
            verdicts = self.scores(client, self.some * 4)
            self.assertEqual([v.id for v in verdicts], [item["id"] for item in self.some] * 4)
            self.assertEqual([v.reward for v in verdicts], self.rewards * 4)
            self.assertEqual(len(self.rooms()), 1)
        self.assertEqual(self.rooms(), [])

    def test_few_threads_need_no_other(self):
        with resynd.Client(self.url) as client, ThreadPoolExecutor(4) as threads:
            list(threads.map(lambda item: client.score(**item), self.some))
            self.assertEqual(self.rooms(), [])

    def test_after_a_fork_and_when_pickled(self):
        with resynd.Client(self.url) as client:
            def judge():
                return [v.reward for v in self.scores(client, self.some)] == self.rewards

            self.assertTrue(judge())
            self.assertEqual([in_child(judge) for _ in range(3)], [0] * 3)
            self.assertTrue(judge())
            other = pickle.loads(pickle.dumps(client))
            self.assertEqual([v.reward for v in self.scores(other, self.some)], self.rewards)
            other.close()

    def test_deadlines(self):
        (slow, right), *_ = self.known("slow")
        items = unlike(slow, right, 64, deadline=0.3)
        with resynd.Client(self.url) as client:
            began = time.monotonic()
            verdicts = self.scores(client, items)
            self.assertLess(time.monotonic() - began, 1.5)
        self.assertIn("deadline", {v.status for v in verdicts})
        self.assertEqual({v.reward for v in verdicts if not v.ok}, {None})

    def test_closing_leaves_nobody_waiting(self):
        (slow, right), *_ = self.known("slow")
        items = unlike(slow, right, 80)
        client = resynd.Client(self.url)
        closing = threading.Timer(0.2, client.close)
        closing.start()
        verdicts = self.scores(client, items)
        closing.join()
        self.assertEqual(len(verdicts), 80)
        self.assertEqual({v.status for v in verdicts}, {"ok", "internal"})
        client.close()
        self.assertEqual(self.rooms(), [])

    def test_a_forgotten_client_leaves_no_thread(self):
        client = resynd.Client(self.url)
        self.scores(client, self.some)
        self.assertEqual(len(self.rooms()), 1)
        del client
        gc.collect()
        self.assertTrue(eventually(lambda: not self.rooms(), 5))

    def test_a_process_ends_with_its_room_open(self):
        code = ("import resynd, sys\nfrom concurrent.futures import ThreadPoolExecutor\n"
                "client = resynd.Client(sys.argv[1])\n"
                "with ThreadPoolExecutor(64) as threads:\n"
                "    found = list(threads.map(lambda _: client.score('x', 'y').status, range(500)))\n"
                "print(set(found))\n")
        done = subprocess.run([sys.executable, "-W", "error", "-c", code, self.url], capture_output=True,
                              text=True, timeout=CHILD_SECONDS)
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "{'bad_request'}\n", ""))


class GivenUp(ServedCase):
    def queued(self):
        with self.daemon.client() as plain:
            text = plain.get("/metrics").body.decode()
        return sum(float(sample.split()[-1]) for sample in text.splitlines()
                   if sample.startswith(("resynd_queue_jobs", "resynd_jobs_in_flight")))

    def test_what_nobody_awaits_is_taken_from_the_server(self):
        (slow, right), *_ = self.known("slow")

        async def main():
            async with resynd.AsyncClient(self.url) as client:
                tasks = [asyncio.ensure_future(client.score(slow, answer(str(n)))) for n in range(400)]
                await asyncio.sleep(0.2)
                for task in tasks:
                    task.cancel()
                ended = await asyncio.gather(*tasks, return_exceptions=True)
                gone = await asyncio.get_running_loop().run_in_executor(
                    None, lambda: eventually(lambda: self.queued() <= 2, 1.5))
                return ended, gone, (await client.score(slow, answer(right))).reward

        ended, gone, reward = asyncio.run(main())
        self.assertGreater(sum(isinstance(each, asyncio.CancelledError) for each in ended), 300)
        self.assertTrue(gone, "the server goes on with what nobody waits for")
        self.assertEqual(reward, 1.0)

    def test_one_who_leaves_takes_nobody_along(self):
        known = self.known("slow")

        async def main():
            async with resynd.AsyncClient(self.url) as client:
                tasks = [asyncio.ensure_future(client.score(a, answer(r))) for a, r in known[:6]]
                await asyncio.sleep(0.01)
                tasks[2].cancel()
                return await asyncio.gather(*tasks, return_exceptions=True)

        ended = asyncio.run(main())
        self.assertIsInstance(ended[2], asyncio.CancelledError)
        self.assertEqual([v.reward for i, v in enumerate(ended) if i != 2], [1.0] * 5)

    def test_closing_leaves_nobody_waiting(self):
        (slow, right), *_ = self.known("slow")

        async def main():
            client = resynd.AsyncClient(self.url)
            sent = [asyncio.ensure_future(client.score(**item)) for item in unlike(slow, right, 100)]
            await asyncio.sleep(0.1)
            pending = [asyncio.ensure_future(client.score(slow, answer(right))) for _ in range(3)]
            await asyncio.sleep(0)
            await client.close()
            return await asyncio.wait_for(asyncio.gather(*sent, *pending), 2)

        verdicts = asyncio.run(main())
        self.assertEqual(len(verdicts), 103)
        for verdict in verdicts:
            self.assertEqual(verdict.reward, 1.0 if verdict.ok else None)
        self.assertEqual(verdicts[-1].status, "internal")

    def test_a_batch_that_is_cancelled(self):
        (slow, right), *_ = self.known("slow")

        async def main():
            async with resynd.AsyncClient(self.url) as client:
                many = client.score_group(slow, [item["response"] for item in unlike(slow, right, 300)])
                with self.assertRaises(asyncio.TimeoutError):
                    await asyncio.wait_for(many, 0.2)
                self.assertFalse(client._desks.here()._tasks, "its tasks go on")

        asyncio.run(main())

    def test_ctrl_c_in_a_batch_gives_the_connections_back(self):
        with FakeServer(lambda request: [head(), line(row(0)), wait(0.4), END]) as server:
            client = resynd.Client(server.url, connections=1)
            signal.signal(signal.SIGUSR1, lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
            self.addCleanup(signal.signal, signal.SIGUSR1, signal.SIG_DFL)
            threading.Timer(0.1, os.kill, (os.getpid(), signal.SIGUSR1)).start()
            items = [{"instance": "e@000000000000:1:1", "response": ""}] * 2
            self.assertRaises(KeyboardInterrupt, client.score_batch, items)
            server.script = good
            self.assertEqual([v.reward for v in client.score_batch(items, deadline=5)], [1.0, 1.0])

    def test_nothing_is_left_open(self):
        (address, right), *_ = self.known()

        def sockets():
            return sum(os.readlink(f"/proc/self/fd/{fd}").startswith("socket:")
                       for fd in os.listdir("/proc/self/fd") if os.path.lexists(f"/proc/self/fd/{fd}"))

        before = sockets()
        for _ in range(20):
            client = resynd.Client(self.url)
            client.score(address, answer(right))
            del client

            async def main():
                other = resynd.AsyncClient(self.url)
                await other.score(address, answer(right))  # and nobody closes it

            asyncio.run(main())
        gc.collect()
        self.assertLessEqual(sockets(), before)


if __name__ == "__main__":
    unittest.main()
