#include "section_file.hpp"

namespace disjoint {

SectionFile::SectionFile(const std::string& path, const char* magic, std::uint32_t versions, const char* code)
    : MappedFile(path, code) {
  readSections(magic, versions);
}

SectionFile::SectionFile(std::vector<unsigned char> content, const char* magic, std::uint32_t versions,
                         const char* code)
    : MappedFile(std::move(content), magic, code) {
  readSections(magic, versions);
}

void SectionFile::readSections(const char* magic, std::uint32_t versions) {
  Cursor cursor(*this, all());
  if (std::memcmp(cursor.take(4), magic, 4)) bad(std::string("is not a ") + magic + " file");
  const std::uint32_t version = cursor.u32();
  if (version == 0 || version > versions) bad("version " + std::to_string(version) + " is unknown");
  const std::uint32_t count = cursor.u32();
  for (std::uint32_t i = 0; i < count; i++) {
    const std::uint32_t number = cursor.u32();
    const std::uint64_t size = cursor.u64();
    sections_.push_back({number, {cursor.take(size), size}});
  }
  cursor.end();
}

bool SectionFile::has(std::uint32_t number) const {
  for (const auto& section : sections_)
    if (section.number == number) return true;
  return false;
}

Bytes SectionFile::section(std::uint32_t number) const {
  const Section* found = nullptr;
  for (const auto& section : sections_) {
    if (section.number != number) continue;
    if (found) bad("section " + std::to_string(number) + " is there twice");
    found = &section;
  }
  if (!found) bad("section " + std::to_string(number) + " is missing");
  return found->bytes;
}

Bytes SectionFile::section(std::uint32_t number, size_t size) const {
  const Bytes bytes = section(number);
  if (bytes.size != size)
    bad("section " + std::to_string(number) + " has " + std::to_string(bytes.size) + " bytes, not " +
        std::to_string(size));
  return bytes;
}

}  // namespace disjoint
