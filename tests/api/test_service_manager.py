# SPDX-License-Identifier: Apache-2.0
"""Life under a service manager: sockets that it passes, what it is told, an upgrade that refuses nobody,
and a stop that leaves the server reachable for a while."""

import contextlib
import fcntl
import os
import signal
import socket
import tempfile
import threading
import time
import unittest
from http.client import HTTPException
from pathlib import Path

from cases import OWN, answer, eventually, right_sum
from client import Client
from daemon import Daemon

# What systemd sets for the process that it starts, whose number is known only there.
PASS = ["sh", "-c", 'export LISTEN_PID=$$ WATCHDOG_PID=$$; exec "$@"', "sh"]


class Manager:
    """As much of systemd as resynd sees of it: listening sockets and a socket to be told things on."""

    def __init__(self, sockets=(), names=(), watchdog_us=0):
        self.folder = tempfile.TemporaryDirectory(prefix="resynd-manager-")
        self.path = Path(self.folder.name) / "notify"
        self.ear = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.ear.bind(str(self.path))
        self.ear.settimeout(20)
        self.sockets, self.names, self.watchdog_us = sockets, names, watchdog_us

    def close(self):
        self.ear.close()
        self.folder.cleanup()

    def daemon(self, listen=(), options=()):
        """A Daemon that this manager starts. The sockets are handed on from 3 on."""
        variables = [f"NOTIFY_SOCKET={self.path}"]
        moves = []
        if self.sockets:
            variables += [f"LISTEN_FDS={len(self.sockets)}", f"LISTEN_FDNAMES={':'.join(self.names)}"]
            moves = [f"{3 + i}<&{s.fileno()}" for i, s in enumerate(self.sockets)]
        if self.watchdog_us:
            variables += [f"WATCHDOG_USEC={self.watchdog_us}"]
        shift = ["bash", "-c", f'exec "$@" {" ".join(moves)}', "bash"] if moves else []
        return Daemon(OWN, options, listen, ["env", *variables, *shift, *PASS],
                      passes=[s.fileno() for s in self.sockets])

    def hear(self, wanted, seconds=20):
        """The assignments of the next message that holds `wanted`; others are passed over."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            told = self.ear.recv(4096).decode().split("\n")
            if wanted in told:
                return told
        raise AssertionError(f"{wanted} has not been said")


def passable(family, kind=socket.SOCK_STREAM):
    """A socket whose number is none of those that it may get in the daemon."""
    with socket.socket(family, kind) as made:
        return socket.socket(fileno=fcntl.fcntl(made.fileno(), fcntl.F_DUPFD_CLOEXEC, 100))


def listening(family=socket.AF_INET, address=("127.0.0.1", 0)):
    made = passable(family)
    made.bind(address)
    made.listen(1024)
    return made


class Crowd:
    """Threads that score without a pause, each request on a connection of its own or all on one."""

    def __init__(self, url, item, right, threads=4):
        self.url, self.item, self.right = url, item, right
        self.done, self.troubles, self.longest = 0, [], 0.0
        self.over = threading.Event()
        self.threads = [threading.Thread(target=self.work, args=(i % 2,)) for i in range(threads)]
        for thread in self.threads:
            thread.start()

    def work(self, keeps):
        client = Client(self.url, 60)
        while not self.over.is_set():
            began = time.monotonic()
            try:
                got = client.post("/v1/score", self.item)
                if got.status != 200 or got.json()["reward"] != 1:
                    self.troubles.append(got)
            except (OSError, HTTPException) as trouble:
                self.troubles.append(trouble)
            self.longest = max(self.longest, time.monotonic() - began)
            self.done += 1
            if not keeps:
                client.close()
        client.close()

    def end(self):
        self.over.set()
        for thread in self.threads:
            thread.join()


class ServiceManager(unittest.TestCase):
    def manage(self, *sockets, **options):
        manager = Manager(sockets, **options)
        self.addCleanup(manager.close)
        for passed in sockets:
            self.addCleanup(passed.close)
        return manager

    def score_one(self, url):
        with Client(url) as client:
            address, right = right_sum(client)
            return client.score(instance=address, response=answer(right))["reward"]

    def test_sockets_that_are_passed_are_served(self):
        with tempfile.TemporaryDirectory() as folder:
            path = f"{folder}/resynd.sock"
            manager = self.manage(listening(), listening(socket.AF_UNIX, path), names=("http", "local"))
            with manager.daemon() as daemon:
                port = manager.sockets[0].getsockname()[1]
                self.assertEqual(daemon.urls, [f"http://127.0.0.1:{port}", f"unix:{path}"])
                for url in daemon.urls:
                    self.assertEqual(self.score_one(url), 1)
            self.assertTrue(os.path.exists(path), "the manager's file was taken away")

    def test_a_socket_that_is_none_to_listen_on_is_named(self):
        datagrams = passable(socket.AF_INET, socket.SOCK_DGRAM)
        manager = self.manage(listening(), datagrams, names=("http", "strange"))
        daemon = manager.daemon()
        self.assertRaises(AssertionError, daemon.start)
        self.assertIn("descriptor 4 (strange)", daemon.log())

    def test_sockets_for_another_process_are_left_alone(self):
        daemon = Daemon(OWN, wrapper=["env", "LISTEN_FDS=1", "LISTEN_PID=1"])
        with daemon:
            self.assertEqual(self.score_one(daemon.url), 1)

    def test_it_is_told_of_each_step(self):
        manager = self.manage(watchdog_us=400000)
        daemon = manager.daemon("127.0.0.1:0").start()
        self.addCleanup(daemon.discard)
        manager.hear("READY=1")
        manager.hear("WATCHDOG=1", 2)
        daemon.process.send_signal(signal.SIGHUP)
        told = manager.hear("RELOADING=1")
        self.assertTrue(told[1].startswith("MONOTONIC_USEC="), told)
        manager.hear("READY=1")
        self.assertEqual(self.score_one(daemon.url), 1)
        daemon.stop()
        manager.hear("STOPPING=1")
        self.assertNotIn("level=error", daemon.log())

    def test_an_upgrade_refuses_nobody(self):
        manager = self.manage(listening(), names=("http",))
        old = manager.daemon().start()
        self.addCleanup(old.discard)
        with old.client() as client:
            address, right = right_sum(client)
        crowd = Crowd(old.url, {"instance": address, "response": answer(right)}, right)
        self.addCleanup(crowd.end)
        for _ in range(2):
            time.sleep(0.5)
            served = crowd.done
            old.stop()
            old = manager.daemon().start()
            self.addCleanup(old.discard)
            self.assertGreater(served, 20)
            self.assertTrue(eventually(lambda: crowd.done > served + 50), "nobody is served any more")
        crowd.end()
        self.assertEqual(crowd.troubles[:3], [])
        self.assertLess(crowd.longest, 20)
        old.stop()


class DrainWait(unittest.TestCase):
    def test_it_stays_reachable_and_takes_no_new_work(self):
        daemon = Daemon(OWN, ["--drain-wait", "2"]).start()
        self.addCleanup(daemon.discard)
        with daemon.client() as client:
            address, right = right_sum(client)
            item = {"instance": address, "response": answer(right)}
            began = time.monotonic()
            daemon.process.send_signal(signal.SIGTERM)
            self.assertTrue(eventually(lambda: client.get("/readyz").status == 503, 1))
            time.sleep(0.5)  # each thread notices in its own time
            while time.monotonic() - began < 1.8:
                self.assertEqual(client.get("/healthz").status, 200)
                got = client.post("/v1/score", item)
                self.assertEqual((got.status, got.json()["error"]["code"]), (503, "stopping"))
                self.assertIn("retry-after", got.headers)
                time.sleep(0.05)
        self.assertEqual(daemon.process.wait(20), 0, daemon.tail())
        self.assertGreaterEqual(time.monotonic() - began, 2)

    def test_what_is_in_flight_is_waited_for_longer(self):
        daemon = Daemon(OWN, ["--drain-wait", "1"]).start()
        self.addCleanup(daemon.discard)
        replies = []
        with daemon.client() as client:
            address, right = right_sum(client, "slow")
        items = [{"instance": address, "response": answer(right)}] * 30

        def work():
            with daemon.client() as client, contextlib.suppress(OSError):
                replies.append(client.batch(items))

        thread = threading.Thread(target=work)
        thread.start()
        time.sleep(0.3)
        self.assertEqual(daemon.end(), 0, daemon.tail())
        thread.join()
        self.assertEqual([r["reward"] for r in replies[0].json()["results"]], [1] * 30)


if __name__ == "__main__":
    unittest.main()
