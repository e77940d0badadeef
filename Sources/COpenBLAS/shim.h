// The Fortran symbols of BLAS and LAPACK that the package calls, declared here because Debian's OpenBLAS comes
// without lapacke.h. Integers are 32 bits wide; every character argument has its length at the end, hidden.
#ifndef I2VBENCH_COPENBLAS_H
#define I2VBENCH_COPENBLAS_H

#include <stddef.h>
#include <stdint.h>

// C := alpha A A' + beta C, one triangle.
void dsyrk_(const char *uplo, const char *trans, const int32_t *n, const int32_t *k, const double *alpha,
            const double *a, const int32_t *lda, const double *beta, double *c, const int32_t *ldc,
            size_t uplo_length, size_t trans_length);

// C := alpha A B + beta C, either factor transposed on request.
void dgemm_(const char *transa, const char *transb, const int32_t *m, const int32_t *n, const int32_t *k,
            const double *alpha, const double *a, const int32_t *lda, const double *b, const int32_t *ldb,
            const double *beta, double *c, const int32_t *ldc, size_t transa_length, size_t transb_length);

// Eigenvalues and eigenvectors of a symmetric matrix, divide and conquer.
void dsyevd_(const char *jobz, const char *uplo, const int32_t *n, double *a, const int32_t *lda, double *w,
             double *work, const int32_t *lwork, int32_t *iwork, const int32_t *liwork, int32_t *info,
             size_t jobz_length, size_t uplo_length);

// Singular values (and vectors) of a matrix, divide and conquer.
void dgesdd_(const char *jobz, const int32_t *m, const int32_t *n, double *a, const int32_t *lda, double *s,
             double *u, const int32_t *ldu, double *vt, const int32_t *ldvt, double *work,
             const int32_t *lwork, int32_t *iwork, int32_t *info, size_t jobz_length);

void openblas_set_num_threads(int count);
char *openblas_get_config(void);

#endif
