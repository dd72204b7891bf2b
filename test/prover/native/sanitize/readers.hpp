/** @file What the kernel reads of a vendor's files, damaged, in memory of exactly its size. */
#pragma once
#include <cstdio>
#include <random>
#include <string>
#include <vector>

#include "compression/snappy.hpp"
#include "json/plain_objects.hpp"

namespace disjoint {

/** Allocated for each round, so that a byte outside of it is noticed. */
using Exact = std::vector<unsigned char>;

inline std::string pick(std::mt19937_64& random, const std::vector<std::string>& pieces) {
  return pieces[random() % pieces.size()];
}

/** Half of the texts stay as they are. */
inline Exact damaged(std::string text, std::mt19937_64& random) {
  if (random() % 2 == 0) {
    for (unsigned n = (unsigned)(random() % 3); n > 0; n--) text[random() % text.size()] = (char)random();
    if (random() % 4 == 0) text.resize(random() % (text.size() + 1));
  }
  return Exact(text.begin(), text.end());
}

inline unsigned readJson(std::mt19937_64& random) {
  static const std::vector<std::string> pieces = {"a plain text of more than sixteen bytes", "\\u00e9", "\\n", "b",
                                                  "\\ud83d\\ude00", "\\\\", "\",\"n\":\"", "\\ud83d"};
  std::string text = "{\"text\": \"";
  for (unsigned n = (unsigned)(random() % 8); n > 0; n--) text += pick(random, pieces);
  const Exact bytes = damaged(text + "\"}", random);
  const std::uint32_t start = (std::uint32_t)(random() % (bytes.size() + 1)), end = (std::uint32_t)bytes.size();
  const std::vector<std::uint32_t> bounds{0, end, start, end};
  const std::vector<std::string> wanted{"text"};
  std::vector<std::uint32_t> places(2 * placesPerLine(wanted.size()));
  Exact texts(random() % 4 ? bytes.size() : 0);
  readPlainObjects({bytes.data(), bounds.data(), 2}, wanted, places.data(), {texts.data(), texts.size()});
  return places[0] != 0;
}

inline unsigned readSnappy(std::mt19937_64& random) {
  // Literals of 4 and 16 bytes; copies of 4 and 5 bytes from 1, 4 and 3 bytes before, in all three forms.
  static const std::vector<std::string> pieces = {std::string("\x0c") + "abcd",
                                                  std::string("\x3c") + "sixteen letters.",
                                                  std::string("\x01\x01"),
                                                  std::string("\x05\x04"),
                                                  std::string("\x0e\x03\0", 3),
                                                  std::string("\x0f\x03\0\0\0", 5)};
  static const size_t sizes[] = {4, 16, 4, 5, 4, 4};
  std::string block = pieces[0];
  size_t size = sizes[0];
  for (unsigned n = (unsigned)(random() % 8); n > 0; n--) {
    const size_t i = random() % pieces.size();
    block += pieces[i], size += sizes[i];
  }
  std::string length{(char)size};
  if (size > 127) length = {(char)(size % 128 | 128), (char)(size / 128)};
  const Exact input = damaged(length + block, random);
  Exact output(size);
  return expandSnappy(input.data(), input.size(), output.data(), size);
}

inline void readDamaged(unsigned rounds) {
  std::mt19937_64 random(13);
  unsigned objects = 0, blocks = 0;
  for (unsigned i = 0; i < rounds; i++) objects += readJson(random), blocks += readSnappy(random);
  std::printf("%u damaged texts: %u plain objects; %u damaged blocks, %u expanded\n", rounds, objects, rounds, blocks);
}

}  // namespace disjoint
