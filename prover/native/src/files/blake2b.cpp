#include "blake2b.hpp"

#include <bit>
#include <cstring>

namespace disjoint {

namespace {

constexpr std::uint64_t INITIAL[8] = {0x6a09e667f3bcc908, 0xbb67ae8584caa73b, 0x3c6ef372fe94f82b, 0xa54ff53a5f1d36f1,
                                      0x510e527fade682d1, 0x9b05688c2b3e6c1f, 0x1f83d9abfb41bd6b, 0x5be0cd19137e2179};

constexpr unsigned char ORDER[10][16] = {
    {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}, {14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3},
    {11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4}, {7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8},
    {9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13}, {2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9},
    {12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11}, {13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10},
    {6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5}, {10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0}};

void mix(std::uint64_t* v, int a, int b, int c, int d, std::uint64_t x, std::uint64_t y) {
  v[a] += v[b] + x;
  v[d] = std::rotr(v[d] ^ v[a], 32);
  v[c] += v[d];
  v[b] = std::rotr(v[b] ^ v[c], 24);
  v[a] += v[b] + y;
  v[d] = std::rotr(v[d] ^ v[a], 16);
  v[c] += v[d];
  v[b] = std::rotr(v[b] ^ v[c], 63);
}

}  // namespace

void Blake2b::update(const void* data, size_t bytes) {
  for (const auto* from = (const unsigned char*)data; bytes > 0;) {
    if (filled_ == sizeof block_) compress(false);
    const size_t take = bytes < sizeof block_ - filled_ ? bytes : sizeof block_ - filled_;
    std::memcpy(block_ + filled_, from, take);
    filled_ += take, total_ += take, from += take, bytes -= take;
  }
}

void Blake2b::compress(bool last) {
  std::uint64_t m[16], v[16];
  std::memcpy(m, block_, sizeof m);
  for (int i = 0; i < 8; i++) v[i] = h_[i], v[i + 8] = INITIAL[i];
  v[12] ^= total_;
  if (last) v[14] = ~v[14];
  for (int round = 0; round < 12; round++) {
    const unsigned char* s = ORDER[round % 10];
    for (int i = 0; i < 4; i++) mix(v, i, i + 4, i + 8, i + 12, m[s[2 * i]], m[s[2 * i + 1]]);
    for (int i = 0; i < 4; i++)
      mix(v, i, (i + 1) % 4 + 4, (i + 2) % 4 + 8, (i + 3) % 4 + 12, m[s[2 * i + 8]], m[s[2 * i + 9]]);
  }
  for (int i = 0; i < 8; i++) h_[i] ^= v[i] ^ v[i + 8];
  filled_ = 0;
}

void Blake2b::digest(unsigned char* out) {
  std::memset(block_ + filled_, 0, sizeof block_ - filled_);
  compress(true);
  std::memcpy(out, h_, sizeof h_);
}

}  // namespace disjoint
