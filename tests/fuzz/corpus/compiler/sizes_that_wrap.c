struct s { char a[0x7ffffff0], b[0x7ffffff0]; };
struct s c[16];
int d = sizeof c, e[(sizeof(struct s) + 64)];
