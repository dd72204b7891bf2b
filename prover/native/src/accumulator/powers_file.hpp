/**
 * @file A flat file of powers of tau: a header of 64 bytes, the powers in G1, the powers in G2. Point i is [tau^i].
 *
 * Header: magic, kind (32 bits), zero (32 bits), number of points in G1 and in G2 (64 bits each), zeros. Points are as
 * in the other files: affine, little-endian, in Montgomery form.
 */
#pragma once
#include <functional>

#include "curve/curve.hpp"
#include "files/mapped_file.hpp"
#include "files/output_file.hpp"
#include "runtime/job.hpp"

namespace disjoint {

enum class PowersKind : std::uint32_t { ceremony = 0, development = 1 };

class PowersFile {
 public:
  static constexpr size_t HEADER = 64;
  static constexpr char MAGIC[] = "dsjtpow1";

  /** @throws Error native/not-found, native/bad-powers: another size or header, a first point that is no generator */
  explicit PowersFile(const std::string& path);

  const MappedFile& file() const { return file_; }
  size_t g1Count() const { return g1Count_; }
  size_t g2Count() const { return g2Count_; }

  /**
   * Points `first` and following. They are checked to be finite here, and to be on the curve where they are used.
   *
   * @throws Error native/powers-too-small, native/bad-powers
   */
  Bytes g1(Job& job, size_t count, size_t first = 0) const;
  Bytes g2(Job& job, size_t count, size_t first = 0) const;

 private:
  Bytes finite(Job& job, Bytes points, size_t pointBytes) const;

  MappedFile file_;
  size_t g1Count_ = 0, g2Count_ = 0;
};

/** Writes such a file from many threads. */
class PowersWriter {
 public:
  /** @throws Error native/bad-call when there are fewer than two points in either group, or 2^28 or more */
  PowersWriter(const std::string& path, PowersKind kind, size_t g1Count, size_t g2Count);

  void g1(size_t first, const Affine<Fq>* points, size_t count);
  void g2(size_t first, const Affine<Fq2>* points, size_t count);
  void commit() { file_.commit(); }

 private:
  OutputFile file_;
  size_t g1Count_;
};

}  // namespace disjoint
