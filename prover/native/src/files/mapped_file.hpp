/** @file A file mapped into memory for reading, or the same content from a buffer. */
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

class MappedFile {
 public:
  /**
   * @param code of the error when the content is not valid
   * @throws Error native/not-found, or `code` when the file is empty
   */
  MappedFile(const std::string& path, const char* code);
  /** Takes the content of such a file and wipes it in the end. */
  MappedFile(std::vector<unsigned char> content, std::string name, const char* code);
  ~MappedFile();
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;

  Bytes all() const { return file_; }

  /** Announces that this range will be read next, in order. */
  void willRead(Bytes stretch) const;
  /**
   * Announces that this range will not be read again soon, so that its pages no longer count as the process's memory.
   */
  void release(Bytes stretch) const;

  [[noreturn]] void bad(const std::string& why) const;

 private:
  void advise(Bytes stretch, int advice) const;

  std::string path_;
  const char* code_;
  std::vector<unsigned char> content_;
  Bytes file_;
};

/** Reads consecutive numbers; stops at the end of its range. */
class Cursor {
 public:
  Cursor(const MappedFile& file, Bytes bytes) : file_(file), at_(bytes.data), end_(bytes.data + bytes.size) {}

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

  const MappedFile& file_;
  const unsigned char* at_;
  const unsigned char* end_;
};

}  // namespace disjoint
