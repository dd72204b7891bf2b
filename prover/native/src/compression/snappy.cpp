#include "snappy.hpp"

#include <cstdint>
#include <cstring>

namespace disjoint {

namespace {

/** Copies of this many bytes at once may go beyond the end of a short literal or match, where there is room. */
constexpr size_t STRIDE = 16;

/** A part of memory that is consumed from its beginning. */
template <class Byte>
struct Rest {
  Byte* at;
  Byte* end;
  size_t size() const { return (size_t)(end - at); }
};

using Input = Rest<const unsigned char>;
using Output = Rest<unsigned char>;

/** A little-endian number. */
bool readNumber(Input& input, size_t bytes, size_t& out) {
  if (input.size() < bytes) return false;
  out = 0;
  for (size_t i = 0; i < bytes; i++) out |= (size_t)input.at[i] << (8 * i);
  input.at += bytes;
  return true;
}

/** The length at the beginning: seven bits in each byte, at most 35. */
bool readLength(Input& input, std::uint64_t& out) {
  out = 0;
  for (unsigned shift = 0; shift < 35; shift += 7) {
    size_t byte;
    if (!readNumber(input, 1, byte)) return false;
    out |= (std::uint64_t)(byte & 0x7f) << shift;
    if (byte < 0x80) return true;
  }
  return true;
}

bool takeLiteral(Input& input, size_t tag, Output& output) {
  size_t length = tag >> 2;
  if (length >= 60 && !readNumber(input, length - 59, length)) return false;
  length++;
  if (length > input.size() || length > output.size()) return false;
  if (length <= STRIDE && input.size() >= STRIDE && output.size() >= STRIDE) {
    std::memcpy(output.at, input.at, STRIDE);
  } else {
    std::memcpy(output.at, input.at, length);
  }
  input.at += length;
  output.at += length;
  return true;
}

/** Earlier output, which may overlap what is written. */
void repeat(Output& output, size_t offset, size_t length) {
  unsigned char* to = output.at;
  unsigned char* const end = to + length;
  if (offset >= STRIDE && output.size() >= length + STRIDE) {
    for (; to < end; to += STRIDE) std::memcpy(to, to - offset, STRIDE);
  } else {
    for (; to < end; to++) *to = *(to - offset);
  }
  output.at = end;
}

bool takeCopy(Input& input, size_t tag, const unsigned char* start, Output& output) {
  const size_t kind = tag & 3;
  const size_t length = kind == 1 ? (tag >> 2 & 7) + 4 : (tag >> 2) + 1;
  size_t offset;
  if (!readNumber(input, kind == 3 ? 4 : kind, offset)) return false;
  if (kind == 1) offset |= tag >> 5 << 8;
  if (offset == 0 || offset > (size_t)(output.at - start) || length > output.size()) return false;
  repeat(output, offset, length);
  return true;
}

}  // namespace

bool expandSnappy(const unsigned char* bytes, size_t inputSize, unsigned char* start, size_t size) {
  Input input{bytes, bytes + inputSize};
  Output output{start, start + size};
  std::uint64_t claimed;
  if (!readLength(input, claimed) || claimed != size) return false;
  while (input.size() > 0) {
    const size_t tag = *input.at++;
    if (!((tag & 3) == 0 ? takeLiteral(input, tag, output) : takeCopy(input, tag, start, output))) return false;
  }
  return output.size() == 0;
}

}  // namespace disjoint
