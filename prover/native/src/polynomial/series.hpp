/** @file Power series. */
#pragma once
#include "ring.hpp"

namespace disjoint {

/**
 * The first 2^log coefficients, 64 or more, of 1 / (1 + y a), from as many of a: Newton's iteration doubles their
 * number.
 */
Array<Element> inverseSeries(const Ring& ring, const Element* a, unsigned log);

}  // namespace disjoint
