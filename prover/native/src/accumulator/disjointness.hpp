/** @file Proofs that shards and lists have no common element. */
#pragma once
#include <vector>

#include "elements.hpp"
#include "powers_file.hpp"

namespace disjoint {

/** The polynomial b = multiplier * product of (x - entry) of a list. */
struct ListInput {
  Elements entries;
  Limbs multiplier;
};

/** A shard's polynomial a, and the blinding factor t of its proofs. */
struct ShardInput {
  std::string coefficients;
  Limbs blinding;
};

/** Either the entries of each list that are in the shard, by index, or the proofs: p for all lists, q for each. */
struct Disjointness {
  std::vector<std::vector<std::uint32_t>> common;
  Affine<Fq2> p;
  std::vector<Affine<Fq>> q;
};

/**
 * For every shard, polynomials with p a + q b = 1 for the b of each list, at tau: [p] in G2 and [q] in G1. They exist
 * exactly if a has no root in common with any b (Bezout). With L, the product of x - entry over the entries of all
 * lists, p = 1 / a modulo L, plus t L.
 *
 * @throws Error native/bad-call without a list, native/powers-too-small, native/bad-powers, native/bad-coefficients,
 *   native/zero-multiplier, and those of requireSet
 */
std::vector<Disjointness> proveDisjoint(Job& job, const std::string& powers, const std::vector<ListInput>& lists,
                                        const std::vector<ShardInput>& shards);

}  // namespace disjoint
