/** @file Large arrays: page-aligned, returned to the system when dropped, wiped first when they are secret. */
#pragma once
#include <cstddef>
#include <utility>

namespace disjoint {

enum class Secrecy { open, secret };

/** Overwrites memory in a way that no compiler can optimize out. */
void wipe(void* memory, size_t bytes);

/** Zeroed pages. @throws Error native/no-memory */
void* allocatePages(size_t bytes);
void freePages(void* memory, size_t bytes);

template <class T>
class Array {
 public:
  Array() = default;
  explicit Array(size_t count, Secrecy secrecy = Secrecy::open)
      : data_(count ? (T*)allocatePages(count * sizeof(T)) : nullptr), count_(count), secrecy_(secrecy) {}
  Array(Array&& o) noexcept { *this = std::move(o); }
  Array& operator=(Array&& o) noexcept {
    std::swap(data_, o.data_), std::swap(count_, o.count_), std::swap(secrecy_, o.secrecy_);
    return *this;
  }
  ~Array() {
    if (!data_) return;
    if (secrecy_ == Secrecy::secret) wipe(data_, bytes());
    freePages(data_, bytes());
  }

  T* data() const { return data_; }
  size_t size() const { return count_; }
  size_t bytes() const { return count_ * sizeof(T); }
  T& operator[](size_t i) const { return data_[i]; }
  T* begin() const { return data_; }
  T* end() const { return data_ + count_; }

 private:
  T* data_ = nullptr;
  size_t count_ = 0;
  Secrecy secrecy_ = Secrecy::open;
};

}  // namespace disjoint
