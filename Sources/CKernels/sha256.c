// The compression of SHA-256 (FIPS 180-4), twice: in plain C, and with the instructions that newer processors have for it.
#include "CKernels.h"

#include <string.h>

// Fractional parts of the cube roots of the first 64 primes.
static const uint32_t constants[64] __attribute__((aligned(16))) = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

static inline uint32_t turned(uint32_t word, int places) { return word >> places | word << (32 - places); }

// The state stands in eight words that change their names round by round instead of their places; the schedule is made as it is used, in a ring of 16.
static void absorb_plain(uint32_t *state, const uint8_t *bytes, long blocks) {
  for (; blocks > 0; blocks--, bytes += 64) {
    uint32_t schedule[16];
    for (int index = 0; index < 16; index++) {
      uint32_t word;
      memcpy(&word, bytes + 4 * index, sizeof word);
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
      word = __builtin_bswap32(word);
#endif
      schedule[index] = word;
    }
    uint32_t v[8];
    memcpy(v, state, sizeof v);
#pragma clang loop unroll(full)
    for (int round = 0; round < 64; round++) {
      uint32_t word = schedule[round & 15];
      if (round >= 16) {
        uint32_t early = schedule[(round + 1) & 15], late = schedule[(round + 14) & 15];
        word += (turned(early, 7) ^ turned(early, 18) ^ (early >> 3)) + schedule[(round + 9) & 15] +
                (turned(late, 17) ^ turned(late, 19) ^ (late >> 10));
        schedule[round & 15] = word;
      }
      // Word `n` of the standard's a to h is v[(n − round) mod 8].
      uint32_t a = v[-round & 7], b = v[(1 - round) & 7], c = v[(2 - round) & 7];
      uint32_t e = v[(4 - round) & 7], f = v[(5 - round) & 7], g = v[(6 - round) & 7];
      uint32_t first = v[(7 - round) & 7] + (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)) +
                       (g ^ (e & (f ^ g))) + constants[round] + word;
      v[(3 - round) & 7] += first;
      v[(7 - round) & 7] =
          first + (turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) + ((a & b) | (c & (a | b)));
    }
    for (int index = 0; index < 8; index++) state[index] += v[index];
  }
}

#if defined(__x86_64__)
#include <cpuid.h>
#include <immintrin.h>

static int has_instructions(void) {
  unsigned a, b, c, d;
  // Leaf 7: bit 29 of EBX; leaf 1: SSE4.1 and SSSE3, bits 19 and 9 of ECX.
  if (!__get_cpuid_count(7, 0, &a, &b, &c, &d) || !(b >> 29 & 1)) return 0;
  return __get_cpuid(1, &a, &b, &c, &d) && (c >> 19 & 1) && (c >> 9 & 1);
}

// Four rounds an instruction pair; the schedule is kept in four registers of four words that take turns.
__attribute__((target("sha,sse4.1,ssse3"))) static void absorb_by_instruction(
    uint32_t *state, const uint8_t *bytes, long blocks) {
  const __m128i reversal = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
  // The instructions want the words a, b, e, f together, and c, d, g, h.
  __m128i dcba = _mm_loadu_si128((const __m128i *)state);
  __m128i hgfe = _mm_loadu_si128((const __m128i *)(state + 4));
  __m128i cdab = _mm_shuffle_epi32(dcba, 0xB1);
  __m128i efgh = _mm_shuffle_epi32(hgfe, 0x1B);
  __m128i abef = _mm_alignr_epi8(cdab, efgh, 8);
  __m128i cdgh = _mm_blend_epi16(efgh, cdab, 0xF0);
  for (; blocks > 0; blocks--, bytes += 64) {
    const __m128i abef_before = abef, cdgh_before = cdgh;
    __m128i words[4];
    for (int part = 0; part < 4; part++)
      words[part] = _mm_shuffle_epi8(_mm_loadu_si128((const __m128i *)(bytes + 16 * part)), reversal);
#pragma clang loop unroll(full)
    for (int step = 0; step < 16; step++) {
      __m128i current = words[step & 3];
      if (step >= 4) {
        // Words 16 places before, with those 15 before mixed in; then those 7 before; then those 2 before.
        __m128i sum = _mm_sha256msg1_epu32(current, words[(step + 1) & 3]);
        sum = _mm_add_epi32(sum, _mm_alignr_epi8(words[(step + 3) & 3], words[(step + 2) & 3], 4));
        current = _mm_sha256msg2_epu32(sum, words[(step + 3) & 3]);
        words[step & 3] = current;
      }
      __m128i sums = _mm_add_epi32(current, _mm_load_si128((const __m128i *)(constants + 4 * step)));
      cdgh = _mm_sha256rnds2_epu32(cdgh, abef, sums);
      abef = _mm_sha256rnds2_epu32(abef, cdgh, _mm_shuffle_epi32(sums, 0x0E));
    }
    abef = _mm_add_epi32(abef, abef_before);
    cdgh = _mm_add_epi32(cdgh, cdgh_before);
  }
  __m128i feba = _mm_shuffle_epi32(abef, 0x1B);
  __m128i dchg = _mm_shuffle_epi32(cdgh, 0xB1);
  _mm_storeu_si128((__m128i *)state, _mm_blend_epi16(feba, dchg, 0xF0));
  _mm_storeu_si128((__m128i *)(state + 4), _mm_alignr_epi8(dchg, feba, 8));
}
#endif

void ck_sha256_absorb(uint32_t *state, const uint8_t *bytes, long blocks) {
#if defined(__x86_64__)
  static _Atomic int known = -1;
  if (known < 0) known = has_instructions();
  if (known && ck_level() > 0) {
    absorb_by_instruction(state, bytes, blocks);
    return;
  }
#endif
  absorb_plain(state, bytes, blocks);
}
