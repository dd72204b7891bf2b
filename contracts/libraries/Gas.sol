// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

/// @title Gas
/// @notice Estimates of the gas that a verification needs, at Ethereum's prices.
/// @dev No verdict depends on these figures: where precompiles cost more, calls revert with NotEnoughGas.
library Gas {
    /// @notice What a submission uses before and after its verification, with a margin.
    uint256 internal constant OVERHEAD = 50_000;
    /// @notice What `Twist.isInG2` costs, with a margin. With less gas left, it is not called.
    uint256 internal constant SUBGROUP_CHECK = 500_000;
    /// @dev The pairing product of 4 pairs (181,000) and its overhead, times (64/63)² for the two calls.
    uint256 private constant FLOOR = 230_000;
    /// @dev One more pair (34,000), two multiplications (12,000), and copying the words.
    uint256 private constant FLOOR_PER_PROOF = 55_000;

    /// @notice Returns how much gas must be left when the verification of this many proofs starts.
    function floor(uint256 proofs) internal pure returns (uint256) {
        return FLOOR + proofs * FLOOR_PER_PROOF;
    }

    /// @notice Returns how much gas must be left for a call to receive `cap`: EIP-150 retains 1/64.
    function toForward(uint256 cap) internal pure returns (uint256) {
        return cap + cap / 32 + OVERHEAD;
    }
}
