/**
 * @file The container format of snarkjs: a magic word, a version, and numbered sections, mapped into memory.
 *
 * Nothing in a file is trusted: every length is checked before it is used.
 */
#pragma once
#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

namespace disjoint {

/** A range of a mapped file. */
struct Bytes {
  const unsigned char* data = nullptr;
  size_t size = 0;
};

class SectionFile {
 public:
  /**
   * @param magic `zkey`, `wtns`, `r1cs` or `ptau`
   * @param code of the error when the file is not valid
   * @throws Error native/not-found, or `code`: wrong magic or version, a section beyond the end, bytes left over
   */
  SectionFile(const std::string& path, const char* magic, std::uint32_t versions, const char* code);
  /** Takes the content of such a file and wipes it in the end. */
  SectionFile(std::vector<unsigned char> content, const char* magic, std::uint32_t versions, const char* code);
  ~SectionFile();
  SectionFile(const SectionFile&) = delete;
  SectionFile& operator=(const SectionFile&) = delete;

  /** The only section of this number. @throws Error when there is none, or two */
  Bytes section(std::uint32_t number) const;
  /** The same, of exactly this many bytes. */
  Bytes section(std::uint32_t number, size_t size) const;
  bool has(std::uint32_t number) const;

  /** Announces that this range will be read next, in order. */
  void willRead(Bytes stretch) const;
  /**
   * Announces that this range will not be read again soon, so that its pages no longer count as the process's memory.
   */
  void release(Bytes stretch) const;

  [[noreturn]] void bad(const std::string& why) const;

 private:
  struct Section {
    std::uint32_t number;
    Bytes bytes;
  };

  void advise(Bytes stretch, int advice) const;
  void readSections(const char* magic, std::uint32_t versions);

  std::string path_;
  const char* code_;
  std::vector<unsigned char> content_;
  Bytes file_;
  std::vector<Section> sections_;
};

/** Reads consecutive numbers; stops at the end of its range. */
class Cursor {
 public:
  Cursor(const SectionFile& file, Bytes bytes) : file_(file), at_(bytes.data), end_(bytes.data + bytes.size) {}

  std::uint32_t u32() { return number<std::uint32_t>(); }
  std::uint64_t u64() { return number<std::uint64_t>(); }
  const unsigned char* take(size_t bytes) {
    if (bytes > (size_t)(end_ - at_)) file_.bad("a section ends too early");
    const auto* taken = at_;
    at_ += bytes;
    return taken;
  }
  const unsigned char* position() const { return at_; }
  void end() const {
    if (at_ != end_) file_.bad("a section is too long");
  }

 private:
  template <class T>
  T number() {
    T value;
    std::memcpy(&value, take(sizeof(T)), sizeof(T));
    return value;
  }

  const SectionFile& file_;
  const unsigned char* at_;
  const unsigned char* end_;
};

}  // namespace disjoint
