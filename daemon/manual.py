# SPDX-License-Identifier: Apache-2.0
"""manual.py TEMPLATE EXECUTABLE: writes a manual page to standard output. What the executable says of itself
(--help, and COMMAND --help) takes the place of these lines of the template, so that no page says anything
else than the command:

    @options@    the options, as a list
    @commands@   the commands of resynctl, each with its own options
    @besides@    what resynd does instead of serving
"""

import re
import subprocess
import sys

# An option with its argument, which one space keeps apart and which is written large; or a command.
OPTION = re.compile(r"^  ((?:-[\w-]+(?:=\S+)?(?:, )?)+(?: (?:[A-Z]\S*|[a-z.]+=[A-Z]+))?)(?: +(.*))?$")
ENTRY = re.compile(r"^  (\w\S*.*?)(?:   *(\S.*))?$")
SENTENCE = re.compile(r"(?<=[.:;?]) +(?=[A-Z(])")
ROFF_BYTES = 78
SPECIAL = {"\\": "\\e", "…": "\\&..."}


def said(*command):
    return subprocess.run([*command, "--help"], capture_output=True, text=True, check=True).stdout


def paragraphs(text):
    return [part.split("\n") for part in text.strip("\n").split("\n\n")]


def escaped(text):
    text = "".join(SPECIAL.get(letter, letter) for letter in text)
    return "\\&" + text if text.startswith((".", "'")) else text


def filled(text):
    """Lines of prose: a sentence begins a line, and no line is long."""
    lines = []
    for sentence in SENTENCE.split(" ".join(text.split())):
        line = ""
        for word in escaped(sentence).split():
            if line and len(line) + len(word) >= ROFF_BYTES:
                lines.append(line)
                line = ""
            line = f"{line} {word}" if line else word
        lines += [line] if line else []
    return lines


def entries(lines):
    """(what, text) of indented lines whose continuations are indented further."""
    found = []
    for line in lines:
        begins = OPTION.match(line) or ENTRY.match(line)
        if begins:
            found.append([begins.group(1), begins.group(2) or ""])
        elif found and line.startswith("   "):
            found[-1][1] += " " + line.strip()
    return found


def options(text):
    return [one for part in paragraphs(text) for one in entries(part) if one[0].startswith("-")]


def item(what):
    """--name ARGUMENT, or -o ARGUMENT, in mdoc."""
    words = what.replace(",", " ,").split()
    shown = []
    for word in words:
        if word.startswith("--"):
            shown.append("Fl \\-" + word[2:])
        elif word.startswith("-"):
            shown.append("Fl " + word[1:])
        elif word == ",":
            shown.append(",")
        else:
            shown.append("Ar " + escaped(word))
    return ".It " + " ".join(shown)


def listed(rows):
    lines = [".Bl -tag -width Ds"]
    for what, text in rows:
        lines += [item(what), *filled(text)]
    return [*lines, ".El"]


def command_page(executable, name):
    usage, *rest = paragraphs(said(executable, name))
    synopsis = " ".join(usage).partition(f" {name}")[2].strip()
    lines = [f".Ss {name}", ".Bd -literal -offset indent",
             escaped(f"resynctl {name} {synopsis}".strip()), ".Ed"]
    for part in rest:
        found = entries(part)
        if found and found[0][0].startswith("-"):
            lines += listed(found)
        else:
            lines += [".Pp", *filled(" ".join(part))]
    return lines


def commands(executable):
    names = [what.split()[0] for part in paragraphs(said(executable)) for what, _ in entries(part)
             if not what.startswith("-")]
    return [line for name in names for line in command_page(executable, name)]


def besides(executable):
    """Lines of --help such as "resynd token      makes …"."""
    rows = re.findall(r"(?m)^resynd (\S+(?: [^ ]+)*)  +(.*(?:\n   +.*)*)", said(executable))
    lines = [".Bl -tag -width Ds"]
    for what, text in rows:
        name, *arguments = what.split()
        lines.append(" ".join([f".It Cm {name}", *(f"Ar {escaped(one)}" for one in arguments)]))
        lines += filled(text)
    return [*lines, ".El"]


def main():
    template, executable = sys.argv[1:]
    with open(template, encoding="utf-8") as file:
        for line in file:
            if line == "@options@\n":
                print("\n".join(listed(options(said(executable)))))
            elif line == "@commands@\n":
                print("\n".join(commands(executable)))
            elif line == "@besides@\n":
                print("\n".join(besides(executable)))
            else:
                print(line, end="")


if __name__ == "__main__":
    main()
