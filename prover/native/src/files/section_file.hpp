/**
 * @file The container of snarkjs's files: a magic word, a version, and numbered sections, mapped into memory.
 *
 * Nothing in a file is trusted: every length is checked before it is followed.
 */
#pragma once
#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

namespace disjoint {

/** A stretch of a mapped file. */
struct Bytes {
  const unsigned char* data = nullptr;
  size_t size = 0;
};

class SectionFile {
 public:
  /**
   * @param magic `zkey`, `wtns`, `r1cs` or `ptau`
   * @param code of the error when the file is not what it should be
   * @throws Error native/not-found, or `code`: wrong magic or version, a section beyond the end, bytes left over
   */
  SectionFile(const std::string& path, const char* magic, std::uint32_t versions, const char* code);
  /** The content of such a file; wiped in the end. */
  SectionFile(std::vector<unsigned char> content, const char* magic, std::uint32_t versions, const char* code);
  ~SectionFile();
  SectionFile(const SectionFile&) = delete;
  SectionFile& operator=(const SectionFile&) = delete;

  /** The only section of this number. @throws Error when there is none, or two */
  Bytes section(std::uint32_t number) const;
  /** The same, of exactly this many bytes. */
  Bytes section(std::uint32_t number, size_t size) const;
  bool has(std::uint32_t number) const;

  /** Says that this stretch will be read next, in order. */
  void willRead(Bytes stretch) const;
  /** Says that this stretch will not be read again soon: its pages stop counting as the process's memory. */
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

/** Reads numbers one after the other; stops at the end of its stretch. */
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
