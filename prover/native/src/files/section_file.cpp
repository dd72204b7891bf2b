#include "section_file.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "runtime/error.hpp"
#include "runtime/memory.hpp"

namespace disjoint {

SectionFile::SectionFile(const std::string& path, const char* magic, std::uint32_t versions, const char* code)
    : path_(path), code_(code) {
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  struct stat status;
  if (file < 0 || fstat(file, &status) || !S_ISREG(status.st_mode)) {
    if (file >= 0) close(file);
    fail("native/not-found", path + ": no such file");
  }
  file_.size = (size_t)status.st_size;
  void* mapped = file_.size ? mmap(nullptr, file_.size, PROT_READ, MAP_PRIVATE, file, 0) : MAP_FAILED;
  close(file);
  if (mapped == MAP_FAILED) {
    file_.size = 0;
    bad("cannot be mapped");
  }
  file_.data = (const unsigned char*)mapped;
  try {
    readSections(magic, versions);
  } catch (...) {
    munmap(mapped, file_.size);
    throw;
  }
}

SectionFile::SectionFile(std::vector<unsigned char> content, const char* magic, std::uint32_t versions,
                         const char* code)
    : path_(magic), code_(code), content_(std::move(content)), file_{content_.data(), content_.size()} {
  readSections(magic, versions);
}

SectionFile::~SectionFile() {
  if (content_.empty())
    munmap((void*)file_.data, file_.size);
  else
    wipe(content_.data(), content_.size());
}

void SectionFile::readSections(const char* magic, std::uint32_t versions) {
  Cursor all(*this, file_);
  if (std::memcmp(all.take(4), magic, 4)) bad(std::string("is not a ") + magic + " file");
  const std::uint32_t version = all.u32();
  if (version == 0 || version > versions) bad("version " + std::to_string(version) + " is unknown");
  const std::uint32_t count = all.u32();
  for (std::uint32_t i = 0; i < count; i++) {
    const std::uint32_t number = all.u32();
    const std::uint64_t size = all.u64();
    sections_.push_back({number, {all.take(size), size}});
  }
  all.end();
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

/** Only for pages of a mapped file: heap pages would lose their content. */
void SectionFile::advise(Bytes stretch, int advice) const {
  if (!content_.empty()) return;
  const auto page = (std::uintptr_t)sysconf(_SC_PAGESIZE);
  const auto from = (std::uintptr_t)stretch.data / page * page;
  madvise((void*)from, (std::uintptr_t)stretch.data + stretch.size - from, advice);
}

void SectionFile::willRead(Bytes stretch) const { advise(stretch, MADV_WILLNEED); }
void SectionFile::release(Bytes stretch) const { advise(stretch, MADV_DONTNEED); }

void SectionFile::bad(const std::string& why) const { fail(code_, path_ + ": " + why); }

}  // namespace disjoint
