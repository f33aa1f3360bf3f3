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
