#include "job.hpp"

#include "error.hpp"

namespace disjoint {

Job::Job(const Arithmetic& arithmetic, Status& status, unsigned wanted) : arithmetic(arithmetic), status_(status) {
  const unsigned available = std::thread::hardware_concurrency();
  threads = wanted ? wanted : available ? available : 1;
  for (unsigned i = 1; i < threads; i++) pool_.emplace_back([this, i] { work(i); });
}

Job::~Job() {
  {
    std::lock_guard lock(mutex_);
    closing_ = true;
  }
  start_.notify_all();
  for (auto& thread : pool_) thread.join();
}

void Job::each(size_t tasks, void (*run)(void*, size_t, unsigned), void* context) {
  {
    std::lock_guard lock(mutex_);
    run_ = run, context_ = context, tasks_ = tasks, next_ = 0, failure_ = nullptr;
    running_ = tasks > 1 ? pool_.size() : 0;
    round_++;
  }
  start_.notify_all();
  drain(0);
  {
    std::unique_lock lock(mutex_);
    finished_.wait(lock, [&] { return running_ == 0; });
  }
  if (failure_) std::rethrow_exception(failure_);
  if (status_.cancelled) fail("native/cancelled", "the work was cancelled");
}

void Job::work(unsigned thread) {
  for (size_t seen = 0;;) {
    std::unique_lock lock(mutex_);
    start_.wait(lock, [&] { return closing_ || (round_ != seen && running_ > 0); });
    if (closing_) return;
    seen = round_;
    lock.unlock();
    drain(thread);
    lock.lock();
    if (--running_ == 0) finished_.notify_one();
  }
}

void Job::drain(unsigned thread) {
  try {
    for (size_t task; !status_.cancelled && (task = next_++) < tasks_;) run_(context_, task, thread);
  } catch (...) {
    std::lock_guard lock(mutex_);
    failure_ = std::current_exception();
    next_ = tasks_;
  }
}

void Job::begin(const char* what, size_t total) {
  status_.what = what;
  status_.done = 0;
  status_.total = total;
}

}  // namespace disjoint
