#include "memory.hpp"

#include <sys/mman.h>

#include <cstring>

#include "error.hpp"

namespace disjoint {

void wipe(void* memory, size_t bytes) {
  std::memset(memory, 0, bytes);
  asm volatile("" : : "r"(memory) : "memory");
}

void* allocatePages(size_t bytes) {
  void* memory = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) fail("native/no-memory", "no " + std::to_string(bytes) + " bytes of memory left");
#ifdef MADV_HUGEPAGE
  constexpr size_t HUGE_PAGE = size_t{2} << 20;
  if (bytes >= HUGE_PAGE) madvise(memory, bytes, MADV_HUGEPAGE);
#endif
  return memory;
}

void freePages(void* memory, size_t bytes) { munmap(memory, bytes); }

}  // namespace disjoint
