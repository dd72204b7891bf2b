#include "output_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstring>

#include "runtime/error.hpp"

namespace disjoint {

namespace {

/** Of a file that no other process and no other thread writes. */
std::string temporaryName(const std::string& path) {
  static std::atomic<unsigned> files{0};
  return path + "." + std::to_string(getpid()) + "." + std::to_string(files++) + ".part";
}

}  // namespace

OutputFile::OutputFile(const std::string& path, Readers readers) : path_(path), temporary_(temporaryName(path)) {
  // What another process left under this name may have other permissions.
  unlink(temporary_.c_str());
  file_ = open(temporary_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, readers == Readers::owner ? 0600 : 0644);
  if (file_ < 0) bad();
}

OutputFile::~OutputFile() {
  if (file_ < 0) return;
  close(file_);
  unlink(temporary_.c_str());
}

void OutputFile::write(std::uint64_t at, const void* data, size_t bytes) {
  for (const char* from = (const char*)data; bytes > 0;) {
    const ssize_t written = pwrite(file_, from, bytes, (off_t)at);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) bad();
    from += written, at += (std::uint64_t)written, bytes -= (size_t)written;
  }
}

void OutputFile::commit() {
  if (fsync(file_) || rename(temporary_.c_str(), path_.c_str())) bad();
  close(file_);
  file_ = -1;
}

void OutputFile::bad() const { fail("native/not-written", path_ + " cannot be written: " + std::strerror(errno)); }

SectionWriter::SectionWriter(OutputFile& file, const char* magic, std::uint32_t version, std::uint32_t sections)
    : file_(file), at_(12) {
  file.write(0, magic, 4);
  file.write(4, &version, 4);
  file.write(8, &sections, 4);
}

std::uint64_t SectionWriter::add(std::uint32_t number, std::uint64_t size) {
  file_.write(at_, &number, 4);
  file_.write(at_ + 4, &size, 8);
  const std::uint64_t content = at_ + 12;
  at_ = content + size;
  return content;
}

void SectionWriter::add(std::uint32_t number, const std::string& content) {
  file_.write(add(number, content.size()), content.data(), content.size());
}

}  // namespace disjoint
