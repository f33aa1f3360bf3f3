// What the kernels share. Included once for each level, inside its target attribute.
#include <stdint.h>
#include <string.h>

#include "CKernels.h"

#pragma STDC FP_CONTRACT OFF
// Vectors never pass between functions of different levels: all of them are compiled for one.
#pragma clang diagnostic ignored "-Wpsabi"

// Eight numbers side by side, and as many masks (all bits one, or nought).
typedef double lanes __attribute__((ext_vector_type(8)));
typedef int64_t masks __attribute__((ext_vector_type(8)));
typedef uint64_t words64 __attribute__((ext_vector_type(8)));

static inline __attribute__((always_inline)) lanes load(const double *from) {
  lanes value;
  memcpy(&value, from, sizeof value);
  return value;
}
static inline __attribute__((always_inline)) void store(double *to, lanes value) {
  memcpy(to, &value, sizeof value);
}
static inline __attribute__((always_inline)) lanes all(double value) { return (lanes)(value); }
// `yes` where the mask is set, `no` elsewhere.
static inline __attribute__((always_inline)) lanes pick(masks mask, lanes yes, lanes no) {
  return (lanes)(((masks)yes & mask) | ((masks)no & ~mask));
}
static inline __attribute__((always_inline)) lanes least(lanes a, lanes b) { return pick(b < a, b, a); }
static inline __attribute__((always_inline)) lanes most(lanes a, lanes b) { return pick(b > a, b, a); }
static inline __attribute__((always_inline)) int any(masks mask) {
  return __builtin_reduce_or(mask) != 0;
}
