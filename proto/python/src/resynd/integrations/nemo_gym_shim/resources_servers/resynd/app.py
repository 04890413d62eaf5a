# SPDX-License-Identifier: Apache-2.0
"""NeMo Gym's resources server `resynd`: becomes the daemon, listening where NeMo Gym says; or, with
`sidecar: true`, lives as long as one that listens there already. Requests go to resynd, not through
here."""

import os
import sys
import time
import urllib.error
import urllib.request
from typing import Any, Dict, NoReturn, Tuple

LOOK_SECONDS = 5
GONE_SECONDS = 30


def fail(reason: str) -> NoReturn:
    sys.exit(f"resynd's app.py: {reason}")


def read(text: str) -> Any:
    """NeMo Gym hands all of its configuration over as YAML."""
    try:
        from omegaconf import OmegaConf
        return OmegaConf.to_container(OmegaConf.create(text), resolve=True)
    except ImportError:
        pass
    try:
        import yaml
    except ImportError:
        fail("neither omegaconf nor yaml is installed here")
    return yaml.safe_load(text)


def own_settings() -> Tuple[Dict[str, Any], str, int]:
    try:
        name, text = os.environ["NEMO_GYM_CONFIG_PATH"], os.environ["NEMO_GYM_CONFIG_DICT"]
    except KeyError as missing:
        fail(f"{missing} is not set: NeMo Gym starts this")
    try:
        [settings] = read(text)[name]["resources_servers"].values()
        return settings, settings["host"], int(settings["port"])
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        fail(f"the configuration of '{name}' has no resources server with host and port: {error!r}")


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=LOOK_SECONDS) as reply:
            return bool(reply.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def stay_beside(host: str, port: int) -> NoReturn:
    """Until nothing has answered there for a while, which NeMo Gym then sees as this one's end."""
    url, seen = f"http://{host}:{port}/healthz", time.monotonic()
    while time.monotonic() - seen < GONE_SECONDS:
        if answers(url):
            seen = time.monotonic()
        time.sleep(LOOK_SECONDS)
    fail(f"{url} has not answered for {GONE_SECONDS} s")


def main() -> None:
    settings, host, port = own_settings()
    if settings.get("sidecar"):
        try:
            stay_beside(host, port)
        except KeyboardInterrupt:
            return  # how NeMo Gym ends its servers
    command = settings.get("command") or "resynd"
    arguments = [str(each) for each in settings.get("arguments") or []]
    try:
        os.execvp(command, [command, "--listen", f"{host}:{port}", *arguments])
    except OSError as error:
        fail(f"{command}: {error.strerror}")


if __name__ == "__main__":
    main()
