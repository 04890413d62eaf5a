# SPDX-License-Identifier: Apache-2.0
"""test_start.py RESYND ACTOR STORE COMPILER WORKER [PATTERN]: the command line and the sockets of the
real resynd. Speaks TAP."""

import os
import socket
import stat
import subprocess
import unittest

import tap
from stage import PATIENCE, Stage


def run(*options):
    """A resynd that is expected not to start: (status, standard output, standard error)."""
    stage = Stage()
    try:
        ended = subprocess.run([stage.folder / "resynd", *options], stdin=subprocess.DEVNULL,
                               env={"HOME": str(stage.folder)}, capture_output=True, text=True,
                               timeout=PATIENCE)
        return ended.returncode, ended.stdout, ended.stderr
    finally:
        stage.__exit__(None, None, None)


class Options(unittest.TestCase):
    def test_bad_ones_end_with_2_and_say_what_to_do(self):
        rows = [
            (["--listen", "nowhere"], "127.0.0.1:8420"),
            (["--listen", "127.0.0.1"], "127.0.0.1:8420"),
            (["--listen", "127.0.0.1:65536"], "port from 0"),
            (["--listen", "127.0.0.1:"], "port from 0"),
            (["--listen", "127.0.0.1:-1"], "port from 0"),
            (["--listen", "[::1:8420"], "127.0.0.1:8420"),
            (["--listen", "::1:8420"], "127.0.0.1:8420"),
            (["--listen", "example.org:80"], "127.0.0.1:8420"),
            (["--listen", "unix:"], "path"),
            (["--listen", "unix:/" + "x" * 200], "path"),
            (["--listen", "127.0.0.1:0"] * 17, "leave some out"),
            (["--workers", "0"], "whole number from 1"),
            (["--workers", "4097"], "whole number from 1"),
            (["--workers", "ten"], "whole number from 1"),
            (["--workers", "1 "], "whole number from 1"),
            (["--workers"], "needs a value"),
            (["--http-thread"], "needs a value"),
            (["--http-threads", "17"], "whole number from 1 to 16"),
            (["--http-threads", "99999999999999999999"], "whole number from 1 to 16"),
            (["--log-level", "loud"], "debug, info"),
            (["--environments", "/does/not/exist"], "directory that exists"),
            (["--environments", "/dev/null"], "directory that exists"),
            (["--data", ""], "DIR of 1 to"),
            (["--what"], "resynd --help"),
            (["--listne", "x"], "did you mean --listen"),
            (["--set", "workers.max"], "section.key=value"),
            (["--set", "workers.mix=2"], "did you mean 'workers.max'"),
            (["--set", "workers.max=many"], "--set workers.max"),
            (["--config", "/does/not/exist"], "No such file"),
            (["--describe-settings", "poem"], "markdown or schema"),
            (["-x"], "resynd --help"),
            (["start"], "resynd --help"),
        ]
        for options, sentence in rows:
            with self.subTest(options=options[:2]):
                status, out, err = run(*options)
                self.assertEqual(status, 2, err)
                self.assertEqual(out, "")
                self.assertIn(sentence, err)
                self.assertEqual(err.count("\n"), 1, err)

    def test_help_and_version(self):
        status, out, _ = run("--help")
        self.assertEqual(status, 0)
        for option in ("--listen", "--environments", "--data", "--workers", "--http-threads"):
            self.assertIn(option, out)
        status, out, _ = run("--version")
        self.assertEqual((status, out.split()[0]), (0, "resynd"))

    def test_an_executable_that_is_missing_is_named(self):
        with Stage() as stage:
            stage.stop()
            (stage.folder / "resynd-worker").unlink()
            ended = subprocess.run([stage.folder / "resynd", *stage.options], capture_output=True,
                                   text=True, timeout=PATIENCE)
            self.assertEqual(ended.returncode, 1)
            self.assertIn("resynd-worker", ended.stderr)


class Listening(unittest.TestCase):
    def test_every_kind_of_address_is_served_and_written_down(self):
        with Stage() as outer:
            path = outer.folder / "resynd.sock"
            with Stage(listen=("127.0.0.1:0", "[::1]:0", f"unix:{path}")) as stage:
                self.assertRegex(stage.addresses[0], r"^http://127\.0\.0\.1:[1-9]\d*$")
                self.assertRegex(stage.addresses[1], r"^http://\[::1\]:[1-9]\d*$")
                self.assertEqual(stage.addresses[2], f"unix:{path}")
                self.assertEqual(stat.S_IMODE(path.stat().st_mode), 0o660)
                for index in range(3):
                    with stage.connect(index) as orders:
                        orders.give("pid")
                        orders.expect(r"PID \d+")
                self.assertEqual(stage.stop(), 0)
                self.assertFalse(path.exists())
                self.assertFalse((stage.data / "listening").exists())

    def test_every_thread_has_a_member_of_the_group(self):
        with Stage() as stage:
            descriptors = os.listdir(f"/proc/{stage.child('resynd-front')}/fd")
            port = int(stage.addresses[0].rsplit(":", 1)[1])
            with open("/proc/net/tcp") as table:
                rows = [line.split() for line in table if f":{port:04X} " in line]
            self.assertEqual(len([row for row in rows if row[3] == "0A"]), 2)
            self.assertIn("5", descriptors)

    def test_a_port_in_use_is_an_error(self):
        with socket.create_server(("127.0.0.1", 0)) as server:
            address = f"127.0.0.1:{server.getsockname()[1]}"
            status, _, err = run("--listen", address, "--environments", "/")
            self.assertEqual(status, 1)
            self.assertIn("stop who listens there", err)

    def test_a_port_of_another_resynd_is_an_error(self):
        """Both would be of one SO_REUSEPORT group, and share the clients."""
        with Stage() as stage:
            address = stage.addresses[0].removeprefix("http://")
            status, _, err = run("--listen", address, "--environments", "/")
            self.assertEqual(status, 1)
            self.assertIn("stop who listens there", err)

    def test_a_stale_socket_file_is_replaced_and_a_live_one_is_not(self):
        with Stage() as outer:
            path = outer.folder / "resynd.sock"
            with socket.socket(socket.AF_UNIX) as dead:
                dead.bind(str(path))
            with Stage(listen=(f"unix:{path}",)) as stage:
                status, _, err = run("--listen", f"unix:{path}", "--environments", "/")
                self.assertEqual(status, 1)
                self.assertIn("stop who listens there", err)
                with stage.connect() as orders:
                    orders.give("pid")
                    orders.expect(r"PID \d+")

    def test_a_file_that_is_no_socket_is_left_alone(self):
        with Stage() as stage:
            path = stage.folder / "precious"
            path.write_text("mine")
            status, _, err = run("--listen", f"unix:{path}", "--environments", "/")
            self.assertEqual(status, 1)
            self.assertIn("not a socket", err)
            self.assertEqual(path.read_text(), "mine")

    def test_two_daemons_do_not_share_a_data_directory(self):
        with Stage() as stage:
            status, _, err = run("--listen", "127.0.0.1:0", "--environments", "/",
                                 "--data", str(stage.data))
            self.assertEqual(status, 1)
            self.assertIn(f"process {stage.process.pid}", err)
            self.assertIn("--data", err)
            self.assertTrue((stage.data / "listening").exists())


class Again(unittest.TestCase):
    def test_it_may_be_stopped_as_soon_as_it_is_there(self):
        for _ in range(8):
            with Stage() as stage:
                self.assertEqual(stage.stop(), 0)
                self.assertFalse((stage.data / "listening").exists())

    def test_it_starts_again_on_what_another_left_behind(self):
        with Stage() as outer:
            path = outer.folder / "resynd.sock"
            with Stage(listen=(f"unix:{path}",)) as stage:
                stage.process.kill()
                stage.process.wait()
                self.assertTrue(path.exists())
                stage.start()
                with stage.connect() as orders:
                    orders.give("pid")
                    orders.expect(r"PID \d+")
                self.assertEqual(stage.stop(), 0)


if __name__ == "__main__":
    tap.main(Stage)
