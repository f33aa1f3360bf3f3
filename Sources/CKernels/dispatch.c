// Chooses among the levels, once.
#include "CKernels.h"

int ck_processor_level(void) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
      __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") &&
      __builtin_cpu_supports("avx512cd") && __builtin_cpu_supports("bmi2"))
    return 3;
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("bmi2"))
    return 2;
  if (__builtin_cpu_supports("avx")) return 1;
#endif
  return 0;
}

static int level = -1;

int ck_use_level(int wanted) {
  int most = ck_processor_level();
  if (most == 1) most = 0;
  level = wanted < most ? wanted : most;
  if (level != 3 && level != 2) level = 0;
  return level;
}

int ck_level(void) { return level < 0 ? ck_use_level(3) : level; }

#if defined(__x86_64__)
#define CK_KERNEL(name, parameters, arguments) \
  void name##_v4 parameters;                   \
  void name##_v3 parameters;                   \
  void name##_v0 parameters;                   \
  void name parameters {                       \
    switch (ck_level()) {                      \
      case 3: name##_v4 arguments; return;     \
      case 2: name##_v3 arguments; return;     \
      default: name##_v0 arguments; return;    \
    }                                          \
  }
#else
#define CK_KERNEL(name, parameters, arguments) \
  void name##_v0 parameters;                   \
  void name parameters { name##_v0 arguments; }
#endif
#include "kernels.def"
