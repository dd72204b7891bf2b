#include "probe.hpp"

#include "runtime/error.hpp"
#include "msm/list_sums.hpp"
#include "runtime/memory.hpp"
#include "msm/msm.hpp"

namespace disjoint {

namespace {

template <class F>
void appendRaw(ByteVector& out, const F& value) {
  const auto* bytes = (const unsigned char*)&value;
  out.insert(out.end(), bytes, bytes + sizeof value);
}

void require(bool condition) {
  if (!condition) fail("native/bad-call", "lengths do not fit");
}

/** To be named for bad points. */
MappedFile noFile() { return MappedFile(ByteVector{0}, "probe", "native/bad-call"); }

}  // namespace

ByteVector probeField(Job& job, unsigned field, unsigned operation, const ByteVector& a, const ByteVector& b) {
  const size_t width = field == 2 ? 64 : 32;
  require(field < 3 && operation < 9 && a.size() == b.size() && a.size() % width == 0 && !a.empty());
  ByteVector out(a.size());
  job.arithmetic.probeField(field, operation, a.data(), b.data(), out.data(), a.size() / width);
  return out;
}

ByteVector probeAdd(Job& job, unsigned which, const ByteVector& a, const ByteVector& b) {
  const GroupArithmetic& group = which == 1 ? job.arithmetic.g1 : job.arithmetic.g2;
  require(a.size() == b.size() && a.size() % group.pointBytes == 0 && !a.empty());
  const size_t n = a.size() / group.pointBytes;
  Array<unsigned char> points(2 * a.size());
  require(group.import(points.data(), a.data(), n) == n && group.import(points.data() + a.size(), b.data(), n) == n);
  Pairs pairs(group, n);
  for (size_t i = 0; i < n; i++) pairs.push((u32)i, (u32)(n + i), (u32)i);
  pairs.add(points.data());
  ByteVector out(a.size());
  group.exportTo(out.data(), points.data(), n);
  return out;
}

ByteVector probeMultiply(Job& job, unsigned which, const ByteVector& points, const ByteVector& scalars) {
  const size_t width = which == 1 ? job.arithmetic.g1.pointBytes : job.arithmetic.g2.pointBytes;
  require(points.size() / width == scalars.size() / 32 && points.size() % width == 0 && scalars.size() % 32 == 0);
  const MappedFile file = noFile();
  const Bytes bytes{points.data(), points.size()};
  ByteVector out;
  if (which == 1)
    appendRaw(out, multiplyG1(job, file, bytes, scalars.data()).affine());
  else
    appendRaw(out, multiplyG2(job, file, bytes, scalars.data()).affine());
  return out;
}

ByteVector probeQuotient(Job& job, ByteVector a, ByteVector b) {
  const size_t n = a.size() / 32;
  require(a.size() == b.size() && n >= 2 && (n & (n - 1)) == 0 && n * 32 == a.size());
  const auto log = (unsigned)__builtin_ctzll(n);
  Array<char> scratch(job.arithmetic.quotientScratchBytes(log));
  job.arithmetic.quotient(job, a.data(), b.data(), log, scratch.data());
  return a;
}

}  // namespace disjoint
