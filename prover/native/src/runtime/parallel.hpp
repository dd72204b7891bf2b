/** @file Lambdas as tasks of a job's threads. */
#pragma once
#include "backend/arithmetic.hpp"
#include "field/isa.hpp"

DISJOINT_BEGIN

/** run(task, thread) for every task. */
template <class Run>
void parallel(Workers& workers, size_t tasks, Run&& run) {
  workers.each(
      tasks, [](void* context, size_t task, unsigned thread) { (*static_cast<Run*>(context))(task, thread); }, &run);
}

/** Calls run(from, to) for ranges of at most `step`. */
template <class Run>
void parallelRanges(Workers& workers, size_t n, size_t step, Run&& run) {
  parallel(workers, (n + step - 1) / step, [&](size_t task, unsigned) {
    run(task * step, task * step + step < n ? task * step + step : n);
  });
}

/** No other threads: every task runs at once. */
struct Alone : Workers {
  void each(size_t tasks, void (*run)(void*, size_t, unsigned), void* context) override {
    for (size_t task = 0; task < tasks; task++) run(context, task, 0);
  }
};

DISJOINT_END
