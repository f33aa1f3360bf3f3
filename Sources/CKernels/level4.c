// The kernels for processors with AVX-512.
#if defined(__x86_64__)
#include <immintrin.h>
#define CK(name) name##_v4
// What has no portable word is written in intrinsics under this name.
#define CK_AVX512
#pragma clang attribute push(__attribute__((target("avx512f,avx512dq,avx512bw,avx512vl,avx512cd,avx2,fma,bmi,bmi2,lzcnt,popcnt"))), apply_to = function)
#include "kernels.inc"
#pragma clang attribute pop
#endif
