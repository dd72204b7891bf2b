/** @file Checks of the sets that are accumulated. */
#pragma once
#include "field/field.hpp"
#include "runtime/job.hpp"

namespace disjoint {

/** Canonical elements, 32 bytes each. */
struct Elements {
  const Limbs* at;
  size_t count;
};

/**
 * @param what `key` or `entry`, for the message
 * @throws Error native/bad-call when there are none, native/not-canonical, native/equal-elements
 */
void requireSet(Job& job, Elements elements, const char* what);

/** @throws Error native/zero-multiplier */
void requireMultiplier(const Limbs& multiplier);

}  // namespace disjoint
