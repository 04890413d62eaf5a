# SPDX-License-Identifier: Apache-2.0
"""The directory for NeMo Gym: app.py is started as its launcher does it, becomes the daemon, and ends
with it; or stays beside one that runs already."""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import served
from served import OWN, Daemon, eventually

import resynd
from resynd.integrations import nemo_gym

DAEMON = served.TREE / "build" / "daemon" / "supervisor" / "resynd"


class Shim(unittest.TestCase):
    def setUp(self):
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.server = nemo_gym.write(self.folder / "gym")

    def launch(self, **settings):
        """cwd and environment are the launcher's; its configuration is YAML, of which JSON is a part."""
        instance = {"entrypoint": "app.py", "domain": "other", **settings}
        config = {"other": {"responses_api_models": {"m": {"port": 1}}},
                  "resynd": {"resources_servers": {"resynd": instance}}}
        environment = {**os.environ, "NEMO_GYM_CONFIG_DICT": json.dumps(config),
                       "NEMO_GYM_CONFIG_PATH": "resynd"}
        self.process = subprocess.Popen([sys.executable, "app.py"], cwd=self.server, env=environment,
                                        stderr=subprocess.PIPE, text=True)
        self.addCleanup(self.end)
        return self.process

    def end(self):
        if self.process.poll() is None:
            self.process.kill()
        self.process.communicate()

    def said(self):
        _, text = self.process.communicate(timeout=20)
        self.assertEqual(self.process.returncode, 1)
        return text

    def test_it_becomes_the_daemon(self):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        build = Path(os.environ.get("RESYND_BUILD", DAEMON.parents[2]))
        data = self.folder / "data"
        data.mkdir()
        process = self.launch(
            host="127.0.0.1", port=port, command=str(build / "daemon" / "supervisor" / "resynd"),
            arguments=["--environments", str(OWN), "--data", str(data), "--gate", "off",
                       "--log-level", "error"])
        with resynd.Client(f"http://127.0.0.1:{port}") as client:
            client.wait_until_ready(60)
            self.assertIn("sum", [each.name for each in client.environments()])
        process.send_signal(signal.SIGINT)  # how NeMo Gym ends its servers
        self.assertEqual(process.wait(30), 0)

    def test_beside_one_that_runs_already(self):
        with Daemon(OWN) as daemon:
            host, _, port = daemon.url.removeprefix("http://").partition(":")
            process = self.launch(host=host, port=int(port), sidecar=True)
            self.assertFalse(eventually(lambda: process.poll() is not None, 0.5))
            process.send_signal(signal.SIGINT)
            self.assertEqual(process.wait(20), 0)

    def test_beside_one_that_is_gone(self):
        app = self.server / "app.py"
        app.write_text(app.read_text().replace("LOOK_SECONDS = 5", "LOOK_SECONDS = 0.05").replace(
            "GONE_SECONDS = 30", "GONE_SECONDS = 0.3"))
        self.launch(host="127.0.0.1", port=9, sidecar=True)
        self.assertIn("has not answered", self.said())

    def test_what_is_wrong_is_said(self):
        self.launch(host="127.0.0.1", port=1, command="no-such-command")
        self.assertIn("no-such-command", self.said())
        self.launch(host="127.0.0.1")
        self.assertIn("host and port", self.said())

    def test_the_directory_is_one_that_nemo_gym_finds(self):
        self.assertEqual(self.server, self.folder / "gym" / "resources_servers" / "resynd")
        names = {path.relative_to(self.server).as_posix() for path in self.server.rglob("*")
                 if path.is_file()}
        self.assertEqual(names, {"app.py", "requirements.txt", "configs/resynd.yaml"})
        import yaml
        config = yaml.safe_load((self.server / "configs" / "resynd.yaml").read_text())
        self.assertEqual(config["resynd"]["resources_servers"]["resynd"]["entrypoint"], "app.py")
        agent = config["resynd_simple_agent"]["responses_api_agents"]["simple_agent"]
        self.assertEqual(agent["resources_server"], {"type": "resources_servers", "name": "resynd"})
        self.assertRaises(FileExistsError, nemo_gym.write, self.folder / "gym")

    def test_from_the_command_line(self):
        def run(*arguments):
            return subprocess.run([sys.executable, "-m", "resynd.integrations.nemo_gym", *arguments],
                                  capture_output=True, text=True)

        made = run(str(self.folder / "again"))
        self.assertEqual((made.returncode, Path(made.stdout.strip()).name), (0, "resynd"))
        self.assertEqual(run(str(self.folder / "again")).returncode, 1)
        self.assertEqual(run().returncode, 2)


if __name__ == "__main__":
    unittest.main()
