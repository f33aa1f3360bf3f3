// The kernels for every processor.
#define CK(name) name##_v0
#include "kernels.inc"
