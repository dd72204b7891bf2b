/** @file The products of the circuit's A and B matrices with a witness, from a zkey's section or in compact form. */
#pragma once
#include "backend/arithmetic.hpp"
#include "field/field.hpp"

DISJOINT_BEGIN

/** A coefficient has 44 bytes: matrix, row, signal (4 each), value (32, times 2^512). */
inline Rows multiplyRows(const unsigned char* at, size_t n, const void* witnessBytes, std::uint32_t signals,
                         std::uint32_t rows, void* a, void* b) {
  const auto* witness = (const unsigned char*)witnessBytes;
  Fr* const matrix[2] = {(Fr*)a, (Fr*)b};
  std::uint32_t open[3] = {0, 0, 0};
  Fr sum = Fr::zero();
  Fr* target = nullptr;
  for (size_t i = 0; i < n; i++, at += 44) {
    std::uint32_t now[3];
    std::memcpy(now, at, 12);
    if (now[0] > 1 || now[1] >= rows || now[2] >= signals) return Rows::outOfRange;
    const Fr value = Fr::raw(at + 12);
    if (!below(value.v, Fr::order)) return Rows::outOfRange;
    if (!target || now[0] != open[0] || now[1] != open[1]) {
      if (now[1] < open[1]) return Rows::unsorted;
      if (target) *target = Fr::add(*target, sum);
      target = &matrix[now[0]][now[1]];
      open[0] = now[0], open[1] = now[1];
      sum = Fr::zero();
    }
    sum = Fr::add(sum, Fr::mul(value, Fr::raw(witness + 32 * (size_t)now[2])));
  }
  if (target) *target = Fr::add(*target, sum);
  return Rows::good;
}

inline bool multiplyCompactRows(const CompactRows& rows, size_t from, size_t to, const void* witnessBytes,
                                std::uint32_t signals, void* a, void* b) {
  const auto* witness = (const unsigned char*)witnessBytes;
  Fr* const matrix[2] = {(Fr*)a, (Fr*)b};
  std::uint32_t i = from == 0 ? 0 : rows.ends[2 * from - 1];
  for (size_t row = from; row < to; row++)
    for (size_t m = 0; m < 2; m++) {
      Fr sum = Fr::zero();
      for (const std::uint32_t end = rows.ends[2 * row + m]; i < end; i++) {
        if (rows.value[i] >= rows.valueCount || rows.signal[i] >= signals) return false;
        const Fr value = Fr::raw(rows.values + 32 * size_t{rows.value[i]});
        sum = Fr::add(sum, Fr::mul(value, Fr::raw(witness + 32 * size_t{rows.signal[i]})));
      }
      matrix[m][row] = sum;
    }
  return true;
}

DISJOINT_END
