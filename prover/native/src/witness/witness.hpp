/**
 * @file Witnesses of the circuits in circuits/, equal to those of circom's calculator byte for byte.
 *
 * The caller knows that the r1cs is the one of the circuit: here only its map of wires is read.
 */
#pragma once
#include <string>

#include "runtime/job.hpp"
#include "wires.hpp"

namespace disjoint {

enum class Statement : std::uint32_t { exclusion, inclusion, listing };

/** A circuit of this project: `entries` of a page, `nodes` that can be opened. */
struct Circuit {
  Statement statement;
  std::uint32_t entries, nodes;
};

/**
 * @param inputs canonical elements of 32 bytes, in the order in which the circuit declares its inputs
 * @throws Error native/bad-r1cs; native/bad-call for another number of inputs; native/not-canonical;
 * native/no-witness when a rule of the circuit does not hold
 */
WitnessFile calculateWitness(Job& job, const Circuit& circuit, const std::string& r1cs,
                             const std::vector<unsigned char>& inputs);

}  // namespace disjoint
