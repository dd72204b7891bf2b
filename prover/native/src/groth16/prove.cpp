#include "prove.hpp"

#include "coefficients.hpp"
#include "compact_matrices.hpp"
#include "runtime/error.hpp"
#include "runtime/memory.hpp"
#include "msm/msm.hpp"
#include "runtime/parallel.hpp"
#include "runtime/random.hpp"
#include "files/zkey.hpp"

namespace disjoint {

namespace {

/** Coefficients of one task. A task's pages are released when it is done. */
constexpr size_t ROWS_STEP = 1 << 16;
/** Rows of one task where the matrices are compact. */
constexpr size_t COMPACT_STEP = 1 << 12;

std::uint32_t rowOf(const Zkey& zkey, size_t i) {
  std::uint32_t row;
  std::memcpy(&row, zkey.coefficients.data + i * COEFFICIENT_BYTES + 4, sizeof row);
  return row;
}

/** Splits the coefficients at the end of a row, so that no two tasks write to the same one. */
std::vector<size_t> cutRows(const Zkey& zkey, size_t n) {
  std::vector<size_t> cuts{0};
  for (size_t at = ROWS_STEP; at < n; at += ROWS_STEP) {
    size_t cut = at;
    while (cut < n && rowOf(zkey, cut) == rowOf(zkey, cut - 1)) cut++;
    if (cut > cuts.back() && cut < n) cuts.push_back(cut);
  }
  cuts.push_back(n);
  return cuts;
}

void clear(Array<Fr>& a, Array<Fr>& b) {
  for (Array<Fr>* matrix : {&a, &b}) std::memset((void*)matrix->data(), 0, matrix->bytes());
}

void multiplyRows(Job& job, const Zkey& zkey, const Witness& witness, Array<Fr>& a, Array<Fr>& b) {
  const size_t n = zkey.coefficients.size / COEFFICIENT_BYTES;
  std::atomic<bool> sorted{true};
  const auto stretch = [&](size_t from, size_t to) {
    const Bytes bytes{zkey.coefficients.data + from * COEFFICIENT_BYTES, (to - from) * COEFFICIENT_BYTES};
    const Rows result = job.arithmetic.multiplyRows(bytes.data, to - from, witness.values.data, zkey.signals,
                                                    zkey.domain, a.data(), b.data());
    if (result == Rows::outOfRange)
      zkey.file.bad("a coefficient between " + std::to_string(from) + " and " + std::to_string(to) +
                    " is out of range");
    zkey.file.release(bytes);
    return result;
  };
  const auto cuts = cutRows(zkey, n);
  for (size_t i = 1; i + 1 < cuts.size(); i++)
    if (rowOf(zkey, cuts[i]) <= rowOf(zkey, cuts[i] - 1)) sorted = false;
  job.begin("multiplying rows", cuts.size() - 1);
  parallel(job, sorted ? cuts.size() - 1 : 0, [&](size_t task, unsigned) {
    if (stretch(cuts[task], cuts[task + 1]) == Rows::unsorted) sorted = false;
    job.advance();
  });
  if (sorted) return;
  // A valid key whose rows are not in the order of snarkjs: rows are processed one after the other.
  clear(a, b);
  for (size_t i = 0; i < n; i++) stretch(i, i + 1);
}

/** @return whether there are compact matrices with every index in range; if not, a and b are zeros as before */
bool multiplyCompactRows(Job& job, const Zkey& zkey, const std::string& path, const Witness& witness, Array<Fr>& a,
                         Array<Fr>& b) {
  const auto matrices = path.empty() ? nullptr : CompactMatrices::open(job, zkey, path);
  if (!matrices) return false;
  std::atomic<bool> inRange{true};
  job.begin("multiplying rows", matrices->rowCount);
  parallelRanges(job, matrices->rowCount, COMPACT_STEP, [&](size_t from, size_t to) {
    if (!job.arithmetic.multiplyCompactRows(matrices->rows, from, to, witness.values.data, zkey.signals, a.data(),
                                            b.data()))
      inRange = false;
    job.advance(to - from);
  });
  if (!inRange) clear(a, b);
  return inRange;
}

/** The scalars of the H points. */
Array<Fr> quotient(Job& job, const Zkey& zkey, const std::string& matrices, const Witness& witness) {
  Array<Fr> a(zkey.domain, Secrecy::secret), b(zkey.domain, Secrecy::secret);
  if (!multiplyCompactRows(job, zkey, matrices, witness, a, b)) multiplyRows(job, zkey, witness, a, b);
  job.begin("dividing polynomials", 1);
  Array<char> scratch(job.arithmetic.quotientScratchBytes(zkey.log), Secrecy::secret);
  job.arithmetic.quotient(job, a.data(), b.data(), zkey.log, scratch.data());
  job.advance();
  return a;
}

}  // namespace

Proof prove(Job& job, const std::string& zkeyPath, const std::string& matrices, WitnessSource wtns,
            const Limbs* givenR, const Limbs* givenS) {
  const Zkey zkey(zkeyPath);
  const Witness witness(std::move(wtns));
  if (witness.signals != zkey.signals)
    fail("native/wrong-witness", "the witness has " + std::to_string(witness.signals) + " signals, the key " +
                                     std::to_string(zkey.signals));
  const unsigned char* scalars = witness.values.data;
  const size_t ownSignals = size_t{zkey.publicSignals} + 1;

  Jacobian<Fq> h;
  {
    const Array<Fr> values = quotient(job, zkey, matrices, witness);
    h = multiplyG1(job, zkey.file, zkey.h, (const unsigned char*)values.data());
  }
  const auto a = multiplyG1(job, zkey.file, zkey.a, scalars);
  const auto b1 = multiplyG1(job, zkey.file, zkey.b1, scalars);
  const auto b2 = multiplyG2(job, zkey.file, zkey.b2, scalars);
  const auto c = multiplyG1(job, zkey.file, zkey.c, scalars + ownSignals * 32);

  Limbs r = givenR ? *givenR : randomScalar(), s = givenS ? *givenS : randomScalar();
  const auto delta1 = Jacobian<Fq>::of(zkey.delta1);
  const auto proofA = a.plus(zkey.alpha1).plus(delta1.times(r));
  const auto proofB1 = b1.plus(zkey.beta1).plus(delta1.times(s));
  const auto proofB = b2.plus(zkey.beta2).plus(Jacobian<Fq2>::of(zkey.delta2).times(s));
  const Limbs rs = Fr::mul(Fr::canonical(r), Fr::canonical(s)).toCanonical();
  const auto proofC = c.plus(h).plus(proofA.times(s)).plus(proofB1.times(r)).plus(delta1.times(rs).negated());
  wipe(&r, sizeof r);
  wipe(&s, sizeof s);

  Proof proof;
  canonicalCoordinates(proofA.affine(), proof.a);
  canonicalCoordinates(proofB.affine(), proof.b);
  canonicalCoordinates(proofC.affine(), proof.c);
  for (size_t i = 1; i < ownSignals; i++) proof.publicSignals.push_back(Fr::raw(scalars + 32 * i).v);
  return proof;
}

}  // namespace disjoint
