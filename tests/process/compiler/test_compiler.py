# SPDX-License-Identifier: Apache-2.0
"""test_compiler.py EXECUTABLE: the real resynd-compiler on sound and hostile sources. Speaks TAP."""
import os
import pathlib
import re
import shutil
import signal
import sys
import tempfile
import unittest

import hostile
import starter

EXECUTABLE = os.environ.get("RESYND_COMPILER", "")
SANITIZED = os.environ.get("RESYND_SANITIZED") == "1"
# The hard limit, a second behind the soft one, and what the kernel's ticks miss of a virtual CPU.
CPU_SECONDS = 2.0 + 1 + 0.3
BLOCKED_SECONDS = 0.2  # who waits for something instead of compiling uses less CPU
MEMORY_KIB = 256 * 1024
LIMITS = {-signal.SIGSEGV, -signal.SIGXCPU, -signal.SIGKILL, -signal.SIGBUS}


class CompilerTest(unittest.TestCase):
    def compile(self, source, **options):
        outcome = starter.run(EXECUTABLE, source, **options)
        busy = outcome.cpu > BLOCKED_SECONDS  # on a crowded machine the clock on the wall is first
        self.assertFalse(outcome.overtime and not busy and not SANITIZED, "it hung")
        self.assertLessEqual(outcome.cpu, CPU_SECONDS)
        if not SANITIZED:
            self.assertLessEqual(outcome.peak_kib, MEMORY_KIB)
            self.assertEqual(outcome.output, b"")
        self.assertNotIn(outcome.status, (86, 1, 127), outcome.output.decode(errors="replace"))
        self.assertLessEqual(len(outcome.diagnostics), 32)
        return outcome

    def assert_compiles(self, source):
        outcome = self.compile(source)
        self.assertTrue(outcome.compiled, f"{outcome.status}\n{outcome.text}")
        self.assertFalse([d for d in outcome.diagnostics if d.severity != 2], outcome.text)
        return outcome

    def assert_refused(self, source, pattern, line):
        outcome = self.compile(source)
        self.assertTrue(outcome.refused, f"{outcome.status} {outcome.finished}\n{outcome.text}")
        self.assertRegex("\n".join(d.message for d in outcome.diagnostics), pattern)
        if line:
            self.assertEqual(outcome.diagnostics[0].line, line, outcome.text)
        self.assertEqual(starter.header(outcome.image)["magic"], 0, "a refused source left an image")
        return outcome


class Sound(CompilerTest):
    def check_header(self, source, needed, absent):
        outcome = self.assert_compiles(source)
        header = starter.header(outcome.image)
        text = starter.IMAGE_BASE + 4096
        data = text + header["text_size"]
        self.assertEqual(header["magic"], starter.IMAGE_MAGIC)
        self.assertEqual(header["abi"], 1)
        self.assertEqual(header["text_size"] % 4096, 0)
        self.assertEqual(header["data_size"] % 4096, 0)
        self.assertLessEqual(len(outcome.image), 4096 + header["text_size"] + header["data_size"])
        for name in needed:
            self.assertIn(header["entries"][name], range(text, data), name)
        for name in absent:
            self.assertEqual(header["entries"][name], 0, name)
        self.assertIn(header["entries"]["declaration"], range(data, data + header["data_size"]))

    def test_an_environment_becomes_an_image(self):
        self.check_header(hostile.SOUND, ["generate", "observe", "verify", "solve"],
                          ["another", "load"])

    def test_a_checker_becomes_an_image(self):
        self.check_header(hostile.CHECKER, ["load", "verify"], ["generate", "observe", "solve"])

    def test_the_same_source_gives_the_same_bytes(self):
        source = hostile.HARMLESS["date and time"]
        images = {self.assert_compiles(source).image for _ in range(3)}
        self.assertEqual(len(images), 1)

    def test_library_functions_are_reached_through_stubs_only(self):
        """No address of the compiler process is in the image: every word that looks like an address
        lies in the image or in the stubs."""
        image = self.assert_compiles(hostile.SOUND).image
        header = starter.header(image)
        start = 4096 + header["text_size"]
        stubs = range(0x200000000000, 0x200000010000)
        inside = range(starter.IMAGE_BASE, starter.IMAGE_BASE + (8 << 20))
        seen = 0
        for at in range(start, len(image) - 7, 8):
            word = int.from_bytes(image[at:at + 8], "little")
            if word >> 40 and word < 1 << 47 and word >> 32 in (0x2000, 0x5555, 0x7fff, 0x7f00):
                self.assertTrue(word in stubs or word in inside, hex(word))
                seen += word in stubs
        self.assertGreater(seen, 5)

    def test_bundled_environments_compile(self):
        folder = pathlib.Path(__file__).resolve().parents[3] / "verifiers"
        for path in sorted(folder.rglob("*.c")):
            with self.subTest(path=path.name):
                self.assert_compiles(path.read_bytes())

    def test_every_header_can_be_included_alone_and_twice(self):
        folder = pathlib.Path(__file__).resolve().parents[3] / "lib/compile/headers"
        names = sorted(path.name for path in folder.glob("*.h"))
        self.assertGreater(len(names), 10)
        for name in names:
            with self.subTest(header=name):
                self.assert_compiles(f"#include <{name}>\n#include <{name}>\n" + hostile.CHECKER)
        self.assert_compiles("".join(f'#include "{name}"\n' for name in names) + hostile.CHECKER)

    def test_every_offered_function_is_declared(self):
        root = pathlib.Path(__file__).resolve().parents[3]
        rows = re.findall(r"^OFFER\((\w+),", (root / "lib/runtime/offered.def").read_text(), re.M)
        helpers = [name for name in rows if name.startswith(("__fix", "__float", "__va_"))]
        names = [name for name in rows if name not in helpers]
        headers = sorted(path.name for path in (root / "lib/compile/headers").glob("*.h"))
        source = "".join(f"#include <{name}>\n" for name in headers if name != "iso646.h")
        source += hostile.CHECKER + "void *all[] = {" + ",".join(names) + "};\n"
        self.assert_compiles(source)


def each(table, check):
    """A test for each row of a table, so that each is counted and named."""
    def make(name, row):
        return lambda self: check(self, name, row)
    tests = {}
    for name, row in table.items():
        words = re.sub(r"\W+", "_", name).strip("_")
        while "test_" + words in tests:
            words += "_"
        tests["test_" + words] = make(name, row)
    return tests


def check_refused(test, _name, row):
    outcome = test.assert_refused(*row)
    for diagnostic in outcome.diagnostics:
        test.assertNotIn("root:", diagnostic.message + diagnostic.excerpt)


def check_contained(test, _name, source):
    outcome = test.compile(source)
    test.assertNotEqual(outcome.finished, 1, "it compiled")
    if outcome.status == 0:
        test.assertTrue(outcome.refused)
        test.assertTrue(outcome.diagnostics)
    else:
        test.assertIn(outcome.status, LIMITS, outcome.output.decode(errors="replace"))


def check_bounded(test, name, source):
    if test.compile(source).finished != 1:
        check_contained(test, name, source)


def check_harmless(test, _name, source):
    test.assert_compiles(source)


Refused = type("Refused", (CompilerTest,), each(hostile.REFUSED, check_refused))
Contained = type("Contained", (CompilerTest,), each(hostile.CONTAINED, check_contained))
Bounded = type("Bounded", (CompilerTest,), each(hostile.BOUNDED, check_bounded))
Harmless = type("Harmless", (CompilerTest,), each(hostile.HARMLESS, check_harmless))


class Confinement(CompilerTest):
    def test_a_pipe_is_not_waited_for(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "pipe.h")
            os.mkfifo(path)
            self.assert_refused(hostile.before(f'#include "{path}"'), "not found", 1)

    def test_no_file_is_opened_after_the_lock(self):
        strace = shutil.which("strace")
        if strace is None or SANITIZED:
            self.skipTest("needs strace, and a build without sanitizers")
        with tempfile.TemporaryDirectory() as folder:
            for source in (hostile.SOUND, hostile.before('#include "/etc/passwd"'),
                           hostile.BOUNDED["deep if"]):
                log = os.path.join(folder, "calls")
                starter.run(EXECUTABLE, source, wrapper=[strace, "-f", "-o", log])
                self.check_calls(pathlib.Path(log).read_text())

    def check_calls(self, log):
        calls = [m.group(1) for m in re.finditer(r"^\d+ +(\w+)\(", log, re.M)]
        locks = [i for i, m in enumerate(re.finditer(r"^\d+ +(\w+)\((.*)$", log, re.M))
                 if m.group(1) == "seccomp" and "len=" in m.group(2)]
        self.assertEqual(len(locks), 1, log)
        after = set(calls[locks[0] + 1:])
        self.assertTrue(after)
        self.assertLessEqual(after, {"brk", "mmap", "munmap", "mremap", "mprotect", "futex",
                                     "sysinfo", "exit_group"}, log)

    def test_diagnostics_say_where_and_what_instead(self):
        outcome = self.assert_refused(hostile.within('printf("%d", total);'), "implicit declaration",
                                      hostile.WITHIN)
        first = outcome.diagnostics[0]
        self.assertEqual(first.column, 5)
        self.assertEqual(first.excerpt, 'printf("%d", total);')
        self.assertIn("rs_print", first.hint)

    def test_names_that_need_a_header_get_it_named(self):
        source = hostile.SOUND.replace("#include <math.h>\n", "")
        outcome = self.assert_refused(source, "sqrt", 0)
        self.assertIn("#include <math.h>", outcome.diagnostics[0].hint)

    def test_a_refused_inclusion_says_what_can_be_included(self):
        outcome = self.assert_refused(hostile.before("#include <unistd.h>"), "unistd.h", 1)
        self.assertIn("string.h", outcome.diagnostics[0].hint)

    def test_errors_in_a_header_point_at_its_inclusion(self):
        outcome = self.assert_refused("\n#define size_t 5\n#include <string.h>\n", "stddef.h", 3)
        self.assertIn("in /include/stddef.h, line", outcome.diagnostics[0].message)

    def test_more_than_the_report_holds_is_counted(self):
        outcome = self.compile(hostile.CONTAINED["flood of warnings"])
        self.assertEqual(len(outcome.diagnostics), 32)
        self.assertGreater(outcome.dropped, 1000)

    @unittest.skipIf(SANITIZED, "a sanitizer's memory is slower than its limit of time")
    def test_memory_that_runs_out_is_a_located_error(self):
        outcome = self.compile(hostile.CONTAINED["pasting that doubles"])
        self.assertTrue(outcome.refused, outcome.status)
        self.assertRegex(outcome.text, "memory full")

    @unittest.skipIf(SANITIZED, "a sanitizer makes it slower")
    def test_time_that_runs_out_ends_by_its_own_signal(self):
        outcome = self.compile(hostile.CONTAINED["conditions that take long"])
        self.assertIn(outcome.status, (-signal.SIGXCPU, -signal.SIGKILL))
        self.assertEqual(outcome.finished, 0)

    def test_a_stack_that_overflows_ends_the_process_only(self):
        outcome = self.compile(hostile.CONTAINED["deep not"])
        self.assertEqual((outcome.status, outcome.finished), (-signal.SIGSEGV, 0))


class Tap(unittest.TestResult):
    """A line for each test."""
    count = failed = 0

    def line(self, word, test, note=""):
        self.count += 1
        print(f"{word} {self.count} - {test.id().removeprefix('__main__.')}{note}", flush=True)

    def addSuccess(self, test):
        self.line("ok", test)

    def addSkip(self, test, reason):
        self.line("ok", test, f" # SKIP {reason}")

    def addFailure(self, test, error):
        self.failed += 1
        self.line("not ok", test)
        for line in self._exc_info_to_string(error, test).splitlines():
            print("#", line[:2000])

    addError = addFailure

    def addSubTest(self, test, subtest, error):
        if error is not None:
            self.addFailure(subtest, error)


def main():
    suite = unittest.defaultTestLoader.loadTestsFromModule(sys.modules["__main__"])
    if len(sys.argv) > 2:
        unittest.defaultTestLoader.testNamePatterns = [f"*{sys.argv[2]}*"]
        suite = unittest.defaultTestLoader.loadTestsFromModule(sys.modules["__main__"])
    result = Tap()
    suite.run(result)
    print(f"1..{result.count}")
    return 1 if result.failed else 0


if __name__ == "__main__":
    EXECUTABLE = os.path.abspath(sys.argv[1])
    sys.exit(main())
