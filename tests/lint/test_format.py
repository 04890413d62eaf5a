# SPDX-License-Identifier: Apache-2.0
"""C is formatted as .clang-format says, headers stand alone, scripts are sound."""

import subprocess

from sources import Lint, TREE, c_sources, files, includes, relative, shell_scripts, text

PACKAGES = ["libmicrohttpd", "jansson", "libuv", "libseccomp", "libcurl", "libmd", "cmocka"]


class Format(Lint):
    def test_clang_format(self):
        done = subprocess.run(
            ["clang-format-14", "--dry-run", "--Werror", *map(str, c_sources())],
            cwd=TREE, capture_output=True, text=True,
        )
        where = sorted({line.split(":")[0].replace(f"{TREE}/", "")
                        for line in done.stderr.splitlines() if "error:" in line})
        self.assertEqual(done.returncode, 0, "run clang-format -i on: " + " ".join(where))

    def test_each_header_compiles_alone(self):
        flags = subprocess.run(["pkg-config", "--cflags", *PACKAGES], capture_output=True,
                               text=True, check=True).stdout.split()
        problems = []
        for path in files(".h"):
            done = subprocess.run(
                ["gcc", "-std=gnu11", "-D_GNU_SOURCE", "-Wall", "-Werror", "-fsyntax-only",
                 f"-I{TREE}", *flags, "-x", "c", "-"],
                input=f'#include "{relative(path)}"\n', capture_output=True, text=True,
            )
            if done.returncode != 0:
                problems.append(f"{relative(path)}: {done.stderr}")
        self.none(problems)

    def test_a_source_includes_a_header_of_its_folder_first(self):
        """Its own, or the one that declares what it defines: so that header stands alone."""

        def wrong(path):
            name, quoted = next(iter(includes(path)), ("", False))
            return not quoted or not (TREE / name).parent.samefile(path.parent)

        self.none(relative(path) for path in files(".c")
                  if path.with_suffix(".h").exists() and wrong(path))

    def test_shellcheck(self):
        scripts = shell_scripts()
        self.assertTrue(scripts)
        done = subprocess.run(["shellcheck", *map(str, scripts)], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stdout)

    def test_yamllint(self):
        # Templates of the chart are no YAML yet.
        found = [path for path in files(".yaml", ".yml") if "templates" not in path.parts]
        done = subprocess.run(["yamllint", "--strict", "--config-file", TREE / ".yamllint", *found],
                              capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_python_compiles(self):
        for path in files(".py"):
            compile(text(path), relative(path), "exec")
