# SPDX-License-Identifier: Apache-2.0
"""pages.py: the page of /metrics, read strictly; and a real Prometheus that scrapes it."""

import json
import re
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

SAMPLE = re.compile(
    r'^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{((?:[a-zA-Z_]\w*="(?:\\.|[^"\\])*",?)*)\})?'
    r" ([+-]?(?:[0-9.]+(?:[eE][+-]?[0-9]+)?|Inf|NaN))$")
LABEL = re.compile(r'([a-zA-Z_]\w*)="((?:\\.|[^"\\])*)"')
START_SECONDS = 30


def parse_metrics(text):
    """The text format: {(name, labels): value}, {family: type}. A family's samples stand together."""
    samples, types = {}, {}
    present = None
    for line in text.splitlines():
        if line.startswith("# TYPE "):
            _, _, name, kind = line.split(" ", 3)
            if name in types:
                raise AssertionError(f"{name} is declared twice")
            types[name] = kind
            present = name
        elif line and not line.startswith("#"):
            match = SAMPLE.match(line)
            if not match:
                raise AssertionError(f"no sample: {line!r}")
            key = (match.group(1), tuple(sorted(LABEL.findall(match.group(2) or ""))))
            if key in samples:
                raise AssertionError(f"twice: {line}")
            if not key[0].startswith(present):
                raise AssertionError(f"not of {present}: {line}")
            samples[key] = float(match.group(3))
    return samples, types


def family(name, types):
    """A sample's family."""
    if name in types:
        return name
    return re.sub(r"_(bucket|sum|count|total)$", "", name)


def values(client, name, **labels):
    """{labels: value} of the samples of this name that have these labels."""
    samples, _ = parse_metrics(client.get("/metrics").body.decode())
    wanted = set(labels.items())
    return {key[1]: value for key, value in samples.items()
            if key[0] == name and wanted <= set(key[1])}


def value(client, name, **labels):
    """Their sum."""
    return sum(values(client, name, **labels).values())


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Prometheus:
    """A Prometheus on loopback, with a configuration that names TARGET and its own files."""

    def __init__(self, configuration):
        self._folder = tempfile.TemporaryDirectory(prefix="prometheus-")
        folder = Path(self._folder.name)
        (folder / "prometheus.yaml").write_text(configuration)
        self.url = f"http://127.0.0.1:{free_port()}"
        self.log_path = folder / "log"
        self.command = ["prometheus", f"--config.file={folder}/prometheus.yaml",
                        f"--storage.tsdb.path={folder}/data", "--log.level=warn",
                        f"--web.listen-address={self.url[len('http://'):]}"]
        self.process = None

    def __enter__(self):
        with open(self.log_path, "wb") as log:
            self.process = subprocess.Popen(self.command, stdin=subprocess.DEVNULL, stdout=log,
                                            stderr=log)
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(START_SECONDS)
        self._folder.cleanup()

    def ask(self, path, **parameters):
        """The API's `data`; None while it does not answer."""
        query = urllib.parse.urlencode(parameters)
        try:
            with urllib.request.urlopen(f"{self.url}/api/v1/{path}?{query}", timeout=10) as answer:
                return json.load(answer)["data"]
        except urllib.error.HTTPError as error:
            if error.code == 503:  # it reads its storage first
                return None
            raise AssertionError(f"{parameters}: {error.read().decode()}") from None
        except OSError:
            return None

    def wait(self, probe, what):
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end:
            found = probe()
            if found:
                return found
            if self.process.poll() is not None:
                break
            time.sleep(0.05)
        raise AssertionError(f"{what}\n{self.log_path.read_text(errors='replace')[-3000:]}")
