// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

/// @title Coefficients
/// @notice The coefficients of random linear combinations: each proof of a batch has its own, derived from a hash of
/// the whole call, so that invalid proofs cancel out only with probability 2^-128 per try.
library Coefficients {
    /// @notice keccak256(msg.data), computed in free memory without allocating it.
    function seed() internal pure returns (bytes32 hash) {
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            let work := mload(0x40)
            calldatacopy(work, 0, calldatasize())
            hash := keccak256(work, calldatasize())
        }
    }

    /// @notice 128 bits of keccak256(seed, position), computed in scratch memory.
    function at(bytes32 seed_, uint256 position) internal pure returns (uint256 coefficient) {
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            mstore(0, seed_)
            mstore(32, position)
            coefficient := shr(128, keccak256(0, 64))
        }
    }
}
