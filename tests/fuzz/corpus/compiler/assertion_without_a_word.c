#include <resyn.h>
_Static_assert(0, "");
