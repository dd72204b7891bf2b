/** @file Randomness of the operating system. */
#pragma once
#include "field/field.hpp"

namespace disjoint {

/** 32 random bytes below the order of the groups, canonical. @throws Error native/no-randomness */
Limbs randomScalar();

}  // namespace disjoint
