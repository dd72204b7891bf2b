#include "powers_file.hpp"

#include <atomic>

#include "msm/fixed_base.hpp"
#include "runtime/error.hpp"
#include "runtime/parallel.hpp"

namespace disjoint {

namespace {

constexpr size_t MOST = size_t{1} << 28;
constexpr size_t G1_BYTES = sizeof(Affine<Fq>), G2_BYTES = sizeof(Affine<Fq2>);

struct Header {
  char magic[8];
  std::uint32_t kind, reserved;
  std::uint64_t g1Count, g2Count;
  unsigned char zeros[32];
};
static_assert(sizeof(Header) == PowersFile::HEADER);

template <class F>
bool startsWith(const unsigned char* points, const Affine<F>& generator) {
  return std::memcmp(points, (const void*)&generator, sizeof generator) == 0;
}

}  // namespace

PowersFile::PowersFile(const std::string& path) : file_(path, "native/bad-powers") {
  Header header;
  Cursor start(file_, file_.all());
  std::memcpy(&header, start.take(HEADER), HEADER);
  if (std::memcmp(header.magic, MAGIC, sizeof header.magic)) file_.bad("is not a file of powers");
  if (header.kind > (std::uint32_t)PowersKind::development || header.reserved) file_.bad("is of an unknown kind");
  for (const unsigned char byte : header.zeros)
    if (byte) file_.bad("has bytes in its header that must be zero");
  if (header.g1Count < 2 || header.g2Count < 2 || header.g1Count > MOST || header.g2Count > MOST)
    file_.bad("has an impossible number of points");
  g1Count_ = header.g1Count, g2Count_ = header.g2Count;
  const unsigned char* g1 = start.take(g1Count_ * G1_BYTES);
  const unsigned char* g2 = start.take(g2Count_ * G2_BYTES);
  start.end();
  if (!startsWith(g1, generatorG1()) || !startsWith(g2, generatorG2())) file_.bad("does not begin with a generator");
}

Bytes PowersFile::g1(Job& job, size_t count, size_t first) const {
  if (first + count > g1Count_)
    fail("native/powers-too-small", "the powers have " + std::to_string(g1Count_) + " points in G1, " +
                                        std::to_string(first + count) + " are needed");
  return finite(job, {file_.all().data + HEADER + first * G1_BYTES, count * G1_BYTES}, G1_BYTES);
}

Bytes PowersFile::g2(Job& job, size_t count, size_t first) const {
  if (first + count > g2Count_)
    fail("native/powers-too-small", "the powers have " + std::to_string(g2Count_) + " points in G2, " +
                                        std::to_string(first + count) + " are needed");
  const size_t at = HEADER + g1Count_ * G1_BYTES + first * G2_BYTES;
  return finite(job, {file_.all().data + at, count * G2_BYTES}, G2_BYTES);
}

/** A sum over points would pass over an infinite one, as if the power were zero. */
Bytes PowersFile::finite(Job& job, Bytes points, size_t pointBytes) const {
  constexpr size_t STEP = 4096;
  std::atomic<bool> good{true};
  file_.willRead(points);
  parallelRanges(job, points.size / pointBytes, STEP, [&](size_t from, size_t to) {
    for (size_t i = from; i < to; i++) {
      std::uint64_t any = 0;
      for (size_t at = 0; at < pointBytes; at += 8) {
        std::uint64_t word;
        std::memcpy(&word, points.data + i * pointBytes + at, 8);
        any |= word;
      }
      if (!any) good = false;
    }
  });
  if (!good) file_.bad("has an infinite point");
  return points;
}

PowersWriter::PowersWriter(const std::string& path, PowersKind kind, size_t g1Count, size_t g2Count)
    : file_(path), g1Count_(g1Count) {
  if (g1Count < 2 || g2Count < 2 || g1Count > MOST || g2Count > MOST)
    fail("native/bad-call", "powers have 2 to 2^28 points in each group");
  Header header{{}, (std::uint32_t)kind, 0, g1Count, g2Count, {}};
  std::memcpy(header.magic, PowersFile::MAGIC, sizeof header.magic);
  file_.write(0, &header, sizeof header);
}

void PowersWriter::g1(size_t first, const Affine<Fq>* points, size_t count) {
  file_.write(PowersFile::HEADER + first * G1_BYTES, points, count * G1_BYTES);
}

void PowersWriter::g2(size_t first, const Affine<Fq2>* points, size_t count) {
  file_.write(PowersFile::HEADER + g1Count_ * G1_BYTES + first * G2_BYTES, points, count * G2_BYTES);
}

}  // namespace disjoint
