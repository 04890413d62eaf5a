/* Ends by a stack overflow: rules see tokens, not what macros make of them. */
#define A ! ! ! ! ! ! ! ! ! !
#define B A A A A A A A A A A
#define C B B B B B B B B B B
#define D C C C C C C C C C C
int a(int x)
{
    return D D D D D D D D D D D D D D D D D D D D x;
}
