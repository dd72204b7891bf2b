/**
 * @file The container format of snarkjs: a magic word, a version, and numbered sections, mapped into memory.
 *
 * Nothing in a file is trusted: every length is checked before it is used.
 */
#pragma once
#include "mapped_file.hpp"

namespace disjoint {

class SectionFile : public MappedFile {
 public:
  /**
   * @param magic `zkey`, `wtns`, `r1cs` or `ptau`
   * @param code of the error when the file is not valid
   * @throws Error native/not-found, or `code`: wrong magic or version, a section beyond the end, bytes left over
   */
  SectionFile(const std::string& path, const char* magic, std::uint32_t versions, const char* code);
  /** Takes the content of such a file and wipes it in the end. */
  SectionFile(std::vector<unsigned char> content, const char* magic, std::uint32_t versions, const char* code);

  /** The only section of this number. @throws Error when there is none, or two */
  Bytes section(std::uint32_t number) const;
  /** The same, of exactly this many bytes. */
  Bytes section(std::uint32_t number, size_t size) const;
  bool has(std::uint32_t number) const;

 private:
  struct Section {
    std::uint32_t number;
    Bytes bytes;
  };

  void readSections(const char* magic, std::uint32_t versions);

  std::vector<Section> sections_;
};

}  // namespace disjoint
