# SPDX-License-Identifier: Apache-2.0
"""Wheel, source archive and installation, without a package index."""

import os
import shutil
import subprocess
import tarfile
import tempfile
import unittest
import zipfile
from pathlib import Path

from served import PACKAGE

PYTHON = "/usr/bin/python3"
# What must not come from outside: pip fails where it would ask an index.
OFFLINE = {"PIP_NO_INDEX": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_ROOT_USER_ACTION": "ignore"}
NEEDED = {"resynd/__init__.py", "resynd/py.typed", "resynd/integrations/verl.py",
          "resynd/integrations/nemo_gym_shim/resources_servers/resynd/app.py",
          "resynd/integrations/nemo_gym_shim/resources_servers/resynd/requirements.txt",
          "resynd/integrations/nemo_gym_shim/resources_servers/resynd/configs/resynd.yaml"}


class Package(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.folder.cleanup)
        cls.tree = Path(cls.folder.name) / "python"  # building leaves files beside the sources
        shutil.copytree(PACKAGE, cls.tree, ignore=shutil.ignore_patterns("build", "*.egg-info", "*.pyc"))

    def run_python(self, *arguments, cwd=None, **environment):
        settings = {name: value for name, value in os.environ.items()
                    if not name.startswith(("PIP_", "PYTHON"))}
        done = subprocess.run([PYTHON, *map(str, arguments)], capture_output=True, text=True,
                              cwd=cwd or self.folder.name, env={**settings, **OFFLINE, **environment})
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return done.stdout

    def test_wheel_and_source_archive(self):
        code = ("import setuptools.build_meta as b; print(b.build_wheel('dist')); "
                "print(b.build_sdist('dist'))")
        self.run_python("-c", code, cwd=self.tree)
        [wheel] = (self.tree / "dist").glob("*.whl")
        self.assertEqual(wheel.name, "resynd-0.1.0-py3-none-any.whl")
        with zipfile.ZipFile(wheel) as archive:
            names = set(archive.namelist())
            metadata = archive.read("resynd-0.1.0.dist-info/METADATA").decode()
        self.assertLessEqual(NEEDED, names)
        self.assertEqual({name.split("/")[0] for name in names}, {"resynd", "resynd-0.1.0.dist-info"})
        self.assertIn("Requires-Python: >=3.9", metadata)
        self.assertNotIn("Requires-Dist", metadata)
        [archive] = (self.tree / "dist").glob("*.tar.gz")
        with tarfile.open(archive) as files:
            names = {name.partition("/")[2] for name in files.getnames()}
        self.assertLessEqual({f"src/{name}" for name in NEEDED} | {"pyproject.toml", "README.md"}, names)

    def test_pip_installs_it_without_an_index(self):
        target = Path(self.folder.name) / "installed"
        self.run_python("-m", "pip", "install", "--no-build-isolation", "--target", target, self.tree)
        shown = self.run_python("-W", "error", "-c", "import resynd; print(resynd.__file__, "
                                "resynd.__version__, resynd.Client('http://127.0.0.1:1'))",
                                PYTHONPATH=str(target))
        self.assertEqual(shown.split()[0], str(target / "resynd" / "__init__.py"))
        self.assertIn("0.1.0", shown)
        self.run_python("-m", "resynd.integrations.nemo_gym", Path(self.folder.name) / "gym",
                        PYTHONPATH=str(target))


if __name__ == "__main__":
    unittest.main()
