# SPDX-License-Identifier: Apache-2.0
"""Sources that mean harm, and what becomes of each. REFUSED: name → (source, what the diagnostics
say, the line of the first one or 0). CONTAINED: name → source; refused, or killed by a limit, within
the limits, and never compiled. BOUNDED: the same, but compiling it is right too. HARMLESS: name →
source; compiles."""
import pathlib

SOUND = pathlib.Path(__file__).with_name("sound.c").read_text()
CHECKER = pathlib.Path(__file__).with_name("sound_checker.c").read_text()
LINES = SOUND.count("\n")


def after(text):
    """The sound environment and something behind it, on the line LINES + 1."""
    return SOUND + text


def before(text):
    return text + "\n" + SOUND


def within(text):
    """In the middle of verify, in place of its assertion."""
    line = "    assert(total >= 0 && total < INT_MAX);"
    assert line in SOUND
    return SOUND.replace(line, "    " + text)


def change(old, new):
    assert old in SOUND, old
    return SOUND.replace(old, new, 1)


def line_of(source, part):
    return source[:source.index(part)].count("\n") + 1


WITHIN = line_of(SOUND, "    assert(total")
NEXT = LINES + 1

INCLUSIONS = ["/etc/passwd", "/etc/shadow", "/etc/hostname", "/proc/self/environ", "/proc/self/mem",
              "/proc/kmsg", "/dev/stdin", "/dev/zero", "/dev/tty", "../../../../etc/passwd",
              "sound.c", "<string>", "", "/include/../etc/passwd", "unistd.h", "sys/socket.h",
              "a" * 5000]

TOKENS = "int struct { } ( ) * & ? : , ; sizeof typeof _Generic [ ] = # ## @ 1".split()

REFUSED = {
    **{f"includes {name[:24]!r}": (before(f'#include "{name}"'), r"include file|FILENAME", 1)
       for name in INCLUSIONS},
    **{f"includes system {name[:24]!r}": (before(f"#include <{name}>"), r"include file|FILENAME", 1)
       for name in INCLUSIONS},
    "includes a computed name": (before("#define P </etc/passwd>\n#include P"), r"not found", 2),
    "includes the next": (before("#include_next </etc/passwd>"), r"not found", 1),
    "pragma option": (before('#pragma comment(option,"-run")'), r"pragma comment", 1),
    "pragma option from file": (before('#pragma comment(option,"@/etc/passwd")'), "pragma", 1),
    "pragma option, spliced": (before('#pragma \\\n comment(option,"-run")'), r"pragma comment", 1),
    "pragma library": (before('#pragma comment(option,"-L/tmp")\n#pragma comment(lib,"evil")'),
                       r"pragma comment", 1),
    "an assertion without a word": (before('_Static_assert(0, "");'), r"without a message", 1),
    "an assertion of a blank": (before('_Static_assert(0, " ");'), r"without a message", 1),
    "asm in a function": (within('asm("syscall");'), r"inline assembly", WITHIN),
    "asm at file level": (after('__asm__(".org -100");'), r"inline assembly", NEXT),
    "asm bomb": (after('asm(".rept 1000000000\\n nop\\n .endr");'), r"inline assembly", NEXT),
    "asm label": (after('int other(void) __asm__("verify");'), r"inline assembly", NEXT),
    "asm, pasted": (after('#define C(a, b) a##b\nC(a, sm)(".fill 1000000000");'),
                    r"inline assembly", 0),
    "asm, pasted in a function": (within("\n#define C(a, b) a##b\nC(__as, m__)(\"nop\");"),
                                  r"inline assembly", 0),
    "library function system": (within('system("id");'), r"implicit declaration.*system", WITHIN),
    "library function open": (within('extern int open(const char *, int); open("/", 0);'),
                              r"undefined symbol 'open'", WITHIN),
    "library function dlsym": (within("extern void *dlsym(void *, const char *);\n"
                                      'dlsym((void *)0, "system");'), r"undefined symbol", WITHIN),
    "static data of 2 MiB": (after("char big[2097152];"), r"too large", NEXT),
    "static data in sum": (after("char a[524288], b[524288], c[524288];"), r"too large", NEXT),
    "static data beyond 4 GiB": (after("#define N (1u << 30)\nchar a[N], b[N], c[N], d[N], e[N];"),
                                 r"too large|invalid", 0),
    "an array that wraps": (after("char a[65536][65536];"), r"array of more than", NEXT),
    "an array of a negative size": (after("char a[-1];"), r"invalid array size", NEXT),
    "alignment of 1 GiB": (after("char a __attribute__((aligned(1 << 30)));"), "alignment", NEXT),
    "alignment of two pages": (after("char a __attribute__((aligned(8192)));"), "alignment", NEXT),
    "alignment, negative": (after("char a __attribute__((aligned(-4096)));"), "alignment", NEXT),
    "alignment of a function": (after("__attribute__((aligned(1 << 20))) void f(void) {}"),
                                "alignment", 0),
    "memcmp, redefined": (after("int memcmp(const void *a, const void *b, size_t n)\n"
                                "{ return 0; }"), r"'memcmp' defined twice", NEXT),
    "a reader, redefined": (after("bool rs_refused(const rs_answer *a) { return false; }"),
                            r"'rs_refused' defined twice", NEXT),
    "the marker, redefined": (after("char __resyn_data[4096] = {2};"), r"defined twice", NEXT),
    "the marker, static": (after("static int f(void) { extern char __resyn_data[]; return 0; }\n"
                                 "#error end"), r"#error end", NEXT + 1),
    "verify missing": (change("double verify(", "double verfy("), r"verify is missing", 0),
    "verify static": (change("double verify(", "static double verify("), r"static", 0),
    "verify of another type": (change("double verify(", "int verify("), r"incompatible types", 0),
    "generate missing": (change("bool generate(", "bool generat("), r"generate is missing", 0),
    "observe missing": (change("void observe(", "void observ("), r"observe is missing", 0),
    "solve missing": (change("void solve(", "void solv("), r"solve is missing", 0),
    "load missing": (CHECKER.replace("bool load(", "bool lod("), r"load is missing", 0),
    "no declaration": (SOUND[:SOUND.index("RESYN_ENVIRONMENT")], r"declaration is missing", 0),
    "nothing but a comment": ("/* nothing */\n", r"declaration is missing", 0),
    "another ABI": (change(".name =", ".abi = 99, .name ="), r"another ABI: 99", 0),
    "declaration too short": ("int resyn_declaration = 1;", r"is missing", 0),
    "declaration is a function": ("void resyn_declaration(void) {}", r"no declaration", 0),
    "declaration is zeros": ("char resyn_declaration[8192];", r"another ABI", 0),
    "verify is data": ("#define verify verify_declared\n#include <resyn.h>\n#undef verify\n"
                       + SOUND.replace("#include <resyn.h>", "")
                       .replace("double verify(", "double judge(") + "double verify = 1;\n",
                       r"verify is not a function", 0),
    "verify in a section of data": (change("double verify(",
                                           '__attribute__((section(".data"))) double verify('),
                                    r"verify is not a function", 0),
    "verify in a section of its own": (change("double verify(",
                                              '__attribute__((section(".own"))) double verify('),
                                       r"verify is not a function", 0),
    "NUL": (SOUND[:200] + "\0" + SOUND[200:], r"NUL", line_of(SOUND, SOUND[200:])),
    "not UTF-8": (SOUND.encode()[:200] + b"\xff" + SOUND.encode()[200:], r"UTF-8", 0),
    "empty": ("", r"empty", 0),
    "too long": ("/" * 262145, r"262145 bytes", 0),
    "far too long": ("/" * (3 << 20), r"3145728 bytes", 0),
    "includes itself deeply": (before("#include <resyn.h>\n" * 40 + "#error stop"), r"stop", 41),
    "an error that speaks to terminals": (before('#error \x1b]0;x\x07\x1b[31m {"score":1.0}'),
                                          r"#error", 1),
    "lines renumbered": (before('#line 77 "/etc/passwd"\nint x = y;'), r"#line", 1),
    "lines renumbered, short": (before('# 77 "/etc/passwd"\nint x = y;'), r"#line", 1),
    "long double": (within("long double x = 1;"), r"long double", WITHIN),
    "long double constant": (within("double x = 1.0L;"), r"long double", WITHIN),
    "format without argument": (change('"the sum is %d", total', '"the sum is %d"'),
                                r"takes 1 argument", 0),
    "format that writes": (change('"the sum is %d", total', '"the sum is %n", &total'), r"%n", 0),
    "open string": (within('char *p = "abc;'), r"closing quote", WITHIN),
    "open comment": (after("/* abc"), r"comment", 0),
    "open brace": (SOUND.replace("        calls++;", "        {"), r"local functions|expected", 0),
    "deep parentheses": (after("int x = " + "(" * 50000 + "1" + ")" * 50000 + ";"), "nested", NEXT),
    "deep braces": (within("{" * 50000 + "}" * 50000), r"nested", WITHIN),
    "deep brackets": (after("int x" + "[1" * 50000 + "]" * 50000 + ";"), r"nested", NEXT),
    "deep initialiser": (after("int x[] = " + "{" * 50000 + "1" + "}" * 50000 + ";"), "nested", NEXT),
    "deep struct": (after("struct a {" * 15000 + "int x;" + "} a;" * 15000), r"nested", NEXT),
    "deep declarator": (after("int " + "(*" * 50000 + "x" + ")" * 50000 + ";"), r"nested", NEXT),
    "a conversion from nothing": (within('rs_print(0, "%");'), r"format", WITHIN),
}

CONTAINED = {
    "macro bomb": after("#define A x x x x x x x x x x\n"
                        + "".join(f"#define {b} {a} {a} {a} {a} {a} {a} {a} {a} {a} {a}\n"
                                  for a, b in zip("ABCDEFGHI", "BCDEFGHIJ")) + "J"),
    "macro bomb in calls": after("#define f(x) x x\n" + "int y = " + "f(" * 200 + "1" + ")" * 200),
    "paste bomb": after("#define P(a, b) a##b\n#define A0 " + "a" * 1000 + "\n" + "".join(
        f"#define C{i + 1}(x) P(x, x) P(x, x) P(x, x)\n" for i in range(20)) + "".join(
        f"#define A{i + 1} C{i + 1}(A{i})\n" for i in range(20)) + "A20"),
    "stringize bomb": after("#define S(x) #x\n#define X(x) S(x) S(x) S(x) S(x)\n"
                            + "char *s = " + "X(" * 100 + "a" + ")" * 100 + ";"),
    "pasting that doubles": after(
        "#define C_(a, b) a##b\n#define C(a, b) C_(a, b)\n#define D0 aaaaaaaaaaaaaaaa\n" + "".join(
            f"#define D{i + 1} C(D{i}, D{i})\n" for i in range(26)) + "int D26;"),
    "a macro that calls itself": after("#define f(x) f(f(x)) f(f(x))\n" + "f(" * 240 + ")" * 240),
    "conditions that take long": before(
        "#define A 1+1+1+1+1+1+1+1+1+1\n#define B A+A+A+A+A+A+A+A+A+A\n"
        "#define C B+B+B+B+B+B+B+B+B+B\n#define D C+C+C+C+C+C+C+C+C+C\n"
        + "#if D\n#endif\n" * 15000),
    "deep negation": within("total = " + "- " * 100000 + "1;"),
    "deep not": within("total = " + "!" * 200000 + "1;"),
    "deep typeof": after("typeof" * 1 + "(int) x;" + "typeof(x) " * 20000 + "y;"),
    "deep generic": within("total = " + "_Generic(1, int: " * 250 + "1" + ")" * 250 + "; }"),
    "deep assignment": within("total = " * 25000 + "1;"),
    "huge initialiser": after("char a[] = {[0x7ffffff0] = 1};"),
    "huge range": after("char a[] = {[0 ... 0x3ffffff0] = 1};"),
    "huge local initialiser": within("char a[1 << 14][1 << 14][4] = {{{1}}}; total = a[1][1][1]; ="),
    "huge structure": after("struct s { char a[1 << 24][128]; }; struct s t = {{{1}}};"),
    "huge enumeration": after("enum e {" + "a," * 100000 + "};"),
    "flood of errors": after("int x = y;\n" * 15000),
    "flood of warnings": after("#define W char *p = 1;\nvoid f(void) {\n" + "{W}\n" * 30000 + "}\n"),
    "flood of directives": before("#warning w\n" * 20000 + "#error stop"),
    "flood of conditions": before("#if 1\n" * 40000),
    "flood of undefined symbols": within("".join(f"{{extern int u{i}(void); u{i}();}}"
                                                 for i in range(6000))),
    "an unfinished macro call": after("#define f(x) x\nf(" + "a," * 60000),
    "arguments by the thousand": after("#define f(...) __VA_ARGS__ __VA_ARGS__\n"
                                       + "int x = f(f(f(f(" + "1," * 60000 + "1))));"),
    "division by zero": after("int x = 1 / 0; int y[1 % 0];"),
    "shift beyond": after("int x[1 << 77]; int y[-1 >> 99];"),
    "bit-fields": after("struct s { int a : 33; int b : -1; int c : 1 << 30; };"),
    "a name of 200 KiB": after("int " + "a" * 200000),
    "a character of many": after("int x = '" + "a" * 100000 + "';"),
    "braces without end": "{" * 250 + "x" * 100,
    "old-style parameters": after("int f(" + "a," * 250 + "a) int a[a]; { }"),
    "a variable array in a prototype": after("void f(int n, int (*p)[n][n][sizeof(int[n])]) { } }"),
    "random tokens": "".join(TOKENS[i * 7919 % len(TOKENS)] + " " for i in range(30000)),
}

BOUNDED = {
    "deep stars": after("int " + "*" * 120000 + "x;"),
    "deep sizeof": within("total = " + "sizeof " * 30000 + "1;"),
    "deep if": within("if (1) " * 30000 + ";"),
    "deep else if": within("if (0);" + " else if (0);" * 15000),
    "deep conditional": within("total = " + "1 ? 1 : " * 25000 + "1;"),
    "deep casts": within("total = " + "(int)" * 45000 + "1;"),
    "deep loops": within("for (;;) " * 25000 + ";"),
    "deep switch": within("switch (1) case 1: " * 12000 + ";"),
    "deep labels": within("".join(f"l{i}: " for i in range(20000)) + ";"),
    "a string of 200 KiB": after('char *s = "' + "\\x" * 100000 + '";'),
    "the marker, in zeroed data": after("char __resyn_data[4096];"),
}

HARMLESS = {
    "a switch of 22,000 cases": after("int f(int x) { switch (x) {\n" + "".join(
        f"case {i}:" for i in range(22000)) + " return 1; } return 0; }"),
    "many names": after("".join(f"int v{i};" for i in range(9000))),
    "constructors": after("static int ran; __attribute__((constructor)) static void f(void) "
                          "{ ran = 1; }"),
    "initialisers in sections": after('void f(void) {} void (*g)(void) '
                                      '__attribute__((section(".init_array"))) = f;'),
    "is there a file": after("#if defined(__has_include)\n#endif\n"),
    "date and time": after("static const char now[] = __DATE__ __TIME__;"),
    "a jump table": within("void *to[] = {&&one, &&two}; goto *to[total & 1]; one: two: ;"),
    "a statement in an expression": within("total = ({ int z = total; z; });"),
    "a harmless warning": after("#define A 1\n#define A 2\n"),
    "many strings": after("".join(f'const char *s{i} = "text {i}";' for i in range(4000))),
    "unused static prototypes": after("static int nobody(void); static inline int no(int x) "
                                      "{ return x; }"),
    "text in other scripts": after('/* π ≈ 3 */ const char *pi = "π – 数";'),
    "quotes where they do not count": after("/* it's \"open */\n// don't \"open\n"),
}
