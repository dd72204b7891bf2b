#include "mapped_file.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "runtime/error.hpp"
#include "runtime/memory.hpp"

namespace disjoint {

MappedFile::MappedFile(const std::string& path, const char* code) : path_(path), code_(code) {
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  struct stat status;
  if (file < 0 || fstat(file, &status) || !S_ISREG(status.st_mode)) {
    if (file >= 0) close(file);
    fail("native/not-found", path + ": no such file");
  }
  const auto size = (size_t)status.st_size;
  void* mapped = size ? mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file, 0) : MAP_FAILED;
  close(file);
  if (mapped == MAP_FAILED) bad("cannot be mapped");
  file_ = {(const unsigned char*)mapped, size};
}

MappedFile::MappedFile(std::vector<unsigned char> content, std::string name, const char* code)
    : path_(std::move(name)), code_(code), content_(std::move(content)), file_{content_.data(), content_.size()} {}

MappedFile::~MappedFile() {
  if (content_.empty())
    munmap((void*)file_.data, file_.size);
  else
    wipe(content_.data(), content_.size());
}

/** Only for pages of a mapped file: heap pages would lose their content. */
void MappedFile::advise(Bytes stretch, int advice) const {
  if (!content_.empty()) return;
  const auto page = (std::uintptr_t)sysconf(_SC_PAGESIZE);
  const auto from = (std::uintptr_t)stretch.data / page * page;
  madvise((void*)from, (std::uintptr_t)stretch.data + stretch.size - from, advice);
}

void MappedFile::willRead(Bytes stretch) const { advise(stretch, MADV_WILLNEED); }
void MappedFile::release(Bytes stretch) const { advise(stretch, MADV_DONTNEED); }

void MappedFile::bad(const std::string& why) const { fail(code_, path_ + ": " + why); }

}  // namespace disjoint
