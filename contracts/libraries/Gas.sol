// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

/// @title Gas
/// @notice What must be left for a verification to come to its end, at the prices of Ethereum.
/// @dev Where precompiles cost more, calls revert with NotEnoughGas: no verdict depends on these figures.
library Gas {
    /// @notice What a submission uses before and after its verification, with room.
    uint256 internal constant AROUND = 50_000;
    /// @notice What `Twist.isInG2` costs, with room: with less left nobody asks it.
    uint256 internal constant MEMBERSHIP = 500_000;
    /// @dev The pairing product of 4 pairs (181,000) and what is around it, times (64/63)² for the two calls.
    uint256 private constant FLOOR = 230_000;
    /// @dev One pair more (34,000), two multiplications (12,000), and the words to carry.
    uint256 private constant FLOOR_PER_PROOF = 55_000;

    /// @notice What must be left when the verification of so many proofs begins.
    function floor(uint256 proofs) internal pure returns (uint256) {
        return FLOOR + proofs * FLOOR_PER_PROOF;
    }

    /// @notice What must be left so that a call really gets `cap`: EIP-150 keeps a 64th back.
    function toPass(uint256 cap) internal pure returns (uint256) {
        return cap + cap / 32 + AROUND;
    }
}
