#include "column_sums.hpp"

#include "runtime/parallel.hpp"

namespace disjoint {

namespace {

constexpr u64 SIGN_BIT = u64{1} << 63;

/** A scalar as a sign and its absolute value, which is below half the order. */
struct Signed {
  Limbs value;
  bool negative;

  explicit Signed(const unsigned char* bytes) {
    std::memcpy(&value, bytes, sizeof value);
    const Limbs opposite = minus(Fr::order, value);
    negative = below(opposite, value);
    if (negative) value = opposite;
  }
  bool isSmall(u64 most) const { return !(value.l[1] | value.l[2] | value.l[3]) && value.l[0] <= most; }
};

}  // namespace

template <class F>
ColumnSums<F>::ColumnSums(Job& job, const GroupArithmetic& group, size_t points)
    : job_(job), group_(group), count_(points), points_(points + job.threads * SLOTS) {}

template <class F>
bool ColumnSums<F>::import(size_t at, const void* outer, size_t n) {
  constexpr size_t STEP = 4096;
  std::atomic<bool> good{true};
  parallelRanges(job_, n, STEP, [&](size_t from, size_t to) {
    const auto* source = (const Affine<F>*)outer + from;
    if (group_.import(&points_[at + from], source, to - from) != to - from) good = false;
  });
  return good;
}

template <class F>
Array<Affine<F>> ColumnSums<F>::sum(const char* what, const std::vector<ColumnTerm>& terms,
                                    const std::vector<u32>& starts) {
  const size_t columns = starts.size() - 1;
  std::vector<Piece> pieces;
  std::vector<size_t> chunks{0};
  u32 filled = 0;
  for (u32 k = 0; k < columns; k++)
    for (u32 from = starts[k]; from < starts[k + 1]; from += CHUNK) {
      const u32 to = starts[k + 1] - from < CHUNK ? starts[k + 1] : from + CHUNK;
      if (filled + (to - from) > CHUNK) chunks.push_back(pieces.size()), filled = 0;
      pieces.push_back({k, from, to});
      filled += to - from;
    }
  chunks.push_back(pieces.size());

  Array<Affine<F>> sums(pieces.size() + 1), out(columns);
  job_.begin(what, chunks.size() - 1);
  parallel(job_, chunks.size() - 1, [&](size_t i, unsigned thread) {
    chunk(thread, pieces.data() + chunks[i], chunks[i + 1] - chunks[i], terms.data(), &sums[chunks[i]]);
    job_.advance();
  });
  for (size_t i = 0; i < pieces.size();) {
    const u32 column = pieces[i].column;
    if (i + 1 == pieces.size() || pieces[i + 1].column != column) {
      out[column] = sums[i++];
      continue;
    }
    Jacobian<F> total = Jacobian<F>::infinity();
    for (; i < pieces.size() && pieces[i].column == column; i++) total = total.plus(sums[i]);
    out[column] = total.affine();
  }
  return out;
}

/** Multiples 1..TABLE of the point of every term whose scalar is not 1 or -1. */
template <class F>
void ColumnSums<F>::fillTables(ListSums& lists, u32 slot, const ColumnTerm* terms, u32 n) {
  Pairs& pairs = lists.pairs();
  for (u32 m = 1; m < TABLE; m *= 2) {
    for (u32 i = 0; i < n; i++) {
      if (Signed(terms[i].scalar).isSmall(1)) continue;
      const u32 table = slot + i * TABLE;
      const auto entry = [&](u32 k) { return k == 1 ? terms[i].point : table + k - 1; };
      for (u32 k = 1; k <= m; k++) {
        if (pairs.full()) pairs.add(points_.data());
        pairs.push(entry(k), entry(m), table + k + m - 1);
      }
    }
    pairs.add(points_.data());
  }
}

template <class F>
void ColumnSums<F>::chunk(unsigned thread, const Piece* pieces, size_t n, const ColumnTerm* terms, Affine<F>* out) {
  if (n == 0) return;
  const u32 slot = (u32)(count_ + thread * SLOTS), sumSlot = slot + CHUNK * TABLE;
  ListSums lists(group_, points_.data(), sumSlot + CHUNK);
  const u32 first = pieces[0].from;
  fillTables(lists, slot, terms + first, pieces[n - 1].to - first);

  // A digit d of the biased scalar means d - TABLE; the highest window is read without the bias.
  Limbs offset{};
  for (unsigned w = 0; w + 1 < WINDOWS; w++)
    offset.l[(w * BITS + BITS - 1) / 64] |= u64{1} << (w * BITS + BITS - 1) % 64;
  Array<Limbs> shifted(pieces[n - 1].to - first);
  for (size_t i = 0; i < shifted.size(); i++) {
    const Signed scalar(terms[first + i].scalar);
    shifted[i] = plus(scalar.value, offset);
    if (scalar.negative) shifted[i].l[3] |= SIGN_BIT;
  }
  const auto digit = [&](u32 i, unsigned w) {
    Limbs scalar = shifted[i - first];
    const bool negative = scalar.l[3] & SIGN_BIT;
    scalar.l[3] &= ~SIGN_BIT;
    const unsigned at = w * BITS;
    u64 word = scalar.l[at / 64] >> (at % 64);
    if (at % 64 && at / 64 < 3) word |= scalar.l[at / 64 + 1] << (64 - at % 64);
    const auto value = w + 1 == WINDOWS ? (std::int32_t)word : (std::int32_t)(word % (2 * TABLE)) - (std::int32_t)TABLE;
    return negative ? -value : value;
  };

  Array<u32> sums(n), members(2 * CHUNK);
  for (size_t i = 0; i < n; i++) sums[i] = NOTHING;
  for (unsigned w = WINDOWS; w-- > 0;) {
    for (unsigned i = 0; i < BITS && w + 1 < WINDOWS; i++) {
      for (size_t k = 0; k < n; k++) {
        if (sums[k] == NOTHING) continue;
        lists.pairs().push(sums[k], sums[k], sumSlot + (u32)k);
        sums[k] = sumSlot + (u32)k;
      }
      lists.pairs().add(points_.data());
    }
    u32* member = members.data();
    for (size_t k = 0; k < n; k++) {
      u32* const start = member;
      if (sums[k] != NOTHING) *member++ = sums[k];
      for (u32 i = pieces[k].from; i < pieces[k].to; i++) {
        const std::int32_t d = digit(i, w);
        if (d == 0) continue;
        const u32 size = (u32)(d < 0 ? -d : d);
        *member++ = (size == 1 ? terms[i].point : slot + (i - first) * TABLE + size - 1) | (d < 0 ? NEGATIVE : 0);
      }
      sums[k] = lists.add(start, (u32)(member - start), sumSlot + (u32)k);
    }
    lists.finish();
  }
  for (size_t k = 0; k < n; k++) {
    if (sums[k] == NOTHING) continue;
    group_.exportTo(&out[k], &points_[sums[k] & ~NEGATIVE], 1);
    if (sums[k] & NEGATIVE) out[k].y = F::neg(out[k].y);
  }
}

template class ColumnSums<Fq>;
template class ColumnSums<Fq2>;

}  // namespace disjoint
