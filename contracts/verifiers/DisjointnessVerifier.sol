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
    /// @inheritdoc IDisjointnessVerifier
    CircuitId public immutable circuitId;

    constructor(CircuitId powers) {
        circuitId = powers;
    }

    /// @inheritdoc IDisjointnessVerifier
    /// @dev A random linear combination: each proof's equation is raised to its own coefficient, the first one's to 1.
    /// The pairs are (cᵢ·Aᵢ, Pᵢ) for every proof, (Σ cᵢ·Qᵢ, B) for every claim, and (-Σ cᵢ·G1, G2).
    function verify(DisjointnessClaim[] calldata claims) external view returns (bool) {
        uint256 count;
        for (uint256 i = 0; i < claims.length; ++i) count += claims[i].shards.length;
        if (count == 0) return false;
        uint256[] memory pairs = Bn254.newPairs(count + claims.length + 1);
        bytes32 seed = Coefficients.seed();
        (uint256 position, uint256 weight) = (0, 0);
        for (uint256 i = 0; i < claims.length; ++i) {
            _putList(pairs, count + i, claims[i].accumulator, position);
            ShardProof[] calldata shards = claims[i].shards;
            for (uint256 j = 0; j < shards.length; ++j) {
                uint256 coefficient = position == 0 ? 1 : Coefficients.at(seed, position);
                _putShard(pairs, position, count + i, shards[j], coefficient);
                weight += coefficient;
                ++position;
            }
        }
        _putGenerators(pairs, count + claims.length, weight);
        (bool ran, bool isOne) = Bn254.pairingIsOne(pairs);
        if (!ran) _revertWithCause(claims);
        return isOne;
    }

    /// @dev Adds the points of one proof to the pair of its own and to the pair of its list.
    function _putShard(
        uint256[] memory pairs,
        uint256 pair,
        uint256 listPair,
        ShardProof calldata shard,
        uint256 coefficient
    ) private view {
        (uint256 x, uint256 y) = (shard.accumulator[0], shard.accumulator[1]);
        (uint256 qx, uint256 qy) = (shard.q[0], shard.q[1]);
        uint256[4] calldata p = shard.p;
        if (!Bn254.isG1(x, y)) revert InvalidPoint(pair, "accumulator");
        if (!Bn254.isOnTwist(p[0], p[1], p[2], p[3])) revert InvalidPoint(pair, "p");
        if (!Bn254.isG1(qx, qy)) revert InvalidPoint(pair, "q");
        Bn254.putG2(pairs, pair, p[0], p[1], p[2], p[3]);
        if (pair == 0) {
            Bn254.putG1(pairs, 0, x, y);
            Bn254.putG1(pairs, listPair, qx, qy);
        } else {
            Bn254.putMultiple(pairs, pair, x, y, coefficient);
            Bn254.addMultiple(pairs, listPair, qx, qy, coefficient);
        }
    }

    /// @dev Puts -weight·G1 and G2, the generators of EIP-197.
    function _putGenerators(uint256[] memory pairs, uint256 pair, uint256 weight) private view {
        uint256 y = Bn254.BASE_ORDER - 2;
        if (weight == 1) Bn254.putG1(pairs, pair, 1, y);
        else Bn254.putMultiple(pairs, pair, 1, y, weight);
        Bn254.putG2(pairs, pair, Bn254.G2_XC1, Bn254.G2_XC0, Bn254.G2_YC1, Bn254.G2_YC0);
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

    /// @dev Puts B. A claim without shards has the position of the next proof.
    function _putList(uint256[] memory pairs, uint256 pair, uint256[4] calldata b, uint256 position) private pure {
        if (!Bn254.isOnTwist(b[0], b[1], b[2], b[3])) revert InvalidPoint(position, "list");
        Bn254.putG2(pairs, pair, b[0], b[1], b[2], b[3]);
    }
}
