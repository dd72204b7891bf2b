#include "plain_objects.hpp"

#include <cstring>

#include "runs.hpp"

namespace disjoint {

namespace {

/** Objects with more names are left to a parser that compares them faster. Equal to MOST_NAMES of plainObject.ts. */
constexpr size_t MOST_NAMES = 256;

/** Digits before and after the point: such numbers are finite and need no further check. */
constexpr size_t MOST_DIGITS = 18, MOST_DECIMALS = 17;

constexpr size_t NOT_WANTED = SIZE_MAX;

using At = const unsigned char*;

struct Name {
  At at;
  size_t size;

  bool operator==(const Name& other) const { return size == other.size && std::memcmp(at, other.at, size) == 0; }
};

bool isDigit(unsigned char c) { return c >= '0' && c <= '9'; }
bool isInName(unsigned char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || isDigit(c) || c == '_' || c == '$' || c == '.' || c == '-';
}

/** A name that needs no decoding, and that as the key of an object in JavaScript stays at its place. */
bool isPlain(const Name& name) {
  if (name.size == 0 || isDigit(name.at[0])) return false;
  for (size_t i = 0; i < name.size; i++)
    if (!isInName(name.at[i])) return false;
  return true;
}

At afterSpaces(At at, At end) {
  while (at < end && *at == ' ') at++;
  return at;
}

At afterDigits(At at, At end, size_t most) {
  const At from = at;
  while (at < end && isDigit(*at) && (size_t)(at - from) < most) at++;
  return at;
}

/** Where a number ends, or null. What follows it is for the caller to check. */
At afterNumber(At at, At end) {
  if (at < end && *at == '-') at++;
  const At digits = at;
  at = at < end && *at == '0' ? at + 1 : afterDigits(at, end, MOST_DIGITS);
  if (at == digits) return nullptr;
  if (at == end || *at != '.') return at;
  const At decimals = at + 1;
  at = afterDigits(decimals, end, MOST_DECIMALS);
  return at == decimals ? nullptr : at;
}

At afterScalar(At at, At end) {
  for (const char* word : {"true", "false", "null"}) {
    const size_t size = std::strlen(word);
    if ((size_t)(end - at) >= size && std::memcmp(at, word, size) == 0) return at + size;
  }
  return afterNumber(at, end);
}

class Reader {
 public:
  Reader(At bytes, const std::vector<std::string>& wanted, const Texts& texts)
      : bytes_(bytes), wanted_(wanted), texts_(texts) {}

  JsonLine read(At at, At end, std::uint32_t* places) {
    names_.clear();
    hasSameNames_ = true;
    if (!readObject(at, end, places)) return JsonLine::other;
    const bool isSame = hasSameNames_ && names_.size() == last_.size();
    std::swap(names_, last_);
    return isSame ? JsonLine::sameNames : JsonLine::newNames;
  }

 private:
  bool readObject(At at, At end, std::uint32_t* places) {
    size_t missing = wanted_.size();
    if (at == end || *at != '{') return false;
    for (at++;; at++) {
      at = afterSpaces(at, end);
      if (at == end || *at != '"') return false;
      const At nameEnd = afterRun(at + 1, end);
      if (nameEnd == end || *nameEnd != '"' || !add({at + 1, (size_t)(nameEnd - at - 1)})) return false;
      at = nameEnd + 1;
      if (at == end || *at != ':') return false;
      at = afterSpaces(at + 1, end);
      if (at < end && *at == '"') {
        const size_t i = indexOf(names_.back());
        at = i == NOT_WANTED ? readText(at + 1, end, nullptr) : readText(at + 1, end, places + 2 * i);
        missing -= i != NOT_WANTED;
      } else {
        at = afterScalar(at, end);
      }
      if (at == nullptr) return false;
      at = afterSpaces(at, end);
      if (at == end) return false;
      if (*at == '}') return at + 1 == end && missing == 0;
      if (*at != ',') return false;
    }
  }

  /** Adds a name that no other equals. Those of the line before are known to be different. */
  bool add(const Name& name) {
    const size_t i = names_.size();
    if (i == MOST_NAMES) return false;
    hasSameNames_ = hasSameNames_ && i < last_.size() && last_[i] == name;
    if (!hasSameNames_) {
      if (!isPlain(name)) return false;
      for (const Name& other : names_)
        if (other == name) return false;
    }
    names_.push_back(name);
    return true;
  }

  size_t indexOf(const Name& name) const {
    for (size_t i = 0; i < wanted_.size(); i++)
      if (wanted_[i].size() == name.size && std::memcmp(wanted_[i].data(), name.at, name.size) == 0) return i;
    return NOT_WANTED;
  }

  /** A string after its quote. @returns where it ends, or null. @param place of a wanted text: its start and end */
  At readText(At start, At end, std::uint32_t* place) {
    const At textEnd = afterRun(start, end);
    if (textEnd == end) return nullptr;
    if (*textEnd == '"') {
      if (place) place[0] = (std::uint32_t)(start - bytes_), place[1] = (std::uint32_t)(textEnd - bytes_);
      return textEnd + 1;
    }
    unsigned char* const text = texts_.bytes + used_;
    if (texts_.size - used_ < (size_t)(end - start)) return nullptr;
    unsigned char* out = text;
    const At after = decode(start, textEnd, end, out);
    if (after == nullptr || place == nullptr) return after;
    place[0] = (std::uint32_t)used_ | IN_TEXTS;
    used_ += (size_t)(out - text);
    place[1] = (std::uint32_t)used_ | IN_TEXTS;
    return after;
  }

  /** Writes a string that is plain from `start` to `at`. @returns where it ends, or null. */
  static At decode(At start, At at, At end, unsigned char*& out) {
    for (;;) {
      std::memcpy(out, start, (size_t)(at - start));
      out += at - start;
      if (at == end) return nullptr;
      if (*at == '"') return at + 1;
      if (*at != '\\') return nullptr;
      start = decodeEscape(at + 1, end, out);
      if (start == nullptr) return nullptr;
      at = afterRun(start, end);
    }
  }

  /** After the backslash. */
  static At decodeEscape(At at, At end, unsigned char*& out) {
    if (at == end) return nullptr;
    if (*at == 'u') return decodeUnit(at + 1, end, out);
    const char *escapes = "\"\\/bfnrt", *meanings = "\"\\/\b\f\n\r\t";
    const void* found = std::memchr(escapes, *at, 8);
    if (found == nullptr) return nullptr;
    *out++ = (unsigned char)meanings[(const char*)found - escapes];
    return at + 1;
  }

  /** Four hexadecimal digits, or two times four of a surrogate pair. */
  static At decodeUnit(At at, At end, unsigned char*& out) {
    std::uint32_t unit = 0, low = 0;
    if (!readHex(at, end, unit)) return nullptr;
    at += 4;
    if (unit >= 0xd800 && unit < 0xe000) {
      const bool isPair = unit < 0xdc00 && end - at >= 6 && at[0] == '\\' && at[1] == 'u' && readHex(at + 2, end, low);
      if (!isPair || low < 0xdc00 || low >= 0xe000) return nullptr;
      at += 6;
      unit = 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
    }
    writeUtf8(unit, out);
    return at;
  }

  static bool readHex(At at, At end, std::uint32_t& out) {
    if (end - at < 4) return false;
    for (int i = 0; i < 4; i++) {
      const unsigned char c = at[i], letter = c | 0x20;
      if (!isDigit(c) && (letter < 'a' || letter > 'f')) return false;
      out = out << 4 | (isDigit(c) ? c - '0' : letter - 'a' + 10u);
    }
    return true;
  }

  static void writeUtf8(std::uint32_t c, unsigned char*& out) {
    const auto rest = [&](unsigned shift) { *out++ = (unsigned char)(0x80 | (c >> shift & 0x3f)); };
    if (c < 0x80) {
      *out++ = (unsigned char)c;
    } else if (c < 0x800) {
      *out++ = (unsigned char)(0xc0 | c >> 6), rest(0);
    } else if (c < 0x10000) {
      *out++ = (unsigned char)(0xe0 | c >> 12), rest(6), rest(0);
    } else {
      *out++ = (unsigned char)(0xf0 | c >> 18), rest(12), rest(6), rest(0);
    }
  }

  At bytes_;
  const std::vector<std::string>& wanted_;
  const Texts& texts_;
  size_t used_ = 0;
  std::vector<Name> names_, last_;
  bool hasSameNames_ = true;
};

}  // namespace

void readPlainObjects(const JsonLines& lines, const std::vector<std::string>& wanted, std::uint32_t* places,
                      const Texts& texts) {
  Reader reader(lines.bytes, wanted, texts);
  for (size_t i = 0; i < lines.count; i++, places += placesPerLine(wanted.size()))
    places[0] = (std::uint32_t)reader.read(lines.bytes + lines.bounds[2 * i], lines.bytes + lines.bounds[2 * i + 1],
                                           places + 1);
}

}  // namespace disjoint
