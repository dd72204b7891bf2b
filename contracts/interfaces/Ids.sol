// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

/// @dev A blocklist: keccak256 of its creator, its terms and a salt.
type ListId is bytes32;

/// @dev A circuit with its keys: keccak256 of the verification key's 20 words (see Groth16Verifier).
type CircuitId is bytes32;

/// @dev A model version: keccak256 of its vendor and everything that was said of it.
type ReleaseId is bytes32;

using {sameRelease as ==} for ReleaseId global;

function sameRelease(ReleaseId a, ReleaseId b) pure returns (bool) {
    return ReleaseId.unwrap(a) == ReleaseId.unwrap(b);
}
