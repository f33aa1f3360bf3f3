// Loops that the simulation spends its time in, written once and compiled for three levels of x86-64 (and once elsewhere).
//
// All levels give the same bits: the sources use no fused operations and fix the order of every sum. `kernels.def`
// lists what there is; each `.inc` file holds the kernels of one subject.
#pragma once
#include <stdint.h>

#include "levers.h"
#include "queue.h"

#ifdef __cplusplus
extern "C" {
#endif

// What the processor can do: 3 AVX-512, 2 AVX2 with FMA, 1 AVX, 0 less (or not x86).
int ck_processor_level(void);

// The level whose code runs: 3, 2 or 0; the processor's unless `ck_use_level` has said otherwise.
int ck_level(void);

// Runs the code of a lower level from now on, for tests; a level that the processor lacks is not taken. Returns the level in use.
int ck_use_level(int level);

// Absorbs blocks of 64 bytes into the eight words of a SHA-256 state; by the processor's instructions where it has them and the level is not 0.
void ck_sha256_absorb(uint32_t *state, const uint8_t *bytes, long blocks);

#define CK_KERNEL(name, parameters, arguments) void name parameters;
#include "kernels.def"
#undef CK_KERNEL

#ifdef __cplusplus
}
#endif
