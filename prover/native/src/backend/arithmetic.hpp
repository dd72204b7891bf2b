/**
 * @file The boundary between the algorithms and the arithmetic of one processor: tables of functions on plain memory.
 *
 * Three back ends fill it from the same templates: plain 64-bit C++ (any processor), the same with mulx and adx, and
 * eight lanes of AVX-512 IFMA. Points inside are in the back end's own form; only its functions may read them.
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

struct Arithmetic {
  const char* name;
  GroupArithmetic g1, g2;

  /**
   * Adds value * witness[signal] to a[row] or b[row] for n coefficients of a zkey (44 bytes each). Witness canonical,
   * rows in Montgomery form, radix 2^256.
   */
  Rows (*multiplyRows)(const unsigned char* coefficients, size_t n, const void* witness, std::uint32_t signals,
                       std::uint32_t rows, void* a, void* b);
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

  /** For tests: see probe.hpp. */
  void (*probeField)(unsigned field, unsigned operation, const void* a, const void* b, void* out, size_t n);
};

/**
 * The best back end of this processor, or the named one (`portable`, `x86-64`, `ifma`). Null when it cannot run here.
 */
const Arithmetic* chooseArithmetic(const char* name);

namespace base {
extern const Arithmetic arithmetic;
}
namespace adx {
extern const Arithmetic arithmetic;
}
namespace ifma {
extern const Arithmetic arithmetic;
}

}  // namespace disjoint
