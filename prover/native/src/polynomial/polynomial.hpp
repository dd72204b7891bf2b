/** @file Polynomials over the scalar field. Elements are canonical; coefficients begin with the lowest. */
#pragma once
#include "field/field.hpp"
#include "runtime/job.hpp"
#include "runtime/memory.hpp"

namespace disjoint {

/** The coefficients of the product of x - root: one more than there are roots. */
Array<Limbs> monicFromRoots(Job& job, const Limbs* roots, size_t n);

/** (1 - p a) / b, which leaves no remainder: by values on a random coset as large as the result. */
Array<Limbs> cofactor(Job& job, const Array<Limbs>& p, const Array<Limbs>& a, const Array<Limbs>& b);

}  // namespace disjoint
