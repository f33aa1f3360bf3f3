// The kernels for processors with AVX-512.
#if defined(__x86_64__)
#define CK(name) name##_v4
#pragma clang attribute push(__attribute__((target("avx512f,avx512dq,avx512bw,avx512vl,avx512cd,avx2,fma,bmi,bmi2,lzcnt,popcnt"))), apply_to = function)
#include "kernels.inc"
#pragma clang attribute pop
#endif
