#include "snappy.hpp"

#include <array>
#include <cstdint>
#include <cstring>

namespace disjoint {

namespace {

/** Copies of this many bytes at once may go beyond the end of a short literal or match, where there is room. */
constexpr size_t STRIDE = 16;
/** With so much left, an element with a tag of its own length is within both parts, strides included. */
constexpr size_t ROOM_IN = 1 + 4 + STRIDE, ROOM_OUT = 64 + STRIDE;

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
  std::memcpy(output.at, input.at, length);
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

/** What a tag of a copy says: its length, the bytes of the offset that follow, and the offset's high bits. */
struct Copy {
  std::uint32_t length, mask, high;
  unsigned bytes;
};
constexpr Copy copyOf(unsigned tag) {
  const unsigned bytes = (tag & 3) == 3 ? 4 : tag & 3;
  return {bytes == 1 ? (tag >> 2 & 7) + 4 : (tag >> 2) + 1, bytes == 4 ? ~0u : (1u << 8 * bytes) - 1,
          bytes == 1 ? tag >> 5 << 8 : 0, bytes};
}
constexpr auto COPIES = [] {
  std::array<Copy, 256> all{};
  for (unsigned tag = 0; tag < 256; tag++) all[tag] = copyOf(tag);
  return all;
}();

bool takeCopy(Input& input, size_t tag, const unsigned char* start, Output& output) {
  const Copy copy = COPIES[tag];
  size_t offset;
  if (!readNumber(input, copy.bytes, offset)) return false;
  offset |= copy.high;
  if (offset == 0 || offset > (size_t)(output.at - start) || copy.length > output.size()) return false;
  repeat(output, offset, copy.length);
  return true;
}

/** Elements while there is room to read and write strides. @return false for a bad one */
bool expandFast(Input& input, const unsigned char* start, Output& output) {
  while (input.size() >= ROOM_IN && output.size() >= ROOM_OUT) {
    const size_t tag = *input.at++;
    if ((tag & 3) == 0) {
      if (tag >> 2 < STRIDE) {
        std::memcpy(output.at, input.at, STRIDE);
        input.at += (tag >> 2) + 1;
        output.at += (tag >> 2) + 1;
      } else if (!takeLiteral(input, tag, output)) {
        return false;
      }
      continue;
    }
    const Copy copy = COPIES[tag];
    std::uint32_t next;
    std::memcpy(&next, input.at, sizeof next);
    const size_t offset = copy.high | (next & copy.mask);
    input.at += copy.bytes;
    if (offset - 1 >= (size_t)(output.at - start)) return false;
    if (offset >= STRIDE && copy.length <= STRIDE) {
      std::memcpy(output.at, output.at - offset, STRIDE);
      output.at += copy.length;
    } else {
      repeat(output, offset, copy.length);
    }
  }
  return true;
}

}  // namespace

bool expandSnappy(const unsigned char* bytes, size_t inputSize, unsigned char* start, size_t size) {
  Input input{bytes, bytes + inputSize};
  Output output{start, start + size};
  std::uint64_t claimed;
  if (!readLength(input, claimed) || claimed != size) return false;
  if (!expandFast(input, start, output)) return false;
  while (input.size() > 0) {
    const size_t tag = *input.at++;
    if (!((tag & 3) == 0 ? takeLiteral(input, tag, output) : takeCopy(input, tag, start, output))) return false;
  }
  return output.size() == 0;
}

}  // namespace disjoint
