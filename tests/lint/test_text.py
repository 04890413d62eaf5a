# SPDX-License-Identifier: Apache-2.0
"""What every file says and does not say: licence, banned functions, lengths, links."""

import re
import subprocess

from sources import Lint, TREE, c_sources, code_only, files, is_hostile, relative, text

# Functions that a bound or an error gets lost in, or that start other programs.
BANNED = [
    "strcpy", "strcat", "sprintf", "vsprintf", "gets", "strtok", "atoi", "atol", "atof", "alloca",
    "tmpnam", "mktemp", "system", "popen", "execvp", "execlp", "rand", "srand", "asctime", "ctime",
    "localtime", "gmtime", "strncpy",
]
BANNED_CALL = re.compile(r"(?<![\w.>])(" + "|".join(BANNED) + r")\s*\(")

# Written so that this file does not find itself.
UNWANTED = re.compile(
    r"/[w]ork/|/[f]arm/|/[r]oot/|\.[l]ibrary|[s]ubagent|CLAUD[E]|[c]o-authored-by|[T]ODO|[F]IXME",
)
TEXT_SUFFIXES = (".c", ".h", ".def", ".py", ".md", ".sh", ".build", ".yaml", ".yml", ".txt", ".lua")

FILE_LINES, FILE_LINES_MAX = 450, 600
FUNCTION_LINES, FUNCTION_LINES_MAX = 60, 100


def readable():
    return [path for path in files() if path.name.endswith(TEXT_SUFFIXES) or not path.suffix]


def has_licence(path):
    """On the first line; on the second after an interpreter, an attack's expectation or a planted
    fault."""
    lines = text(path).splitlines()[:2]
    if not lines or not (lines[0].startswith(("#!", "/* fault:", "/* sound:")) or is_hostile(path)):
        lines = lines[:1]
    return any("SPDX-License-Identifier: Apache-2.0" in line for line in lines)


def functions():
    """Name, file and number of lines of each function."""
    sources = [str(path) for path in files(".c") if not is_hostile(path)]
    table = subprocess.run(
        ["ctags", "-x", "--c-kinds=f", "--fields=+ne", "--_xformat=%{line} %{end} %N %F", *sources],
        capture_output=True, text=True, check=True).stdout
    for row in table.splitlines():
        first, last, name, path = row.split(" ", 3)
        yield name, path.replace(f"{TREE}/", ""), int(last or first) - int(first) + 1


class Text(Lint):
    def test_spdx_on_the_first_line(self):
        self.none(relative(path) for path in files(".c", ".h", ".def", ".py", ".lua")
                  if not has_licence(path))

    def test_banned_functions(self):
        # Not of verifiers, their headers and tests: those run in the cage or on data of their own.
        self.none(f"{relative(path)}:{number}: {found}()" for path in c_sources()
                  if relative(path).startswith(("proto/", "lib/", "daemon/"))
                  and not relative(path).startswith("lib/compile/headers/")
                  for number, line in enumerate(code_only(text(path)).splitlines(), 1)
                  for found in BANNED_CALL.findall(line))

    def test_no_machine_paths_and_no_unfinished_marks(self):
        self.none(f"{relative(path)}:{number}: {found.group(0)}" for path in readable()
                  for number, line in enumerate(text(path).splitlines(), 1)
                  if (found := UNWANTED.search(line)))

    def test_file_lengths(self):
        lengths = {relative(path): text(path).count("\n") for path in files(".c", ".h", ".py")}
        for name, lines in lengths.items():
            if lines > FILE_LINES:
                print(f"  note: {name} has {lines} lines; is there a seam in its meaning?")
        self.none(f"{name}: {lines} lines" for name, lines in lengths.items()
                  if lines > FILE_LINES_MAX)

    def test_function_lengths(self):
        found = list(functions())
        self.assertTrue(found, "ctags saw no function")
        for name, place, lines in found:
            if lines > FUNCTION_LINES:
                print(f"  note: {name} in {place} has {lines} lines")
        self.none(f"{name} in {place}: {lines} lines" for name, place, lines in found
                  if lines > FUNCTION_LINES_MAX)

    def test_markdown_links_lead_somewhere(self):
        pages = files(".md")
        self.assertIn("README.md", map(relative, pages))
        self.none(f"{relative(page)}: {target}" for page in pages
                  for target in re.findall(r"\]\(([^)#\s]+)", text(page))
                  if "://" not in target and not target.startswith("mailto:")
                  and not (page.parent / target).exists())
