// The kernels for processors with AVX2.
#if defined(__x86_64__)
#define CK(name) name##_v3
#pragma clang attribute push(__attribute__((target("avx2,fma,bmi,bmi2,lzcnt,popcnt"))), apply_to = function)
#include "kernels.inc"
#pragma clang attribute pop
#endif
