/** @file Blocks of Snappy (format_description.txt of google/snappy). */
#pragma once
#include <cstddef>

namespace disjoint {

/**
 * Expands a block that yields exactly `size` bytes.
 *
 * @returns whether it does. If not, the output is of no use, and nothing was read or written outside of both
 */
bool expandSnappy(const unsigned char* input, size_t inputSize, unsigned char* output, size_t size);

}  // namespace disjoint
