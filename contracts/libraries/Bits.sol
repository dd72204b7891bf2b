// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

/// @title Bits
/// @notice Words as sets of 256 bits, and a row of words as one set: number n is bit n mod 256 of word n / 256.
library Bits {
    /// @notice The bits of a word.
    uint256 internal constant WIDTH = 256;

    /// @dev The lower half of every two, four and eight bits, and the lowest of every eight.
    uint256 private constant PAIRS = type(uint256).max / 3;
    uint256 private constant FOURS = type(uint256).max / 5;
    uint256 private constant BYTES = type(uint256).max / 17;
    uint256 private constant ONES = type(uint256).max / 255;

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
    /// @dev As many as the zeros below it: they are counted in all bytes at once (Warren, Hacker's Delight, 5-1).
    function lowestOne(uint256 word) internal pure returns (uint256) {
        unchecked {
            if (word == 0) return WIDTH;
            uint256 below = ~word & (word - 1);
            below -= (below >> 1) & PAIRS;
            below = (below & FOURS) + ((below >> 2) & FOURS);
            below = (below + (below >> 4)) & BYTES;
            return (below * ONES) >> 248;
        }
    }
}
