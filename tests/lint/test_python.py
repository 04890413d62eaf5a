# SPDX-License-Identifier: Apache-2.0
"""The Python package: typed to the last argument, nothing but the standard library, and no syntax that
its oldest Python does not know."""

import ast
import subprocess
import sys

from sources import Lint, TREE, files, relative, text

PACKAGE = TREE / "proto" / "python"
OLDEST = (3, 9)
# Trainers, and what they bring: only their own adapters may ask for them.
OPTIONAL = {"atroposlib", "omegaconf", "openenv", "rllm", "skyrl_gym", "swift", "tinker_cookbook", "torch",
            "verifiers", "yaml"}
FUNCTION_LINES = 60


def modules():
    return [path for path in files(".py") if relative(path).startswith("proto/python/src/")]


def imported(tree):
    """Top-level names of all absolute imports."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield node.module.split(".")[0]


class Python(Lint):
    def test_mypy_strict(self):
        done = subprocess.run(["/usr/bin/mypy", "--config-file", PACKAGE / "pyproject.toml",
                               "--cache-dir", "/dev/null", PACKAGE / "src" / "resynd"],
                              capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_the_oldest_python_reads_it(self):
        self.assertIn(f'requires-python = ">={OLDEST[0]}.{OLDEST[1]}"', text(PACKAGE / "pyproject.toml"))
        self.assertGreater(len(modules()), 30)
        for path in modules():
            ast.parse(text(path), relative(path), feature_version=OLDEST)

    def test_it_compiles_without_a_warning(self):
        done = subprocess.run(["/usr/bin/python3", "-B", "-W", "error", "-c",
                               "import sys\nfor p in sys.argv[1:]: compile(open(p).read(), p, 'exec')",
                               *map(str, modules())], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_only_the_standard_library(self):
        known = set(sys.stdlib_module_names) | {"resynd"}

        def wrong(path, name):
            return name not in known and not (
                name in OPTIONAL and relative(path).startswith("proto/python/src/resynd/integrations/"))

        self.none(f"{relative(path)} imports {name}" for path in modules()
                  for name in imported(ast.parse(text(path))) if wrong(path, name))

    def test_functions_fit_a_screen(self):
        self.none(f"{relative(path)}:{node.lineno}: {node.name} has {node.end_lineno - node.lineno + 1}"
                  f" lines" for path in modules() for node in ast.walk(ast.parse(text(path)))
                  if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
                  and node.end_lineno - node.lineno >= FUNCTION_LINES)

    def test_public_functions_say_what_they_do(self):
        def public(node):
            return not node.name.startswith("_")

        self.none(f"{relative(path)}:{node.lineno}: {node.name}" for path in modules()
                  if not path.name.startswith("_") and "shim" not in relative(path)
                  for outer in ast.parse(text(path)).body
                  for node in [outer, *(outer.body if isinstance(outer, ast.ClassDef) else [])]
                  if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))
                  and public(node) and public(outer) and not ast.get_docstring(node)
                  and not any(isinstance(each, ast.Name) and each.id in ("overload", "property")
                              for each in node.decorator_list))
