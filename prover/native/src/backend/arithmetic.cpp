/** @file One back end: compiled once per instruction set, with DISJOINT_ISA naming it. */
#include "arithmetic.hpp"
#include "curve/batch_add.hpp"
#include "field/convert.hpp"
#include "polynomial/elements.hpp"
#include "polynomial/transform.hpp"
#include "polynomial/tree_steps.hpp"
#include "poseidon/poseidon.hpp"
#include "binding/probe_field.hpp"
#include "groth16/quotient.hpp"
#include "groth16/rows.hpp"
#ifdef __AVX512IFMA__
#include "field/lanes_ifma.hpp"
#elif defined(__AVX2__)
#include "field/lanes_avx2.hpp"
#endif

DISJOINT_BEGIN

#ifdef __AVX512IFMA__
using LaneFq = Lanes<BaseOrder>;
using LaneFr = Lanes<ScalarOrder>;
constexpr const char* NAME = "ifma";
#elif defined(__AVX2__)
using LaneFq = FloatLanes<BaseOrder>;
using LaneFr = FloatLanes<ScalarOrder>;
constexpr const char* NAME = "avx2";
#elif defined(__x86_64__) && defined(__ADX__)
using LaneFq = Fq;
using LaneFr = Fr;
constexpr const char* NAME = "x86-64";
#else
using LaneFq = Fq;
using LaneFr = Fr;
constexpr const char* NAME = "portable";
#endif

template <class G>
constexpr GroupArithmetic group() {
  return {Convert<G>::bytes, BatchAdd<G>::scratchBytes, BatchAdd<G>::run, Convert<G>::import, Convert<G>::exportTo};
}

template <class L>
constexpr PolynomialArithmetic polynomials() {
  using Packed = PackedElements<L>;
  return {Packed::import, Packed::exportTo, Packed::elementwise, Packed::invert, Packed::scaleByPowers,
          Packed::startInverse, sizeof(L) / L::lanes, Transform<L>::tableBytes,
          Transform<L>::fillTables, Transform<L>::forward, Transform<L>::backward, Packed::multiplyValues,
          Packed::addProduct, Packed::cofactorValues, TreeSteps<L>::SMALL_DEGREE, TreeSteps<L>::scratchBytes,
          TreeSteps<L>::run};
}

/** Poseidon on lanes, and for a single group, which would leave most of them idle, in 64-bit limbs. */
struct PoseidonOfAny {
  using Many = Poseidon<LaneFr>;
  using Single = Poseidon<Fr>;

  static size_t tableBytes(unsigned t) { return Many::tableBytes(t) + Single::tableBytes(t); }
  static void fillTable(unsigned t, void* table) {
    Many::fillTable(t, table);
    Single::fillTable(t, (char*)table + Many::tableBytes(t));
  }
  static size_t hash(unsigned t, const void* table, const void* in, void* out, size_t n) {
    return with(t, table, n, [&](const auto& poseidon) { return poseidon.hash(in, out, n); });
  }
  static size_t trace(unsigned t, const void* table, const void* in, void* out, size_t n, void* values,
                      const std::uint32_t* const* places) {
    return with(t, table, n, [&](const auto& poseidon) { return poseidon.trace(in, out, n, values, places); });
  }

 private:
  template <class Run>
  static size_t with(unsigned t, const void* table, size_t n, const Run& run) {
    return n == 1 ? run(Single(t, (const char*)table + Many::tableBytes(t))) : run(Many(t, table));
  }
};

void probe(unsigned field, unsigned operation, const void* a, const void* b, void* out, size_t n) {
  (field == 0   ? probeLanes<LaneFq>
   : field == 1 ? probeLanes<LaneFr>
                : probeExtension<LaneFq>)(operation, a, b, out, n);
}

const Arithmetic arithmetic = {NAME, group<G1<LaneFq>>(), group<G2<LaneFq>>(), polynomials<LaneFr>(), multiplyRows,
                               multiplyCompactRows, AnyQuotient<LaneFr>::run, AnyQuotient<LaneFr>::scratchBytes,
                               PoseidonOfAny::tableBytes, PoseidonOfAny::fillTable, PoseidonOfAny::hash,
                               PoseidonOfAny::trace, probe};

DISJOINT_END
