// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

/// @title Bits
/// @notice Words as sets of 256 bits, and a row of words as one set: number n is bit n mod 256 of word n / 256.
library Bits {
    /// @notice The bits of a word.
    uint256 internal constant WIDTH = 256;

    /// @notice The word that has the bit of a number.
    function wordOf(uint256 number) internal pure returns (uint256) {
        return number / WIDTH;
    }

    /// @notice The place in its word of the bit of a number.
    function placeOf(uint256 number) internal pure returns (uint256) {
        return number % WIDTH;
    }

    /// @notice The word in which only the bit of a number is set.
    function maskOf(uint256 number) internal pure returns (uint256) {
        return 1 << placeOf(number);
    }

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
