/** @file A file that appears under its name when it is whole, and not before. */
#pragma once
#include <cstdint>
#include <string>

namespace disjoint {

class OutputFile {
 public:
  /** @throws Error native/not-written */
  explicit OutputFile(const std::string& path);
  /** Removes what was written unless `commit` has been called. */
  ~OutputFile();
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;

  /** Safe from many threads at once, for stretches that do not meet. */
  void write(std::uint64_t at, const void* data, size_t bytes);
  /** To the disk, then to its name. */
  void commit();

 private:
  [[noreturn]] void bad() const;

  std::string path_, temporary_;
  int file_;
};

/** The places of a section file's sections, in the order they are written. */
class SectionWriter {
 public:
  SectionWriter(OutputFile& file, const char* magic, std::uint32_t version, std::uint32_t sections);

  /** Writes the section's head. @return where its content goes */
  std::uint64_t add(std::uint32_t number, std::uint64_t size);
  /** The whole section. */
  void add(std::uint32_t number, const std::string& content);

 private:
  OutputFile& file_;
  std::uint64_t at_;
};

}  // namespace disjoint
