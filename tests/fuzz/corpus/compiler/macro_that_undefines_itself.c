#define f(x) f(x) #undef f
_Pragma("push_macro(\"f\")") f(f)(f)
#define f(x...) x##x , ##x
f() f(f(f(,)))
