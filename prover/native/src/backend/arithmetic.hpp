/**
 * @file The boundary between the algorithms and the arithmetic of one processor: tables of functions on plain memory.
 *
 * Four back ends fill it from the same templates: plain 64-bit C++ (any processor), the same with mulx and adx, and
 * eight lanes of AVX2 with fused multiply-add or of AVX-512 IFMA. Points inside are in the back end's own
 * form; only its functions may read them.
 */
#pragma once
#include <cstddef>
#include <cstdint>

namespace disjoint {

/** The threads of a job. Tasks 0..tasks-1 run in any order; `thread` is below `threads`. */
struct Workers {
  unsigned threads = 1;
  virtual void each(size_t tasks, void (*run)(void* context, size_t task, unsigned thread), void* context) = 0;
};

/** Result of checking a range of a zkey's coefficient section. */
enum class Rows { good, outOfRange, unsorted };

/**
 * The matrices A and B, row after row: coefficient i is `values[value[i]]` (32 bytes each, times 2^512) at signal
 * `signal[i]`. `ends[2 row]` and `ends[2 row + 1]`: where the coefficients of the row of A and of B end.
 */
struct CompactRows {
  const unsigned char* values;
  std::uint32_t valueCount;
  const std::uint32_t* ends;
  const std::uint32_t* signal;
  const std::uint16_t* value;
};

struct GroupArithmetic {
  /** Sizes of a point in bytes, inside and outside. */
  size_t pointBytes;
  size_t addScratchBytes;
  /** points[to[i]] = points[a[i]] + points[b[i]]; the top bit of a reference negates. */
  void (*add)(void* points, const std::uint32_t* a, const std::uint32_t* b, const std::uint32_t* to, size_t n,
              void* scratch);
  /** Converts from the outer to the inner form, with checks. Returns n, or an index near the first bad point. */
  size_t (*import)(void* inner, const void* outer, size_t n);
  void (*exportTo)(void* outer, const void* inner, size_t n);
};

/** Twiddle factors for transforms of up to 2^log values. */
struct TransformTables {
  const void* at;
  unsigned log;
};

/** One step for each pair of neighbours of a level of a product tree: see polynomial/tree_steps.hpp. */
enum class TreeStep { multiply, descend, combine };

/** A level: nodes of `degree` coefficients, of which the last may have no neighbour. */
struct TreeLevel {
  const void* nodes;
  size_t degree, count;
  size_t pairs() const { return count / 2; }
};

enum class Operation { add, subtract, multiply };

/** Polynomials over the scalar field. Elements are 32 bytes in the back end's own form; values are of transforms. */
struct PolynomialArithmetic {
  /** Canonical elements to the own form and back. */
  void (*import)(void* to, const void* from, size_t n);
  void (*exportTo)(void* to, const void* from, size_t n);
  /** to[i] = to[i] op by[i] */
  void (*elementwise)(Operation, void* to, const void* by, size_t n);
  /** Inverses; zeros become 1. */
  void (*invert)(void* elements, size_t n);
  /** Element i times base^(first + i), the base in Montgomery form, radix 2^256. */
  void (*scaleByPowers)(void* elements, size_t n, const void* base, size_t first);
  /** The first n <= 64 coefficients of 1 / (1 + y a), from as many of a. */
  void (*startInverse)(const void* a, void* out, size_t n);

  /** Bytes of a value. Transforms have at least 2^5 of them. */
  size_t valueBytes;
  size_t (*tableBytes)(unsigned log);
  void (*fillTables)(Workers&, void* tables, unsigned log);
  /** See polynomial/transform.hpp. */
  void (*forward)(Workers&, const TransformTables&, const void* coefficients, size_t count, unsigned log, void* values);
  void (*backward)(Workers&, const TransformTables&, void* values, unsigned log, void* out, size_t from, size_t to);
  /** a = a b and a = a + b c for a range of values; ranges begin and end at multiples of 8. */
  void (*multiplyValues)(void* a, const void* b, size_t from, size_t to);
  void (*addProduct)(void* a, const void* b, const void* c, size_t from, size_t to);
  /** b = (1 - p a) / b. @return false when a value of b is zero */
  bool (*cofactorValues)(void* b, const void* p, const void* a, size_t from, size_t to);

  /** Tree steps for pairs `from` to `to` of nodes of at most `smallDegree` coefficients. */
  size_t smallDegree;
  size_t (*stepScratchBytes)(size_t degree);
  void (*step)(TreeStep, const TransformTables&, const TreeLevel&, void* data, size_t from, size_t to, void* scratch);
};

struct Arithmetic {
  const char* name;
  GroupArithmetic g1, g2;
  PolynomialArithmetic polynomial;

  /**
   * Adds value * witness[signal] to a[row] or b[row] for n coefficients of a zkey (44 bytes each). Witness canonical,
   * rows in Montgomery form, radix 2^256.
   */
  Rows (*multiplyRows)(const unsigned char* coefficients, size_t n, const void* witness, std::uint32_t signals,
                       std::uint32_t rows, void* a, void* b);
  /** The same for rows `from` up to `to` of compact matrices. @return whether every index was in range */
  bool (*multiplyCompactRows)(const CompactRows&, size_t from, size_t to, const void* witness, std::uint32_t signals,
                              void* a, void* b);
  /**
   * a b - c on the odd coset, where c = a b on the domain: takes the values on the 2^log points of the domain
   * (Montgomery form, radix 2^256) and leaves those on the coset in a, as integers. Leaves b in an unspecified state.
   */
  void (*quotient)(Workers&, void* a, void* b, unsigned log, void* scratch);
  size_t (*quotientScratchBytes)(unsigned log);

  /**
   * Poseidon of width t = 2..17: converts the constants to the back end's form, then hashes batches (see
   * Poseidon::hash).
   */
  size_t (*poseidonTableBytes)(unsigned t);
  void (*poseidonTable)(unsigned t, void* table);
  size_t (*poseidon)(unsigned t, const void* table, const void* in, void* out, size_t n);
  /**
   * The same, and stores the square, fourth and fifth power in every S-box of a circuit (circuits/lib/poseidon.circom),
   * canonical: those of group g at values + 32 places[g][k], k counting first all squares, then the fourth powers, then
   * the fifth ones.
   */
  size_t (*tracePoseidon)(unsigned t, const void* table, const void* in, void* out, size_t n, void* values,
                          const std::uint32_t* const* places);

  /** For tests: see probe.hpp. */
  void (*probeField)(unsigned field, unsigned operation, const void* a, const void* b, void* out, size_t n);
};

/**
 * The best back end of this processor, or the named one (`portable`, `x86-64`, `avx2`, `ifma`). Null when it cannot
 * run here.
 */
const Arithmetic* chooseArithmetic(const char* name);

namespace base {
extern const Arithmetic arithmetic;
}
namespace adx {
extern const Arithmetic arithmetic;
}
namespace avx2 {
extern const Arithmetic arithmetic;
}
namespace ifma {
extern const Arithmetic arithmetic;
}

}  // namespace disjoint
