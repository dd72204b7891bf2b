#include "fixed_base.hpp"

#include "runtime/parallel.hpp"

namespace disjoint {

namespace {

constexpr unsigned ORDER_BITS = 254;

/** At about this size the table costs as much as it saves. */
unsigned bitsFor(size_t expected) {
  return expected < 1 << 10 ? 6 : expected < 1 << 14 ? 9 : expected < 1 << 18 ? 12 : 14;
}

}  // namespace

template <class F>
FixedBase<F>::FixedBase(Job& job, const GroupArithmetic& group, const Affine<F>& base, size_t expected)
    : job_(job), group_(group), bits_(bitsFor(expected)), windows_(ORDER_BITS / bits_ + 1),
      tableSize_(windows_ * entries()), points_(tableSize_ + job.threads * STEP, Secrecy::secret) {
  for (unsigned i = 0; i < job.threads; i++) pairs_.emplace_back(group, STEP);
  fillTable(base);
}

/** Entry of a digit from 1 to 2^(bits - 1): digit * 2^(bits * window) times the base. */
template <class F>
u32 FixedBase<F>::entry(unsigned window, std::int32_t digit) const {
  return (u32)(window * entries() + (size_t)digit - 1);
}

/** Multiples 1..m of all windows at once, then m + 1..2m by adding the m-th, until the table is complete. */
template <class F>
void FixedBase<F>::fillTable(const Affine<F>& base) {
  Jacobian<F> power = Jacobian<F>::of(base);
  for (unsigned w = 0; w < windows_; w++) {
    const Affine<F> affine = power.affine();
    group_.import(&points_[entry(w, 1)], &affine, 1);
    for (unsigned i = 0; i < bits_; i++) power = power.twice();
  }
  for (std::int32_t m = 1; m < (std::int32_t)entries(); m *= 2) {
    parallel(job_, windows_, [&](size_t w, unsigned thread) {
      for (std::int32_t from = 1; from <= m; from += STEP) {
        for (std::int32_t d = from; d <= m && d < from + (std::int32_t)STEP; d++)
          pairs_[thread].push(entry((unsigned)w, d), entry((unsigned)w, m), entry((unsigned)w, d + m));
        pairs_[thread].add(points_.data());
      }
    });
  }
}

template <class F>
void FixedBase<F>::multiply(const Limbs* scalars, size_t n,
                            const std::function<void(size_t, const Affine<F>*, size_t)>& use) {
  parallel(job_, (n + STEP - 1) / STEP, [&](size_t task, unsigned thread) {
    const size_t from = task * STEP, count = n - from < STEP ? n - from : STEP;
    Array<Affine<F>> out(count);
    stretch(thread, scalars + from, count, out.data());
    use(from, out.data(), count);
  });
}

/** Signed digits from the lowest: a digit above half the window becomes negative and carries one. */
template <class F>
void FixedBase<F>::stretch(unsigned thread, const Limbs* scalars, size_t n, Affine<F>* out) {
  const u32 slot = (u32)(tableSize_ + thread * STEP);
  Pairs& pairs = pairs_[thread];
  Array<u32> sums(n);
  Array<unsigned char> carries(n, Secrecy::secret);
  for (size_t i = 0; i < n; i++) sums[i] = NOTHING;
  for (unsigned w = 0; w < windows_; w++) {
    for (size_t i = 0; i < n; i++) {
      const unsigned at = w * bits_;
      u64 word = scalars[i].l[at / 64] >> (at % 64);
      if (at % 64 && at / 64 < 3) word |= scalars[i].l[at / 64 + 1] << (64 - at % 64);
      std::int32_t digit = (std::int32_t)(word & ((u64{1} << bits_) - 1)) + carries[i];
      carries[i] = digit > (std::int32_t)entries();
      if (carries[i]) digit -= 1 << bits_;
      if (digit == 0) continue;
      const u32 reference = digit > 0 ? entry(w, digit) : entry(w, -digit) | NEGATIVE;
      if (sums[i] == NOTHING) {
        sums[i] = reference;
      } else {
        pairs.push(sums[i], reference, slot + (u32)i);
        sums[i] = slot + (u32)i;
      }
    }
    pairs.add(points_.data());
  }
  for (size_t i = 0; i < n; i++) {
    if (sums[i] == NOTHING) continue;
    group_.exportTo(&out[i], &points_[sums[i] & ~NEGATIVE], 1);
    if (sums[i] & NEGATIVE) out[i].y = F::neg(out[i].y);
  }
}

template class FixedBase<Fq>;
template class FixedBase<Fq2>;

Affine<Fq> generatorG1() { return {Fq::one(), Fq::small(2)}; }

/** EIP-197. */
Affine<Fq2> generatorG2() {
  const auto at = [](u64 a, u64 b, u64 c, u64 d) { return Fq::canonical({{a, b, c, d}}); };
  return {{at(0x46debd5cd992f6ed, 0x674322d4f75edadd, 0x426a00665e5c4479, 0x1800deef121f1e76),
           at(0x97e485b7aef312c2, 0xf1aa493335a9e712, 0x7260bfb731fb5d25, 0x198e9393920d483a)},
          {at(0x4ce6cc0166fa7daa, 0xe3d1e7690c43d37b, 0x4aab71808dcb408f, 0x12c85ea5db8c6deb),
           at(0x55acdadcd122975b, 0xbc4b313370b38ef3, 0xec9e99ad690c3395, 0x090689d0585ff075)}};
}

}  // namespace disjoint
