/** @file A file that appears under its name only when it is complete. */
#pragma once
#include <cstdint>
#include <string>

namespace disjoint {

enum class Readers { everyone, owner };

class OutputFile {
 public:
  /** @throws Error native/not-written */
  explicit OutputFile(const std::string& path, Readers readers = Readers::everyone);
  /** Removes what was written unless `commit` has been called. */
  ~OutputFile();
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;

  /** Safe from many threads at once, as long as their ranges do not overlap. */
  void write(std::uint64_t at, const void* data, size_t bytes);
  /** Flushes to disk, then renames. */
  void commit();

 private:
  [[noreturn]] void bad() const;

  std::string path_, temporary_;
  int file_;
};

/** Positions of a section file's sections, in the order they are written. */
class SectionWriter {
 public:
  SectionWriter(OutputFile& file, const char* magic, std::uint32_t version, std::uint32_t sections);

  /** Writes the section's header. @return position of its content */
  std::uint64_t add(std::uint32_t number, std::uint64_t size);
  /** The whole section. */
  void add(std::uint32_t number, const std::string& content);

 private:
  OutputFile& file_;
  std::uint64_t at_;
};

}  // namespace disjoint
