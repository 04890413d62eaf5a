/* fault: oracle_in_question — the line that shows the form is made from the solution */
/* SPDX-License-Identifier: Apache-2.0 */
/* polynomial_product.c: multiply two polynomials. */
#include <resyn.h>

enum { DEGREE_MAX = 6, PRODUCT_MAX = 2 * DEGREE_MAX + 1 };

struct state {
    int degree;
    int left[DEGREE_MAX + 1], right[DEGREE_MAX + 1]; /* [i]: of x^i */
};
RS_NO_WITNESS

static const int levels[] = {2, 3, 4, 5, 6};

static void multiply(const state *s, int *product)
{
    for (int i = 0; i < PRODUCT_MAX; i++)
        product[i] = 0;
    for (int i = 0; i <= s->degree; i++)
        for (int j = 0; j <= s->degree; j++)
            product[i + j] += s->left[i] * s->right[j];
}

static void put_product(const state *s, rs_text *text)
{
    int product[PRODUCT_MAX];
    multiply(s, product);
    for (int i = 2 * s->degree; i >= 0; i--)
        rs_print(text, "%d%s", product[i], i > 0 ? " " : "");
}

static void put_polynomial(const int *factor, int degree, rs_text *text)
{
    for (int i = degree; i >= 0; i--)
        rs_print(text, "%s%d*x^%d", i < degree ? " + " : "", factor[i], i);
}

bool generate(state *s, witness *w, rs_random *random, int level)
{
    s->degree = levels[level - 1];
    for (int i = 0; i <= s->degree; i++) {
        s->left[i] = rs_between(random, 1, 9 + 3 * level);
        s->right[i] = rs_between(random, 1, 9 + 3 * level);
    }
    return true;
}

void observe(const state *s, rs_text *question)
{
    rs_put_text(question, "Multiply the polynomials p(x) = ");
    put_polynomial(s->left, s->degree, question);
    rs_put_text(question, " and q(x) = ");
    put_polynomial(s->right, s->degree, question);
    rs_print(question,
             ".\nAnswer with the %d coefficients of the product from the highest power "
             "down to the constant, separated by spaces, like this: ",
             2 * s->degree + 1);
    put_product(s, question);
}

double verify(const state *s, rs_answer *answer)
{
    int product[PRODUCT_MAX], coefficient[PRODUCT_MAX], count = 2 * s->degree + 1;
    multiply(s, product);
    if (rs_read_ints(answer, coefficient, count, -1000000, 1000000) != count)
        return rs_reject(answer, "there must be %d coefficients", count);
    for (int i = 0; i < count; i++)
        if (coefficient[i] != product[count - 1 - i])
            return rs_reject(answer, "coefficient %d is wrong", i + 1);
    return 1;
}

void solve(const state *s, const witness *w, rs_text *answer)
{
    put_product(s, answer);
}

RESYN_ENVIRONMENT(.name = "polynomial_product", .category = "algebra", .levels = 5,
                  .summary = "Multiply two polynomials.",
                  .answer = "the coefficients from the highest power down", .score = RS_BINARY)
