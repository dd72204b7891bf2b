#include "msm.hpp"

#include <algorithm>

#include "bucket_sums.hpp"
#include "runtime/error.hpp"
#include "runtime/parallel.hpp"

namespace disjoint {

namespace {

constexpr size_t IMPORT_STEP = 4096;
constexpr unsigned SCALAR_BITS = 253;

/** Division of a scalar into signed digits of `bits` bits. */
struct Windows {
  unsigned bits, count;

  size_t buckets() const { return size_t{1} << (bits - 1); }

  /**
   * The cheapest digit size for n points: one addition per point and window, and two per bucket afterwards. Scalars are
   * below half the order (the point's sign takes the rest), and the last digit is unsigned and must still fit the
   * buckets.
   */
  static Windows forPoints(size_t n) {
    Windows best{2, 0};
    double least = 1e300;
    for (unsigned bits = 3; bits <= 16; bits++) {
      unsigned count = 1;
      while (SCALAR_BITS + 1 > bits - 1 + bits * (count - 1)) count++;
      const double cost = count * ((double)n + 2.5 * (double)(size_t{1} << (bits - 1)));
      if (cost < least) least = cost, best = {bits, count};
    }
    return best;
  }

  /**
   * Half the range of every digit but the last: added once, it makes all digits of the sum readable without carries.
   */
  Limbs offset() const {
    Limbs out{};
    for (unsigned w = 0; w + 1 < count; w++) {
      const unsigned at = w * bits + bits - 1;
      out.l[at / 64] |= u64{1} << (at % 64);
    }
    return out;
  }

  std::int32_t digit(const Limbs& shifted, unsigned w) const {
    const unsigned at = w * bits;
    u64 word = shifted.l[at / 64] >> (at % 64);
    if (at % 64 && at / 64 < 3) word |= shifted.l[at / 64 + 1] << (64 - at % 64);
    if (w + 1 == count) return (std::int32_t)word;
    return (std::int32_t)(word & ((u64{1} << bits) - 1)) - (std::int32_t)(u32{1} << (bits - 1));
  }
};

bool isZero(const unsigned char* bytes, size_t size) {
  for (size_t i = 0; i < size; i += 8) {
    u64 word;
    std::memcpy(&word, bytes + i, 8);
    if (word) return false;
  }
  return true;
}

/** A scalar without its sign, plus the windows' offset; the sign in the top bit. */
Limbs recode(const Limbs& scalar, const Limbs& offset) {
  const Limbs negative = minus(Fr::order, scalar);
  const bool flip = below(negative, scalar);
  Limbs out = plus(flip ? negative : scalar, offset);
  out.l[3] |= flip ? u64{1} << 63 : 0;
  return out;
}

template <class F>
class Multiplication {
 public:
  Multiplication(Job& job, const GroupArithmetic& group, const MappedFile& file, Bytes points,
                 const unsigned char* scalars)
      : job_(job), group_(group), file_(file), outer_(points), scalars_(scalars), n_(points.size / sizeof(Affine<F>)) {}

  Jacobian<F> run() {
    countLive();
    if (live_ == 0) return checkOnly();
    windows_ = Windows::forPoints(live_);
    const size_t perThread = BucketSums::slots(windows_.buckets(), live_);
    points_ = Array<Affine<F>>(live_ + job_.threads * perThread, Secrecy::secret);
    digits_ = Array<Limbs>(live_, Secrecy::secret);
    if (points_.size() >= NEGATIVE) fail("native/too-large", "more points than a reference can name");
    readIn();
    const std::vector<Piece> pieces = cutWindows();
    std::vector<Jacobian<F>> sums(pieces.size());
    std::vector<ThreadState> states(job_.threads);
    job_.begin("summing buckets", pieces.size());
    parallel(job_, pieces.size(), [&](size_t task, unsigned thread) {
      ThreadState& state = states[thread];
      if (!state.sums) {
        const u32 firstSlot = (u32)(live_ + thread * perThread);
        state.sums = std::make_unique<BucketSums>(group_, points_.data(), firstSlot, windows_.buckets(), live_);
        state.offsets = Array<u32>(windows_.buckets() + 2, Secrecy::secret);
        state.digits = Array<std::int32_t>(live_, Secrecy::secret);
        state.sorted = Array<u32>(live_, Secrecy::secret);
      }
      sums[task] = window(state, pieces[task]);
      job_.advance();
    });
    return join(pieces, sums);
  }

 private:
  /** The digits of one window of some of the points. */
  struct Piece {
    unsigned window;
    size_t from, to;
  };

  struct ThreadState {
    std::unique_ptr<BucketSums> sums;
    Array<u32> offsets, sorted;
    Array<std::int32_t> digits;
  };

  const unsigned char* outer(size_t i) const { return outer_.data + i * sizeof(Affine<F>); }
  const unsigned char* scalar(size_t i) const { return scalars_ + i * sizeof(Limbs); }
  bool alive(size_t i) const { return !isZero(scalar(i), sizeof(Limbs)) && !isZero(outer(i), sizeof(Affine<F>)); }

  /** Pairs in which neither the scalar is 0 nor the point infinite: only these are processed. */
  void countLive() {
    file_.willRead(outer_);
    before_.assign((n_ + IMPORT_STEP - 1) / IMPORT_STEP + 1, 0);
    parallelRanges(job_, n_, IMPORT_STEP, [&](size_t from, size_t to) {
      size_t count = 0;
      for (size_t i = from; i < to; i++) count += alive(i);
      before_[from / IMPORT_STEP + 1] = count;
    });
    for (size_t i = 1; i < before_.size(); i++) before_[i] += before_[i - 1];
    live_ = before_.back();
  }

  Jacobian<F> checkOnly() {
    points_ = Array<Affine<F>>(IMPORT_STEP);
    for (size_t from = 0; from < n_; from += IMPORT_STEP)
      import(points_.data(), from, std::min(n_, from + IMPORT_STEP));
    return Jacobian<F>::infinity();
  }

  void import(void* to, size_t from, size_t end) {
    if (group_.import(to, outer(from), end - from) != end - from)
      file_.bad("a point between " + std::to_string(from) + " and " + std::to_string(end) + " is not on its curve");
  }

  void readIn() {
    const Limbs offset = windows_.offset();
    parallelRanges(job_, n_, IMPORT_STEP, [&](size_t from, size_t to) {
      Array<Affine<F>> all(to - from);
      import(all.data(), from, to);
      size_t at = before_[from / IMPORT_STEP];
      for (size_t i = from; i < to; i++) {
        if (!alive(i)) continue;
        std::memcpy((void*)&points_[at], (void*)&all[i - from], sizeof(Affine<F>));
        Limbs value;
        std::memcpy(&value, scalar(i), sizeof value);
        digits_[at++] = recode(value, offset);
      }
    });
    file_.release(outer_);
  }

  /**
   * Every window is a piece, but for those that are left when all threads have had equally many: these are cut, so that
   * no thread waits while another one has a whole window to sum.
   */
  std::vector<Piece> cutWindows() const {
    const unsigned left = windows_.count % job_.threads, whole = windows_.count - left;
    const size_t cuts = left == 0 ? 1 : std::min<size_t>(job_.threads / left, 1 + live_ / (4 * windows_.buckets()));
    std::vector<Piece> out;
    for (unsigned w = 0; w < windows_.count; w++) {
      const size_t parts = w < whole ? 1 : cuts;
      for (size_t i = 0; i < parts; i++) out.push_back({w, live_ * i / parts, live_ * (i + 1) / parts});
    }
    return out;
  }

  /** Sorts the references by digit (counting sort), then sums. */
  Jacobian<F> window(ThreadState& state, const Piece& piece) {
    Array<u32>& offsets = state.offsets;
    const size_t buckets = windows_.buckets();
    std::fill(offsets.begin(), offsets.end(), 0);
    for (size_t i = piece.from; i < piece.to; i++) {
      Limbs shifted = digits_[i];
      const bool negative = shifted.l[3] >> 63;
      shifted.l[3] &= ~u64{0} >> 1;
      const std::int32_t digit = windows_.digit(shifted, piece.window);
      state.digits[i] = negative ? -digit : digit;
      offsets[(size_t)std::abs(digit) + 1]++;
    }
    // offsets[k + 1] counts digit k: zeros are dropped, and the others are stored consecutively.
    offsets[1] = 0;
    for (size_t k = 1; k <= buckets; k++) offsets[k + 1] += offsets[k];
    for (size_t i = piece.from; i < piece.to; i++) {
      const std::int32_t digit = state.digits[i];
      if (digit == 0) continue;
      state.sorted[offsets[(size_t)std::abs(digit)]++] = (u32)i | (digit < 0 ? NEGATIVE : 0);
    }
    // Filling has moved every start to the start of the next bucket.
    state.sums->sumBuckets(state.sorted.data(), offsets.data());
    state.sums->sumSegments();
    return weigh(*state.sums);
  }

  /** sum over segments of weighted + length * s * plain, from the last segment down. */
  Jacobian<F> weigh(const BucketSums& sums) const {
    Jacobian<F> running = Jacobian<F>::infinity(), steps = running, total = running;
    for (size_t s = sums.segments(); s-- > 0;) {
      total = total.plus(exported(sums.weighted(s)));
      if (s == 0) break;
      running = running.plus(exported(sums.plain(s)));
      steps = steps.plus(running);
    }
    for (size_t length = sums.segmentLength(); length > 1; length /= 2) steps = steps.twice();
    return total.plus(steps);
  }

  Affine<F> exported(u32 reference) const {
    Affine<F> out{F::zero(), F::zero()};
    if (reference == NOTHING) return out;
    group_.exportTo(&out, &points_[reference & ~NEGATIVE], 1);
    if (reference & NEGATIVE) out.y = F::neg(out.y);
    return out;
  }

  Jacobian<F> join(const std::vector<Piece>& pieces, const std::vector<Jacobian<F>>& sums) const {
    Jacobian<F> out = Jacobian<F>::infinity();
    for (size_t i = pieces.size(); i-- > 0;) {
      const bool isLastOfWindow = i + 1 == pieces.size() || pieces[i + 1].window != pieces[i].window;
      for (unsigned k = 0; isLastOfWindow && k < windows_.bits; k++) out = out.twice();
      out = out.plus(sums[i]);
    }
    return out;
  }

  Job& job_;
  const GroupArithmetic& group_;
  const MappedFile& file_;
  Bytes outer_;
  const unsigned char* scalars_;
  size_t n_, live_ = 0;
  Windows windows_{};
  std::vector<size_t> before_;
  Array<Affine<F>> points_;
  Array<Limbs> digits_;
};

}  // namespace

Jacobian<Fq> multiplyG1(Job& job, const MappedFile& file, Bytes points, const unsigned char* scalars) {
  return Multiplication<Fq>(job, job.arithmetic.g1, file, points, scalars).run();
}

Jacobian<Fq2> multiplyG2(Job& job, const MappedFile& file, Bytes points, const unsigned char* scalars) {
  return Multiplication<Fq2>(job, job.arithmetic.g2, file, points, scalars).run();
}

}  // namespace disjoint
