// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

/// @title Bits
/// @notice Words as sets of 256 bits.
library Bits {
    /// @notice The place of the lowest bit that is not set; 256 when all are.
    function lowestZero(uint256 word) internal pure returns (uint256) {
        return lowestOne(~word);
    }

    /// @notice The place of the lowest bit that is set; 256 when none is.
    function lowestOne(uint256 word) internal pure returns (uint256 place) {
        if (word == 0) return 256;
        for (uint256 width = 128; width > 0; width >>= 1) {
            if (word & ((1 << width) - 1) == 0) {
                word >>= width;
                place += width;
            }
        }
    }
}
