/** @file Values of JSON Lines whose records are objects of strings and scalars. */
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace disjoint {

/** Line i is bytes[bounds[2 i]] to bytes[bounds[2 i + 1]], and each line is UTF-8. */
struct JsonLines {
  const unsigned char* bytes;
  const std::uint32_t* bounds;
  size_t count;
};

/** Room for the texts that had escapes. Enough for all if it has as many bytes as the lines. */
struct Texts {
  unsigned char* bytes;
  size_t size;
};

/** What is said of a line: `other` when it is no such object, or has no string under one of the wanted names. */
enum class JsonLine : std::uint32_t { other, sameNames, newNames };

/** Added to the places of a text among the `Texts` instead of the lines. */
constexpr std::uint32_t IN_TEXTS = 0x80000000;

/** Numbers per line: what it is, and the start and end of each wanted text. */
constexpr size_t placesPerLine(size_t wanted) { return 1 + 2 * wanted; }

/**
 * Accepts exactly the lines that readPlainObject of prover/source/formats/text accepts, with the same texts.
 * `sameNames` means the names of the accepted line before, in the same order.
 *
 * @param wanted different names
 * @param places placesPerLine(wanted.size()) numbers for each line
 */
void readPlainObjects(const JsonLines& lines, const std::vector<std::string>& wanted, std::uint32_t* places,
                      const Texts& texts);

}  // namespace disjoint
