// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Bn254} from "./Bn254.sol";

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

    /// @notice One coefficient for each of `count` proofs: that of its position, except for the first one, which makes
    /// the sum 1 in the scalar field.
    /// @dev Let Eᵢ be the quotient of the sides of equation i. The combination is E₀ · Π (Eᵢ / E₀)^cᵢ over i > 0. If an
    /// Eᵢ differs from E₀, it is 1 for at most one value of cᵢ. If all are equal, it is E₀.
    function sumOne(uint256 count) internal pure returns (uint256[] memory coefficients) {
        coefficients = new uint256[](count);
        bytes32 hash = seed();
        uint256 sum = 0;
        for (uint256 i = 1; i < count; ++i) {
            coefficients[i] = at(hash, i);
            sum += coefficients[i];
        }
        coefficients[0] = addmod(1, Bn254.FIELD_ORDER - sum, Bn254.FIELD_ORDER);
    }
}
