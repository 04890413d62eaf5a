/* sound: several named fields, on lines in any order or as a JSON object */
/* SPDX-License-Identifier: Apache-2.0 */
/* field_fence.c: sides and diagonal of a rectangle with known area and fence. */
#include <resyn.h>

struct state {
    int64_t area, fence;
};

struct witness {
    int width, height;
};

static const int levels[] = {30, 90, 300, 1500, 9000};

bool generate(state *s, witness *w, rs_random *random, int level)
{
    w->width = rs_between(random, 4, levels[level - 1]);
    w->height = rs_between(random, 3, levels[level - 1]);
    s->area = (int64_t)w->width * w->height;
    s->fence = 2 * (w->width + w->height);
    return w->width > w->height;
}

void observe(const state *s, rs_text *question)
{
    rs_print(
        question,
        "A rectangular field has an area of %lld square metres, and the fence around it is %lld "
        "metres long. Its sides are whole numbers of metres, and it is wider than high. Answer "
        "with its width and its height, in metres, and the square of its diagonal, in square "
        "metres, in this form with numbers in place of the dots:\nwidth: ...\nheight: "
        "...\nsquare: ...",
        (long long)s->area, (long long)s->fence);
}

double verify(const state *s, rs_answer *answer)
{
    int64_t width = rs_read_int(rs_field(answer, "width"), 1, 100000);
    int64_t height = rs_read_int(rs_field(answer, "height"), 1, 100000);
    int64_t square = rs_read_int(rs_field(answer, "square"), 1, 20000000000);
    if (width <= height || width * height != s->area || 2 * (width + height) != s->fence)
        return rs_reject(answer, "the sides are others");
    if (square != width * width + height * height)
        return rs_reject(answer, "the diagonal is another");
    return 1;
}

void solve(const state *s, const witness *w, rs_text *answer)
{
    rs_print(answer, "width: %d\nheight: %d\nsquare: %lld", w->width, w->height,
             (long long)w->width * w->width + (long long)w->height * w->height);
}

bool another(const state *s, const witness *w, rs_random *random, rs_text *answer)
{
    rs_print(answer, "{\"square\": %lld, \"height\": %d, \"width\": %d}",
             (long long)w->width * w->width + (long long)w->height * w->height, w->height,
             w->width);
    return true;
}

RESYN_ENVIRONMENT(.name = "field_fence", .category = "geometry", .levels = 5,
                  .summary = "Find the sides of a field from its area and fence.",
                  .answer = "three lines: width, height and square", .score = RS_BINARY)
