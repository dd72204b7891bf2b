/** @file Proofs that shards and a list have no common element. */
#pragma once
#include <vector>

#include "elements.hpp"
#include "powers_file.hpp"

namespace disjoint {

/** A shard's polynomial a, and the blinding factor t of its proof. */
struct ShardInput {
  std::string coefficients;
  Limbs blinding;
};

/** Either the entries that are in the shard, by index, or the proof. */
struct Disjointness {
  std::vector<std::uint32_t> common;
  Affine<Fq2> p;
  Affine<Fq> q;
};

/**
 * For every shard, polynomials with p a + q b = 1, where b = multiplier * product of (x - entry), at tau:
 * [p + t b] in G2 and [q - t a] in G1. They exist exactly if a and b have no common root (Bezout).
 *
 * @throws Error native/powers-too-small, native/bad-powers, native/bad-coefficients, native/zero-multiplier, and those
 *   of requireSet
 */
std::vector<Disjointness> proveDisjoint(Job& job, const std::string& powers, Elements entries, const Limbs& multiplier,
                                        const std::vector<ShardInput>& shards);

}  // namespace disjoint
