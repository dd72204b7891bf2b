/** @file One long computation: its threads, its progress, and whether it has been cancelled. */
#pragma once
#include <atomic>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

#include "backend/arithmetic.hpp"

namespace disjoint {

/** Progress and cancellation as another thread sees them while the job runs. */
struct Status {
  std::atomic<bool> cancelled{false};
  std::atomic<const char*> what{""};
  std::atomic<size_t> done{0}, total{0};
};

class Job : public Workers {
 public:
  const Arithmetic& arithmetic;

  /** @param threads 0 for as many as the processor has */
  Job(const Arithmetic& arithmetic, Status& status, unsigned threads);
  ~Job();

  /** @throws what a task threw, or Error native/cancelled */
  void each(size_t tasks, void (*run)(void* context, size_t task, unsigned thread), void* context) override;

  /** Names the next step, of `total` units. */
  void begin(const char* what, size_t total);
  void advance(size_t units = 1) { status_.done += units; }

 private:
  void work(unsigned thread);
  void drain(unsigned thread);

  Status& status_;
  std::vector<std::thread> pool_;
  std::mutex mutex_;
  std::condition_variable start_, finished_;
  size_t round_ = 0, running_ = 0;
  bool closing_ = false;

  void (*run_)(void*, size_t, unsigned) = nullptr;
  void* context_ = nullptr;
  size_t tasks_ = 0;
  std::atomic<size_t> next_{0};
  std::exception_ptr failure_;
};

}  // namespace disjoint
