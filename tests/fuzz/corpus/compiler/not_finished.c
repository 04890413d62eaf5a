#include <resyn.h>
#if 1
#define F(x, F(
int f(void) { return F(F(1, 2)(, "