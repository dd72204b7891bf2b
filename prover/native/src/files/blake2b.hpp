/** @file BLAKE2b-512 (RFC 7693) without a key: the hash by which snarkjs names a circuit. */
#pragma once
#include <cstddef>
#include <cstdint>

namespace disjoint {

class Blake2b {
 public:
  void update(const void* data, size_t bytes);
  /** 64 bytes. */
  void digest(unsigned char* out);

 private:
  void compress(bool last);

  std::uint64_t h_[8] = {0x6a09e667f2bdc948, 0xbb67ae8584caa73b, 0x3c6ef372fe94f82b, 0xa54ff53a5f1d36f1,
                         0x510e527fade682d1, 0x9b05688c2b3e6c1f, 0x1f83d9abfb41bd6b, 0x5be0cd19137e2179};
  std::uint64_t total_ = 0;
  unsigned char block_[128] = {};
  size_t filled_ = 0;
};

}  // namespace disjoint
