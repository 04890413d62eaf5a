# SPDX-License-Identifier: Apache-2.0
"""The manual pages, which are made of what the executables say of themselves, and the completion, which
asks them."""

import os
import re
import subprocess
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "api"))

from daemon import BUILD, TREE  # noqa: E402

SUPERVISOR, CTL = BUILD / "daemon" / "supervisor", BUILD / "daemon" / "ctl"
PAGES = (SUPERVISOR / "resynd.8", CTL / "resynctl.1")
COMPLETION = TREE / "daemon" / "completion.bash"
# Of other packages' pages, which may not be installed here; of a clock that is behind.
ELSEWHERE = re.compile("referenced manual not found|mandoc.db|date in the future")


def run(*command, **options):
    return subprocess.run(command, capture_output=True, text=True, timeout=60, **options)


def shown(page):
    return re.sub(".\b", "", run("mandoc", "-Tutf8", "-Owidth=78", page).stdout)


class Pages(unittest.TestCase):
    def test_mandoc_has_nothing_to_say(self):
        for page in PAGES:
            done = run("mandoc", "-Tlint", page)
            said = [line for line in (done.stdout + done.stderr).splitlines()
                    if not ELSEWHERE.search(line)]
            self.assertEqual(said, [])

    def test_every_option_and_command_is_there(self):
        for page, executable in zip(PAGES, (SUPERVISOR / "resynd", CTL / "resynctl")):
            text, told = shown(page), run(executable, "--help").stdout
            options = re.findall(r"(?m)^  (--[a-z-]+)", told)
            self.assertGreater(len(options), 4)
            for option in options:
                self.assertRegex(text, rf"(?m)^ +{option}\b")
        for command in re.findall(r"(?m)^  ([a-z]+) ", run(CTL / "resynctl", "--help").stdout):
            self.assertRegex(shown(PAGES[1]), rf"(?m)^ +resynctl {command}\b")


class Completion(unittest.TestCase):
    def complete(self, *words):
        script = (f'. {COMPLETION}; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); "_$1"; '
                  'printf "%s\\n" "${COMPREPLY[@]}"')
        path = f"{SUPERVISOR}:{CTL}:{os.environ['PATH']}"
        return run("bash", "-c", script, "bash", *words, env={"PATH": path}).stdout.split()

    def test_what_is_completed(self):
        rows = {("resynctl", "s"): ["sample", "score", "status"],
                ("resynctl", "--url", "unix:/x", "rol"): ["rollback"],
                ("resynctl", "score", "--b"): ["--batch"],
                ("resynd", "--gate", "e"): ["enforce"],
                ("resynd", "--dr"): ["--drain-wait"],
                ("resynd", "bac"): ["backup"],
                ("resynctl", "push", str(TREE / "README.m")): [str(TREE / "README.md")],
                ("resynd", "--data", str(TREE / "verif")): [str(TREE / "verifiers")]}
        for words, expected in rows.items():
            with self.subTest(words=words):
                self.assertEqual(self.complete(*words), expected)

    def test_shellcheck(self):
        done = run("shellcheck", COMPLETION)
        self.assertEqual((done.returncode, done.stdout), (0, ""))


if __name__ == "__main__":
    unittest.main()
