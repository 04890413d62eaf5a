# SPDX-License-Identifier: Apache-2.0
"""test_supervisor.py RESYND ACTOR STORE COMPILER WORKER [PATTERN]: the real resynd with a front that
does as it is told. Speaks TAP."""

import os
import signal
import time
import unittest

import tap
from stage import HERE, PATIENCE, SANITIZED, Orders, Stage, alive

DONE, REFUSED, TIME, MEMORY, CRASHED, BAD_IMAGE, FAILED = range(7)  # enum compile_end
EXITED, SIGNALLED, CPU, WALL, IDLE, ASKED, UNBORN = range(7)  # enum death


class Processes(unittest.TestCase):
    def test_children_have_an_empty_environment_and_no_stray_descriptors(self):
        with Stage() as stage:
            for name in ("resynd-store", "resynd-front"):
                pid = stage.child(name)
                with open(f"/proc/{pid}/environ", "rb") as environment:
                    names = {entry.split(b"=")[0] for entry in environment.read().split(b"\0")}
                self.assertLessEqual(names, {b"", b"ASAN_OPTIONS", b"UBSAN_OPTIONS",
                                             b"LSAN_OPTIONS"})
                self.assertEqual(os.readlink(f"/proc/{pid}/fd/0"), "/dev/null")
                self.assertIn("socket:", os.readlink(f"/proc/{pid}/fd/3"))
                status = open(f"/proc/{pid}/status").read()
                self.assertIn("NoNewPrivs:\t1", status)

    def test_the_front_gets_a_channel_to_the_store(self):
        with Stage() as stage:
            (stage.environments / "alpha.c").write_text("int alpha;\n")
            with stage.connect() as orders:
                orders.expect("STORE_CHANNEL")
                orders.expect("STORE_ENTRY name=alpha")
                orders.expect("STORE_SYNCED")

    def test_a_store_that_dies_is_started_again_and_introduced(self):
        with Stage() as stage:
            (stage.environments / "alpha.c").write_text("int alpha;\n")
            with stage.connect() as orders:
                orders.expect("STORE_ENTRY name=alpha")
                orders.expect("STORE_SYNCED")
                os.kill(stage.child("resynd-store"), signal.SIGKILL)
                orders.expect("STORE LOST")
                orders.expect("STORE_CHANNEL")
                orders.expect("STORE_ENTRY name=alpha")
                orders.expect("STORE_SYNCED")

    def test_starts_are_delayed_more_and_more(self):
        with Stage() as stage:
            began = time.monotonic()
            for _ in range(5):
                pid = stage.child("resynd-store")
                os.kill(pid, signal.SIGKILL)
                stage.wait_until(lambda pid=pid: pid not in stage.children())
            stage.child("resynd-store")
            self.assertGreater(time.monotonic() - began, 0.05 + 0.1 + 0.2 + 0.4 + 0.8)

    def test_all_die_with_a_supervisor_that_is_killed(self):
        with Stage() as stage:
            with stage.connect() as orders:
                orders.compile(1)
                orders.spawn(1, 1)
                pids = list(stage.children())
                self.assertEqual(len(pids), 3)
                stage.process.kill()
                stage.process.wait()
                stage.wait_until(lambda: not [pid for pid in pids if alive(pid)])


class FrontDeath(unittest.TestCase):
    def test_its_workers_die_first_and_sockets_keep_clients_waiting(self):
        with Stage() as stage:
            with stage.connect() as orders:
                orders.compile(1)
                workers = [orders.spawn(number, 1) for number in range(1, 6)]
                front = stage.child("resynd-front")
                # No accept can come in between: the front is stopped before it is killed.
                os.kill(front, signal.SIGSTOP)
                with Orders(stage.addresses[0]) as waiting:
                    os.kill(front, signal.SIGKILL)
                    waiting.give("pid")
                    self.assertNotEqual(int(waiting.expect(r"PID (\d+)").group(1)), front)
                self.assertFalse([pid for pid in workers if alive(pid)])

    def test_a_new_front_starts_from_nothing(self):
        with Stage() as stage:
            with stage.connect() as orders:
                orders.compile(1)
                os.kill(stage.child("resynd-front"), signal.SIGKILL)
            with stage.connect() as orders:
                orders.give("spawn 1 1 100")
                self.assertEqual(orders.died(1)[:2], (UNBORN, 2))  # ENOENT: no such image
                self.assertEqual(int(orders.compile(1).group(1)), DONE)
                orders.spawn(1 << 60, 1)

    def test_a_front_that_breaks_the_protocol_is_replaced(self):
        for lie in ("lie", "spawn 7 1 100\nspawn 7 1 100"):
            with self.subTest(lie=lie), Stage() as stage:
                with stage.connect() as orders:
                    orders.compile(1)
                    front = stage.child("resynd-front")
                    orders.give(lie)
                    stage.wait_until(lambda front=front: not alive(front))
                with stage.connect() as orders:
                    orders.give("pid")
                    orders.expect(r"PID \d+")


class Compiling(unittest.TestCase):
    def test_every_request_gets_one_answer(self):
        with Stage() as stage, stage.connect() as orders:
            bad = stage.folder / "bad.c"
            bad.write_text("int verify(\n")
            self.assertEqual(orders.compile(1).groups(), (str(DONE), "1"))
            self.assertEqual(orders.compile(2, bad).groups(), (str(REFUSED), "2"))
            for number in range(10, 40):
                orders.give(f"compile {number} {HERE / 'loops.c'}")
            seen = [int(orders.expect(r"COMPILED image=(\d+) end=0").group(1)) for _ in range(30)]
            self.assertEqual(sorted(seen), list(range(10, 40)))

    def test_no_more_compilers_run_than_cpus_and_one(self):
        with Stage() as stage, stage.connect() as orders:
            for number in range(1, 60):
                orders.give(f"compile {number} {HERE / 'loops.c'}")
            most = 0
            while "COMPILED image=59" not in "\n".join(orders.passed):
                names = list(stage.children().values())
                most = max(most, names.count("resynd-compiler"))
                orders.expect(r"COMPILED ")
            self.assertLessEqual(most, len(os.sched_getaffinity(0)) + 1)

    def test_a_forgotten_image_starts_no_worker(self):
        with Stage() as stage, stage.connect() as orders:
            orders.compile(1)
            orders.give("forget 1")
            orders.give("spawn 1 1 100")
            self.assertEqual(orders.died(1)[:2], (UNBORN, 2))

    def test_forgetting_before_it_is_compiled_answers_all_the_same(self):
        with Stage() as stage, stage.connect() as orders:
            orders.give("\n".join(f"compile {n} {HERE / 'loops.c'}\nforget {n}"
                                  for n in range(1, 11)))
            for _ in range(10):
                end = int(orders.expect(r"COMPILED image=\d+ end=(\d+)").group(1))
                self.assertIn(end, (DONE, FAILED))
            orders.give("forget 99")
            self.assertEqual(int(orders.compile(20).group(1)), DONE)


class Workers(unittest.TestCase):
    def setUp(self):
        self.stage = Stage().start()
        self.addCleanup(self.stage.__exit__, None, None, None)
        self.orders = self.stage.connect()
        self.addCleanup(self.orders.__exit__)
        self.assertEqual(int(self.orders.compile(1).group(1)), DONE)

    def test_one_computes(self):
        self.orders.spawn(1, 1)
        self.orders.give("submit 1 1\nverdict 1")
        self.orders.expect("VERDICT sequence=0 outcome=ok")

    def test_a_loop_is_killed_for_its_cpu_time(self):
        self.orders.spawn(1, 1, cpu_ms=200)
        self.orders.give("submit 1 1\nverdict 1")
        self.orders.expect("VERDICT sequence=0 outcome=ok")
        self.orders.give("submit 1 2")
        death, code, cpu_ms = self.orders.died(1)
        self.assertEqual((death, code), (CPU, signal.SIGKILL))
        self.assertGreaterEqual(cpu_ms, 200)
        self.assertLess(cpu_ms, 600 if not SANITIZED else 3000)

    def test_a_worker_that_does_not_compute_is_killed_by_the_wall_clock(self):
        pid = self.orders.spawn(1, 1, cpu_ms=1)
        self.orders.give("submit 1 1\nverdict 1")
        self.orders.expect("VERDICT sequence=0 outcome=ok")
        os.kill(pid, signal.SIGSTOP)
        began = time.monotonic()
        self.orders.give("submit 1 1")
        self.assertEqual(self.orders.died(1)[:2], (WALL, signal.SIGKILL))
        took = time.monotonic() - began
        self.assertGreater(took, 5.0)  # wall_cap_ms(1)
        self.assertLess(took, 8.0)

    def test_many_short_jobs_are_not_one_long_one(self):
        """More CPU time than the limit in all, no job of which uses it up."""
        self.orders.spawn(1, 1, cpu_ms=2000)
        for _ in range(20):
            self.orders.give("\n".join(["submit 1 1"] * 4 + ["verdict 1"] * 4))
            for _ in range(4):
                self.orders.expect("VERDICT .*outcome=ok")
        self.assertNotIn("DIED", "\n".join(self.orders.passed))

    def test_an_idle_one_lives_whatever_the_time(self):
        self.orders.spawn(1, 1, cpu_ms=1)
        time.sleep(1)
        self.orders.give("submit 1 1\nverdict 1")
        self.orders.expect("VERDICT sequence=0 outcome=ok")

    def test_a_crash_is_a_signal_or_an_exit(self):
        self.orders.spawn(1, 1)
        self.orders.give("submit 1 3")
        self.assertIn(self.orders.died(1)[0], (EXITED, SIGNALLED))

    def test_death_by_another_hand_is_a_signal(self):
        pid = self.orders.spawn(1, 1)
        os.kill(pid, signal.SIGKILL)
        self.assertEqual(self.orders.died(1)[:2], (SIGNALLED, signal.SIGKILL))

    def test_one_is_killed_when_asked_for_and_a_dead_one_is_ignored(self):
        self.orders.spawn(1, 1)
        self.orders.give("kill 1\nkill 1\nkill 77")
        self.assertEqual(self.orders.died(1)[:2], (ASKED, signal.SIGKILL))
        self.orders.give("kill 1")
        self.orders.spawn(2, 1)

    def test_what_cannot_be_started_is_unborn(self):
        self.orders.give("spawn 1 99 100")
        self.assertEqual(self.orders.died(1)[:2], (UNBORN, 2))
        self.orders.give("spawn 2 1 0")
        self.assertEqual(self.orders.died(2)[:2], (UNBORN, 22))
        self.orders.give("spawn 3 1 2001")
        self.assertEqual(self.orders.died(3)[:2], (UNBORN, 22))

    def test_each_has_a_doorbell_for_each_thread(self):
        self.orders.give("spawn 1 1 100")
        self.orders.expect("SPAWNED worker=1 .*threads=2$")

    def test_a_hundred_live_and_are_reaped(self):
        for number in range(1, 51):
            self.orders.spawn(number, 1)
        self.assertEqual(list(self.stage.children().values()).count("resynd-worker"), 50)
        for number in range(1, 51):
            self.orders.give(f"kill {number}")
        for _ in range(50):
            self.orders.expect("DIED ")
        self.assertEqual(list(self.stage.children().values()).count("resynd-worker"), 0)


class Stopping(unittest.TestCase):
    def test_in_order_with_what_is_in_flight_first(self):
        for how in (signal.SIGTERM, signal.SIGINT):
            with self.subTest(signal=how.name), Stage() as stage, stage.connect() as orders:
                orders.compile(1)
                orders.spawn(1, 1)
                stage.process.send_signal(how)
                orders.expect("DRAIN$")
                orders.give("submit 1 1\nverdict 1")
                orders.expect("VERDICT sequence=0 outcome=ok")
                orders.spawn(2, 1)  # what is in flight may need one
                time.sleep(0.3)
                self.assertIsNone(stage.process.poll())
                self.assertEqual(len(stage.children()), 4)
                orders.give("drained")
                self.assertEqual(stage.process.wait(PATIENCE), 0)
                log = stage.log()
                places = [log.index(f"stage={name}")
                          for name in ("draining", "front", "workers", "store", "stopped")]
                self.assertEqual(places, sorted(places))
                self.assertLess(log.index('ended" child=front'), log.index('ended" child=store'))

    def test_a_second_signal_stops_at_once(self):
        for first, second, status in ((signal.SIGTERM, signal.SIGTERM, 143),
                                      (signal.SIGTERM, signal.SIGINT, 130),
                                      (signal.SIGINT, signal.SIGINT, 130)):
            with self.subTest(second=second.name), Stage() as stage, stage.connect() as orders:
                orders.compile(1)
                orders.spawn(1, 1)
                children = list(stage.children())
                stage.process.send_signal(first)
                orders.expect("DRAIN$")
                began = time.monotonic()
                self.assertEqual(stage.end(second), status)
                self.assertLess(time.monotonic() - began, 5)
                self.assertFalse([pid for pid in children if alive(pid)])
                self.assertFalse((stage.data / "listening").exists())

    def test_a_front_that_dies_while_draining_is_not_started_again(self):
        with Stage() as stage, stage.connect() as orders:
            stage.process.send_signal(signal.SIGTERM)
            orders.expect("DRAIN$")
            os.kill(stage.child("resynd-front"), signal.SIGKILL)
            self.assertEqual(stage.process.wait(PATIENCE), 0)
            self.assertEqual(stage.log().count('"child started" child=front'), 1)

    def test_while_the_front_is_away(self):
        with Stage() as stage:
            for _ in range(4):
                os.kill(stage.child("resynd-front"), signal.SIGKILL)
                stage.wait_until(lambda: "resynd-front" not in stage.children().values())
            self.assertEqual(stage.end(), 0)

    def test_a_store_that_does_not_leave_is_killed(self):
        with Stage() as stage:
            os.kill(stage.child("resynd-store"), signal.SIGSTOP)
            with stage.connect() as orders:
                stage.process.send_signal(signal.SIGTERM)
                orders.expect("DRAIN$")
                orders.give("drained")
            self.assertEqual(stage.process.wait(PATIENCE), 0)


if __name__ == "__main__":
    tap.main(Stage)
