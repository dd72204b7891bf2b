// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {DisjointnessClaim, IDisjointnessVerifier, ShardProof} from "../interfaces/IDisjointnessVerifier.sol";
import {CircuitId} from "../interfaces/Ids.sol";
import {IVerifier} from "../interfaces/IVerifier.sol";
import {Bn254} from "../libraries/Bn254.sol";
import {Coefficients} from "../libraries/Coefficients.sol";
import {Gas} from "../libraries/Gas.sol";
import {Twist} from "../libraries/Twist.sol";

/// @title Verifier of disjointness proofs
/// @notice Verifies proofs that bilinear accumulators have no key in common. With A = [a(τ)]₁, B = [b(τ)]₂, P = [p(τ)]₂
/// and Q = [q(τ)]₁, p·a + q·b = 1 has a solution exactly if a and b have no common root.
/// @dev Checks e(A, P) · e(Q, B) = e(G1, G2) (Papamanthou, Tamassia, Triandopoulos, "Optimal Verification of Operations
/// on Dynamic Sets", CRYPTO 2011). The equation does not contain τ: the hashes by which a ledger knows A and B bind
/// them to the powers of tau.
contract DisjointnessVerifier is IDisjointnessVerifier {
    /// @dev A batch while its pairs are put together: those of the lists, the generators, and then those of the shards,
    /// of which `end` is the end. `coefficients` has one for each proof, `weights` their sum for each pair of a shard.
    struct Batch {
        uint256[] pairs;
        uint256[] weights;
        uint256[] coefficients;
        uint256 end;
        uint256 position;
    }

    /// @inheritdoc IDisjointnessVerifier
    CircuitId public immutable circuitId;

    constructor(CircuitId powers) {
        circuitId = powers;
    }

    /// @inheritdoc IDisjointnessVerifier
    /// @dev A random linear combination: each proof's equation is raised to its own coefficient, and these add up to 1.
    /// The pairs are (Σ cᵢ·Qᵢ, B) for every claim, (-G1, G2), and (Σ cᵢ·A, P) for every A and P that differ: if a
    /// shard's proofs for several lists have the same P, they share a pairing.
    function verify(DisjointnessClaim[] calldata claims) external view returns (bool) {
        uint256 proofs;
        for (uint256 i = 0; i < claims.length; ++i) proofs += claims[i].shards.length;
        if (proofs == 0) return false;
        uint256 first = claims.length + 1;
        uint256[] memory pairs = Bn254.newPairs(first + proofs);
        Batch memory batch = Batch(pairs, new uint256[](first + proofs), Coefficients.sumOne(proofs), first, 0);
        _putGenerators(pairs, claims.length);
        for (uint256 i = 0; i < claims.length; ++i) {
            _putList(pairs, i, claims[i].accumulator, batch.position);
            _putProofs(batch, i, first, claims[i].shards);
        }
        for (uint256 pair = first; pair < batch.end; ++pair) {
            uint256 weight = batch.weights[pair];
            if (weight != 1) Bn254.multiply(pairs, pair, weight);
        }
        Bn254.shorten(pairs, batch.end);
        (bool ran, bool isOne) = Bn254.pairingIsOne(pairs);
        if (!ran) _revertWithCause(claims);
        return isOne;
    }

    /// @dev Adds the proofs of one claim. A pair with the same A and P is sought among those of earlier claims, first
    /// from `next` on, then after the one found last: this is short if all claims have their shards in one order.
    function _putProofs(Batch memory batch, uint256 list, uint256 next, ShardProof[] calldata shards) private view {
        uint256 known = batch.end;
        for (uint256 j = 0; j < shards.length; ++j) {
            ShardProof calldata shard = shards[j];
            uint256 position = batch.position;
            uint256 coefficient = batch.coefficients[position];
            uint256 pair = _find(batch.pairs, shard, next, known);
            if (pair < known) {
                next = pair + 1;
            } else {
                pair = batch.end;
                _putShard(batch.pairs, pair, shard, position);
                batch.end = pair + 1;
            }
            batch.weights[pair] = addmod(batch.weights[pair], coefficient, Bn254.FIELD_ORDER);
            if (!Bn254.isG1(shard.q[0], shard.q[1])) revert InvalidPoint(position, "q");
            if (batch.coefficients.length == 1) Bn254.putG1(batch.pairs, list, shard.q[0], shard.q[1]);
            else Bn254.addMultiple(batch.pairs, list, shard.q[0], shard.q[1], coefficient);
            batch.position = position + 1;
        }
    }

    /// @dev The pairing failed although all points are on their curves: some point is outside G2, or the gas was too
    /// low. Tells the two apart, or reverts with NotEnoughGas if too little gas is left to tell.
    function _revertWithCause(DisjointnessClaim[] calldata claims) private view {
        uint256 position;
        for (uint256 i = 0; i < claims.length; ++i) {
            _requireG2(claims[i].accumulator, position, "list");
            ShardProof[] calldata shards = claims[i].shards;
            for (uint256 j = 0; j < shards.length; ++j) {
                _requireG2(shards[j].p, position, "p");
                ++position;
            }
        }
        revert IVerifier.NotEnoughGas();
    }

    function _requireG2(uint256[4] calldata point, uint256 position, string memory name) private view {
        if (gasleft() < Gas.SUBGROUP_CHECK) revert IVerifier.NotEnoughGas();
        if (!Twist.isInG2(point[0], point[1], point[2], point[3])) revert InvalidPoint(position, name);
    }

    /// @dev Puts A and P of the proof at a position.
    function _putShard(uint256[] memory pairs, uint256 pair, ShardProof calldata shard, uint256 position) private pure {
        (uint256 x, uint256 y) = (shard.accumulator[0], shard.accumulator[1]);
        uint256[4] calldata p = shard.p;
        if (!Bn254.isG1(x, y)) revert InvalidPoint(position, "accumulator");
        if (!Bn254.isOnTwist(p[0], p[1], p[2], p[3])) revert InvalidPoint(position, "p");
        Bn254.putG1(pairs, pair, x, y);
        Bn254.putG2(pairs, pair, p[0], p[1], p[2], p[3]);
    }

    /// @dev Puts -G1 and G2, the generators of EIP-197.
    function _putGenerators(uint256[] memory pairs, uint256 pair) private pure {
        Bn254.putG1(pairs, pair, 1, Bn254.BASE_ORDER - 2);
        Bn254.putG2(pairs, pair, Bn254.G2_XC1, Bn254.G2_XC0, Bn254.G2_YC1, Bn254.G2_YC0);
    }

    /// @dev The first pair from `next` to before `known` with the same A and P; `known` if there is none.
    function _find(
        uint256[] memory pairs,
        ShardProof calldata shard,
        uint256 next,
        uint256 known
    ) private pure returns (uint256 pair) {
        for (pair = next; pair < known; ++pair) {
            if (Bn254.isPair(pairs, pair, shard.accumulator, shard.p)) return pair;
        }
    }

    /// @dev Puts B. A claim without shards has the position of the next proof.
    function _putList(uint256[] memory pairs, uint256 pair, uint256[4] calldata b, uint256 position) private pure {
        if (!Bn254.isOnTwist(b[0], b[1], b[2], b[3])) revert InvalidPoint(position, "list");
        Bn254.putG2(pairs, pair, b[0], b[1], b[2], b[3]);
    }
}
