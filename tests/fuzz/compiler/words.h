/* SPDX-License-Identifier: Apache-2.0 */
/* words.h: what mutations put into sources: each has troubled some C compiler somewhere. */
#ifndef FUZZ_WORDS_H
#define FUZZ_WORDS_H

struct nest_words {
    const char *open, *close;
};

/* clang-format off */
static const struct nest_words nest_words[] = {
    {"(", ")"}, {"[", "]"}, {"{", "}"}, {"-", ""}, {"!", ""}, {"*", ""}, {"&", ""}, {"~", ""},
    {"({", ";})"}, {"(int)", ""}, {"sizeof ", ""}, {"1?", ":0"}, {"if(1)", ""}, {"{;", "}"},
    {"for(;;)", ""}, {"do ", "while(0);"}, {"switch(1)", ""}, {"else if(0);", ""}, {"a(", ")"},
    {"x[", "]"}, {"struct{", "}x;"}, {"union{", "};"}, {"int(*", ")(void)"}, {"1+", "1"},
    {"1,", "1"}, {"case 1:", ""}, {"\"a\"", ""}, {"f##", "f"}, {"#", ""}, {".x", ""}, {"->x", ""},
    {"[1]", ""}, {"/*", "*/"}, {"\\\n", ""}, {"\n#if 1\n", "\n#endif\n"}, {"\n#if ", ""},
    {"_Generic(1,int:", ")"}, {"__typeof__(", ")"}, {"static ", ""}, {"long ", ""}, {"const ", ""},
    {"defined ", ""}, {"1||", "1"}, {"1&&", "0"},
};
enum { NEST_WORDS = sizeof nest_words / sizeof *nest_words };

static const char *const extreme_numbers[] = {
    "0", "1", "-1", "2", "31", "32", "63", "64", "127", "128", "255", "256", "4095", "4096", "4097",
    "65535", "65536", "1048576", "2097152", "16777216", "0x7fffffff", "0x80000000", "0xffffffff",
    "0x100000000", "0x7fffffffffffffff", "0x8000000000000000", "0xffffffffffffffff",
    "18446744073709551616", "99999999999999999999999999", "-2147483648", "(-2147483647-1)", "07777",
    "08", "0b1", "0x", "0x1p1024", "0x1p-1100", "1e400", "1e-400", "1e999999999", "1e-999999999",
    "0x1p999999999999", "1.", ".1", "1..2", "1e", "1e+", "0x.p1", "1.0f", "1.0L", "1u", "1ull",
    "1lul", "1i", "'a'", "'abcd'", "''", "'\\xffff'", "'\\777'", "L'a'", "\"\"", "sizeof(state)",
    "(1/0)", "(1%0)", "(0x80000000/-1)", "(-9223372036854775807-1)/-1", "(1<<64)", "(1<<-1)",
    "(1>>99)", "(int)1e300", "0.0/0.0", "&verify", "(char*)0", "(void)0", "({1;})",
    "0x200000000000", "0x200000100000",
};
enum { EXTREME_NUMBERS = sizeof extreme_numbers / sizeof *extreme_numbers };

static const char *const odd_words[] = {
    "int", "long", "short", "char", "double", "float", "void", "_Bool", "signed", "unsigned",
    "struct", "union", "enum", "typedef", "static", "extern", "inline", "register", "auto", "const",
    "volatile", "restrict", "_Atomic", "_Thread_local", "_Noreturn", "_Complex", "sizeof",
    "_Alignof", "__alignof__", "_Alignas(4096)", "_Alignas(1<<30)", "_Alignas(-8)", "_Alignas(0)",
    "typeof", "__typeof__(x)", "_Generic", "_Static_assert(0,\"\");", "goto", "goto *p;", "&&label",
    "label:", "return", "return return", "break;", "continue;", "case", "case 1 ... 99:",
    "case 0 ... 0xffffffffffffffff:", "default:", "switch(1)", "while", "do", "for(;;)", "if",
    "else", "asm", "asm(\"nop\")", "__asm__ volatile(\"\":::\"memory\")", "__attribute__",
    "__attribute__((aligned(4096)))", "__attribute__((aligned(1<<31)))", "__attribute__((packed))",
    "__attribute__((section(\".text\")))", "__attribute__((section(\"/\")))",
    "__attribute__((alias(\"verify\")))", "__attribute__((constructor))",
    "__attribute__((destructor))", "__attribute__((weak))", "__attribute__((cleanup(f)))",
    "__attribute__((visibility(\"hidden\")))", "__attribute__((mode(DI)))",
    "__attribute__((vector_size(16)))", "__attribute__((regparm(3)))", "__attribute__((stdcall))",
    "__attribute__((dllexport))", "__builtin_va_list", "__builtin_va_start",
    "__builtin_va_arg(x,int)", "__va_arg", "__builtin_frame_address(0)",
    "__builtin_frame_address(99999)", "__builtin_return_address(0)", "__builtin_choose_expr",
    "__builtin_constant_p", "__builtin_types_compatible_p(int,int)", "__builtin_expect",
    "__builtin_offsetof", "__builtin_alloca", "alloca(1<<30)", "__func__", "__FUNCTION__",
    "__FILE__", "__LINE__", "__COUNTER__", "__DATE__", "__TIME__", "__BASE_FILE__", "__VA_ARGS__",
    "__INCLUDE_LEVEL__", "__label__ l;", "NULL", "state", "witness", "verify", "generate", "main",
    "resyn_declaration", "__resyn_data", "RESYN_ENVIRONMENT", "RESYN_CHECKER", "rs_print", "_start",
    "_end", "_etext", "__bss_start", "malloc", "memcpy", "__chk_fail", "int x[]", "int x[0]",
    "int x[-1]", "int x[n]", "int x[n][n]", "int x:0", "int x:65", "int :0;",
    "struct{int a:31,:0;}", "struct s{struct s s;}", "struct{char a[1<<30],b[1<<30];}",
    "enum{A=0x7fffffff,B}", "(struct{int a;}){1}", "(int[]){[1<<28]=1}", "{[0 ... 999999]=1}",
    "{.a.b.c=1}", "{{{{}}}}", "x=x=x", "a?:b", "a?\?(", "<:", "%:", "...", "->", "::", "@", "`",
    "$", "\\u0041", "\\", "\"\\x\"", "\"\\777\"", "L\"\"", "u8\"\"", "R\"(", "'\\", "\"", "//",
    "/*", "*/", "\xef\xbb\xbf", "\xc2\xa0", "\xe2\x80\xae", "\x1b[2J", ";", ",", "(", ")", "{", "}",
    "[", "]", "=", "==", "++", "--", "<<=", ">>=", "##", "#",
};
enum { ODD_WORDS = sizeof odd_words / sizeof *odd_words };

static const char *const odd_lines[] = {
    "#define A A", "#define A B\n#define B A\nA", "#define f(x) f(x)(x)\nf(f)(f)(1)",
    "#define D(x) x x x x\nint a=D(D(D(D(D(D(D(1+)))))))1;",
    "#define D(x) x x x x x x x x\nD(D(D(D(D(D(D(D(D(D(D(D(;))))))))))))",
    "#define C(a,b) a##b\nC(,)C(-,>)C(\",\")C(/,/)C(1,e)C(e,+)", "#define S(x) #x\nS(\")S(\\)S(')",
    "#define S(x) #x\n#define T(x) S(x) S(x) S(x) S(x)\nchar*s=T(T(T(T(T(T(a))))));",
    "#define V(...) __VA_ARGS__ , ## __VA_ARGS__\nV()V(1)V(V(V(,)))",
    "#define V(x...) V(x)\nV(V)(1,2)", "#define V(a,a) a", "#define V(", "#define", "#define 1",
    "#define defined", "#define __LINE__ x", "#define int char", "#define return",
    "#define if(x) while(x)", "#define __VA_ARGS__ 1", "#undef __FILE__", "#undef", "#undef NULL",
    "#if", "#if 1/0\n#endif", "#if 1%0\n#endif", "#if 0x7fffffffffffffff+1\n#endif",
    "#if defined\n#endif", "#if defined(\n#endif", "#if (\n#endif", "#if 1 ?\n#endif", "#if 0\n",
    "#elif 1", "#else", "#endif", "#if 1\n#else\n#else\n#endif", "#include", "#include <",
    "#include \"", "#include \"/etc/passwd\"", "#include </etc/passwd>", "#include \"/dev/zero\"",
    "#include \"../../../etc/passwd\"", "#include <resyn.h>", "#include \"string.h\"",
    "#include_next <string.h>", "#define H <string.h>\n#include H",
    "#define H \"/etc/hostname\"\n#include H", "#define H H\n#include H", "#include __FILE__",
    "#include \"<string>\"", "#if __has_include(\"/etc/passwd\")\n#endif", "#line 1",
    "#line 99999999999", "#line 1 \"/etc/passwd\"", "#pragma once", "#pragma pack(push,1)",
    "#pragma pack(999)", "#pragma pack(pop)",
    "#pragma push_macro(\"NULL\")\n#pragma pop_macro(\"NULL\")", "#pragma comment(lib,\"c\")",
    "#pragma comment(option,\"-run\")", "_Pragma(\"once\")", "#error x", "#warning x", "#!x",
    "# 1 \"x\" 1", "#ident \"x\"", "#", "##", "int a[1<<30];", "char b[0x7fffffff];",
    "double c[1<<28][1<<28];", "static char d[1<<20]={1};", "struct big{char x[0x7ffffff0];};",
    "int e[]={[0x7fffffff]=1};", "char f[]={[1<<24]=1};", "int g=sizeof(int[1<<30][1<<30]);",
    "typedef int t[-1];", "typedef int T;typedef T U;U T;", "extern int h;extern char h;",
    "int i(int),i(char);", "void j(void){goto k;}", "void l(){l:l:;}",
    "void m(int n){int a[n][n];sizeof a;}", "int n=n;", "int *o=&o[1<<30];",
    "__attribute__((alias(\"p\"))) int p(void);", "static int q(void);int r(void){return q();}",
    "void s(void){switch(1){case 1:case 1:;}}", "void t(void){break;}",
    "int u(void){return({int v;});}", "struct v{int a;}w={1,2,3};", "int x=1,x=2;",
    "inline int y(void){return 1;}", "long double z=1.0L;", "_Complex double aa;",
    "int bb[3]={[5]=1};", "char cc[2]=\"abc\";", "void dd(int a[static 1<<30]){}",
    "void ee(a,b)int a;char b;{}", "int ff()()[];", "union gg{int a:1;char b[1<<20];};",
    "double hh=1e999;", "float ii=0x1p-1074;", "int jj=(int)&jj;", "int kk=\"abc\"[1];",
    "char*ll=1+\"abc\";", "enum mm{nn=1LL<<40};",
    "void oo(void){__label__ p;p:;void*q=&&p;goto*q;}", "asm(\".incbin \\\"/etc/passwd\\\"\");",
    "void pp(void){asm(\".globl x\");}", "int qq __asm__(\"verify\");", "char __resyn_data[1];",
    "void __chk_fail(void){}", "int resyn_declaration;", "int verify=1;", "void generate(void){}",
    "struct state{int x[99999999];};",
};
enum { ODD_LINES = sizeof odd_lines / sizeof *odd_lines };

/* clang-format on */

#endif
