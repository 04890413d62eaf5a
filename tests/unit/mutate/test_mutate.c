/* SPDX-License-Identifier: Apache-2.0 */
/* test_mutate.c: which changes a verifier gets, and that each is the one it says. */
#include "tests/unit/test.h"

#include <stdio.h>
#include <string.h>

#include "lib/mutate/mutate.h"

/* All changes of a source, a line each: the sentence, and the source as it is then. */
static void assert_changes(const char *source, const char *expected)
{
    struct mutations found;
    struct buffer out = BUFFER_INIT;
    assert_true(mutations_find(&found, source, strlen(source)));
    for (size_t i = 0; i < found.count; i++) {
        buffer_print(&out, "%s: ", found.list[i].what);
        mutation_apply(&found.list[i], source, strlen(source), &out);
        buffer_append_text(&out, "\n");
    }
    assert_string_equal(out.size ? out.data : "", expected);
    buffer_deinit(&out);
    mutations_deinit(&found);
}

static void conditions(void **unused)
{
    assert_changes("f verify(s){if(odd(n))x;}",
                   "`odd(n)` never holds: f verify(s){if(((odd(n)), 0))x;}\n"
                   "`odd(n)` always holds: f verify(s){if(((odd(n)), 1))x;}\n");
    assert_changes("f verify(s){while(next())x;}",
                   "`next()` never holds: f verify(s){while(((next()), 0))x;}\n");
    assert_changes("f verify(s){return ok ? 1 : 0;}",
                   "`ok` never holds: f verify(s){return ((ok), 0) ? 1 : 0;}\n"
                   "`ok` always holds: f verify(s){return ((ok), 1) ? 1 : 0;}\n");
}

static void comparisons(void **unused)
{
    assert_changes("f verify(s){x=a<b;}", "`<` as `<=`: f verify(s){x=a<=b;}\n");
    assert_changes("f verify(s){x=a>=b;}", "`>=` as `>`: f verify(s){x=a>b;}\n");
    assert_changes("f verify(s){x=a==b;}", "`==` as `!=`: f verify(s){x=a!=b;}\n");
    /* None of these compares. */
    assert_changes("f verify(s){x=s->n<<2>>1;x<<=1;x>>=1;x+=1;}", "");
    assert_changes("f verify(s){x=\"a<b\";y='<';/* a<b */ // a<b\n}", "");
    assert_changes("f verify(s){\n#define LESS a<b\n}", "");
}

static void operands(void **unused)
{
    assert_changes("f verify(s){x=a&&b&&c;}",
                   "`a` need not hold: f verify(s){x=((a), 1)&&b&&c;}\n"
                   "`b` need not hold: f verify(s){x=a&&((b), 1)&&c;}\n"
                   "`c` need not hold: f verify(s){x=a&&b&&((c), 1);}\n");
    assert_changes("f verify(s){return(g(a,b)||c[i||1]);}",
                   "`g(a,b)` does not suffice: f verify(s){return(((g(a,b)), 0)||c[i||1]);}\n"
                   "`c[i||1]` does not suffice: f verify(s){return(g(a,b)||((c[i||1]), 0));}\n"
                   "`i` does not suffice: f verify(s){return(g(a,b)||c[((i), 0)||1]);}\n"
                   "`1` does not suffice: f verify(s){return(g(a,b)||c[i||((1), 0)]);}\n");
}

static void loops(void **unused)
{
    assert_changes("f verify(s){for(int i=0;i<n;i++)x;}",
                   "the first round of the loop is left out: "
                   "f verify(s){for(int i=1;i<n;i++)x;}\n"
                   "the last round of the loop is left out: "
                   "f verify(s){for(int i=0;i+ 1 <n;i++)x;}\n");
    assert_changes("f verify(s){for(i=n;i>=a[0];i--)x;}",
                   "the last round of the loop is left out: "
                   "f verify(s){for(i=n;i- 1 >=a[0];i--)x;}\n");
}

/* What verify does not reach is not its business. */
static void reached_functions(void **unused)
{
    assert_changes("int g(x){return a<b;} int h(x){return c<d;} int i(x){return g(x);}\n"
                   "f verify(s){return i(x);}",
                   "`<` as `<=`: int g(x){return a<=b;} int h(x){return c<d;} "
                   "int i(x){return g(x);}\nf verify(s){return i(x);}\n");
    assert_changes("int g(x){return a<b;}", "");
    assert_changes("int verify=a<b;", "");
}

static void places(void **unused)
{
    struct mutations found;
    const char source[] = "f verify(s)\n{\n    x = 1;\n  if (a\n   != \"\xff\") y;}";
    assert_true(mutations_find(&found, source, strlen(source)));
    assert_int_equal(found.count, 3);
    assert_int_equal(found.list[0].line, 4);
    assert_int_equal(found.list[0].column, 7);
    assert_string_equal(found.list[0].what, "`a != \"?\"` never holds");
    assert_int_equal(found.list[2].line, 5);
    mutations_deinit(&found);
}

static void long_conditions_are_shortened(void **unused)
{
    struct mutations found;
    char source[300];
    snprintf(source, sizeof source, "f verify(s){if(%0200d)x;}", 1);
    assert_true(mutations_find(&found, source, strlen(source)));
    assert_int_equal(found.count, 2);
    assert_non_null(strstr(found.list[0].what, "0...` never holds"));
    mutations_deinit(&found);
}

/* Broken in every way that brackets can be; and as many changes as there may be. */
static void anything_is_a_source(void **unused)
{
    static const char *const sources[] = {
        "",
        "verify",
        "verify(",
        "verify(){",
        "verify()}",
        "verify(]{",
        "){}(",
        "verify(){if",
        "verify(){if(}",
        "verify(){for(i=",
        "verify(){&&}",
        "verify(){?}",
        "verify(){...5<}",
        "verify(){a<",
        "verify(){if(",
        "verify(){\n#if(\n}",
    };
    struct mutations found;
    for (size_t i = 0; i < sizeof sources / sizeof *sources; i++) {
        assert_true(mutations_find(&found, sources[i], strlen(sources[i])));
        mutations_deinit(&found);
    }
    struct buffer many = BUFFER_INIT;
    buffer_append_text(&many, "f verify(){");
    for (int i = 0; i < 30000; i++)
        buffer_append_text(&many, "a<b;");
    buffer_append_text(&many, "}");
    assert_true(mutations_find(&found, many.data, many.size));
    assert_int_equal(found.count, MUTATIONS_MAX);
    mutations_deinit(&found);
    buffer_deinit(&many);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(conditions),
    cmocka_unit_test(comparisons),
    cmocka_unit_test(operands),
    cmocka_unit_test(loops),
    cmocka_unit_test(reached_functions),
    cmocka_unit_test(places),
    cmocka_unit_test(long_conditions_are_shortened),
    cmocka_unit_test(anything_is_a_source),
};
RUN_TESTS(tests)
