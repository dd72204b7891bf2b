// SPDX-License-Identifier: MIT
pragma solidity >=0.8.20 <0.9.0;

import {CircuitId, ListId} from "./Ids.sol";

/// @notice A shard's accumulator A, and a proof (P, Q) that it has no key in common with a list. Points are in EIP-197
/// order, c1 before c0.
/// @param accumulator A in G1: x, y.
/// @param p P in G2: x.c1, x.c0, y.c1, y.c0.
/// @param q Q in G1: x, y.
struct ShardProof {
    uint256[2] accumulator;
    uint256[4] p;
    uint256[2] q;
}

/// @notice The claim that shards have no key in common with the entries of a list up to an epoch.
/// @param list The list.
/// @param epoch A confirmed epoch of the list, which has the accumulator.
/// @param added Whether the accumulator is that of the entries added since an earlier epoch, up to which the shards
/// are clean already. Otherwise it is that of the whole list.
/// @param accumulator B in G2: x.c1, x.c0, y.c1, y.c0.
/// @param shards The shards and their proofs.
struct DisjointnessClaim {
    ListId list;
    uint256 epoch;
    bool added;
    uint256[4] accumulator;
    ShardProof[] shards;
}

/// @title Verifier of disjointness proofs
/// @notice Verifies that accumulators of shards and lists have no key in common: e(A, P) · e(Q, B) = e(G1, G2).
interface IDisjointnessVerifier {
    /// @notice A point of the proof at this index ("accumulator", "p", "q", or "list" for B) is not canonical, not in
    /// its group or at infinity.
    error InvalidPoint(uint256 position, string point);

    /// @notice Returns the id of the powers of tau that the accumulators are made with.
    function circuitId() external view returns (CircuitId);

    /// @notice Returns whether all proofs are valid, using one pairing product for all of them.
    /// @dev Proofs are numbered across all claims. Reverts with InvalidPoint if a point is invalid. A call that runs
    /// out of gas reverts with IVerifier.NotEnoughGas or without a reason, whatever precompiles cost on the chain.
    function verify(DisjointnessClaim[] calldata claims) external view returns (bool);
}
