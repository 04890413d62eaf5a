# SPDX-License-Identifier: Apache-2.0
"""python3 -m resynd.integrations.nemo_gym DIRECTORY: writes the resources server `resynd` there, for
NEMO_GYM_EXTRA_ROOTS or the working directory of NeMo Gym. No request passes through Python: the server
has NeMo Gym's own routes."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Union

SHIM = Path(__file__).with_name("nemo_gym_shim")


def write(directory: Union[str, Path]) -> Path:
    """Returns resources_servers/resynd; FileExistsError where it is there already."""
    target = Path(directory) / "resources_servers" / "resynd"
    shutil.copytree(SHIM / "resources_servers" / "resynd", target,
                    ignore=shutil.ignore_patterns("__pycache__"))
    return target


def main() -> int:
    """The exit status."""
    if len(sys.argv) != 2 or sys.argv[1].startswith("-"):
        print(__doc__, file=sys.stderr)
        return 2
    try:
        print(write(sys.argv[1]))
    except OSError as error:
        print(f"resynd.integrations.nemo_gym: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
