#include "powers.hpp"

#include <algorithm>
#include <atomic>

#include "files/ptau.hpp"
#include "msm/fixed_base.hpp"
#include "msm/msm.hpp"
#include "runtime/error.hpp"
#include "runtime/parallel.hpp"
#include "runtime/random.hpp"

namespace disjoint {

namespace {

/** Scalars that are in memory at a time while a file is written. */
constexpr size_t CHUNK = 1 << 18;
constexpr size_t POWERS_STEP = 4096;

/** base^first and the following powers, canonical. */
void fillPowers(Job& job, const Fr& base, size_t first, Limbs* out, size_t count) {
  parallelRanges(job, count, POWERS_STEP, [&](size_t from, size_t to) {
    Fr power = Fr::power(base, {{first + from, 0, 0, 0}});
    for (size_t i = from; i < to; i++, power = Fr::mul(power, base)) out[i] = power.toCanonical();
  });
}

template <class F, class Write>
void writeMultiples(Job& job, const char* what, const GroupArithmetic& group, const Affine<F>& generator, const Fr& tau,
                    size_t count, Write&& write) {
  FixedBase<F> base(job, group, generator, count);
  Array<Limbs> scalars(std::min(count, CHUNK), Secrecy::secret);
  job.begin(what, count);
  for (size_t first = 0; first < count; first += CHUNK) {
    const size_t n = std::min(CHUNK, count - first);
    fillPowers(job, tau, first, scalars.data(), n);
    base.multiply(scalars.data(), n, [&](size_t from, const Affine<F>* points, size_t size) {
      write(first + from, points, size);
      job.advance(size);
    });
  }
}

/** Copies points that are on their curve and finite. */
template <class F, class Write>
void copyPoints(Job& job, const Ptau& ptau, const GroupArithmetic& group, Bytes points, size_t count, Write&& write) {
  const size_t available = points.size / sizeof(Affine<F>);
  if (available < count)
    fail("native/ptau-too-small",
         "the ptau file has " + std::to_string(available) + " points, " + std::to_string(count) + " are asked for");
  std::atomic<bool> good{true};
  job.begin("copying the powers", count);
  parallelRanges(job, count, POWERS_STEP, [&](size_t from, size_t to) {
    Array<Affine<F>> outer(to - from), inner(to - from);
    const Bytes stretch{points.data + from * sizeof(Affine<F>), outer.bytes()};
    std::memcpy((void*)outer.data(), stretch.data, stretch.size);
    if (group.import(inner.data(), outer.data(), to - from) != to - from) good = false;
    for (const auto& point : outer)
      if (point.infinite()) good = false;
    write(from, outer.data(), to - from);
    ptau.file.release(stretch);
    job.advance(to - from);
  });
  if (!good) ptau.file.bad("a power of tau is infinite or not on its curve");
}

}  // namespace

void developmentPowers(Job& job, const std::string& path, size_t g1Count, size_t g2Count, const Limbs* given) {
  PowersWriter writer(path, PowersKind::development, g1Count, g2Count);
  Fr tau = Fr::canonical(given ? *given : randomScalar());
  if (tau.isZero()) fail("native/bad-trapdoor", "tau is 0");
  writeMultiples(job, "powers in G1", job.arithmetic.g1, generatorG1(), tau, g1Count,
                 [&](size_t first, const Affine<Fq>* points, size_t n) { writer.g1(first, points, n); });
  writeMultiples(job, "powers in G2", job.arithmetic.g2, generatorG2(), tau, g2Count,
                 [&](size_t first, const Affine<Fq2>* points, size_t n) { writer.g2(first, points, n); });
  wipe(&tau, sizeof tau);
  writer.commit();
}

void powersFromPtau(Job& job, const std::string& path, const std::string& to, size_t g1Count, size_t g2Count) {
  const Ptau ptau(path);
  PowersWriter writer(to, PowersKind::ceremony, g1Count, g2Count);
  copyPoints<Fq>(job, ptau, job.arithmetic.g1, ptau.powers(), g1Count,
                 [&](size_t first, const Affine<Fq>* points, size_t n) { writer.g1(first, points, n); });
  copyPoints<Fq2>(job, ptau, job.arithmetic.g2, ptau.powersG2(), g2Count,
                  [&](size_t first, const Affine<Fq2>* points, size_t n) { writer.g2(first, points, n); });
  writer.commit();
}

CombinedPowers combinePowers(Job& job, const std::string& path, const Limbs& challenge) {
  const PowersFile powers(path);
  const size_t n1 = powers.g1Count() - 1, n2 = powers.g2Count() - 1;
  Array<Limbs> scalars(std::max(n1, n2));
  fillPowers(job, Fr::canonical(challenge), 0, scalars.data(), scalars.size());
  const auto* bytes = (const unsigned char*)scalars.data();
  return {multiplyG1(job, powers.file(), powers.g1(job, n1), bytes).affine(),
          multiplyG1(job, powers.file(), powers.g1(job, n1, 1), bytes).affine(),
          multiplyG2(job, powers.file(), powers.g2(job, n2), bytes).affine(),
          multiplyG2(job, powers.file(), powers.g2(job, n2, 1), bytes).affine()};
}

}  // namespace disjoint
