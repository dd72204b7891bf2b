// SPDX-License-Identifier: MIT
pragma solidity >=0.8.20 <0.9.0;

/// @dev Identifies a blocklist: keccak256(abi.encode(creator, config, salt)).
type ListId is bytes32;

/// @dev Identifies a circuit with its keys: keccak256 over the 20 words of its verification key. Or powers of tau:
/// keccak256 over the six words of [tau]₁ and [tau]₂.
type CircuitId is bytes32;

/// @dev Identifies a model version: keccak256(abi.encode(vendor, release)).
type ReleaseId is bytes32;

using {sameRelease as ==} for ReleaseId global;

/// @dev Defines `==` for release ids.
function sameRelease(ReleaseId a, ReleaseId b) pure returns (bool) {
    return ReleaseId.unwrap(a) == ReleaseId.unwrap(b);
}
