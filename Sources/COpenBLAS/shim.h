// OpenBLAS as Debian ships it: CBLAS with its header, LAPACK as Fortran symbols without one (NO_LAPACKE).
#pragma once
#include <cblas.h>

#ifdef __cplusplus
extern "C" {
#endif

// Cholesky factorisation of a symmetric positive definite matrix (LAPACK dpotrf).
void dpotrf_(const char *uplo, const int *n, double *a, const int *lda, int *info);

// Least squares by QR with column pivoting and rank determination (LAPACK dgelsy).
void dgelsy_(const int *m, const int *n, const int *nrhs, double *a, const int *lda, double *b,
             const int *ldb, int *jpvt, const double *rcond, int *rank, double *work,
             const int *lwork, int *info);

#ifdef __cplusplus
}
#endif

// What the processor can do: 3 AVX-512, 2 AVX2 with FMA, 1 AVX, 0 less (or not x86).
static inline int simulate_vector_level(void) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
      __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") &&
      __builtin_cpu_supports("avx512cd"))
    return 3;
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return 2;
  if (__builtin_cpu_supports("avx")) return 1;
#endif
  return 0;
}
