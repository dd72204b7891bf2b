// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

/// @title Bits
/// @notice Bit sets across words: number n is bit n mod 256 of word n / 256.
library Bits {
    /// @notice The number of bits in a word.
    uint256 internal constant WIDTH = 256;

    /// @dev Masks: the low bit of every 2, the low two of every 4, the low four of every 8, and the low bit of every 8.
    uint256 private constant PAIRS = type(uint256).max / 3;
    uint256 private constant NIBBLES = type(uint256).max / 5;
    uint256 private constant LOW_NIBBLES = type(uint256).max / 17;
    uint256 private constant LOW_BITS = type(uint256).max / 255;

    /// @notice Returns the index of the word that contains the bit of a number.
    function wordOf(uint256 number) internal pure returns (uint256) {
        return number / WIDTH;
    }

    /// @notice Returns the position of a number's bit in its word.
    function placeOf(uint256 number) internal pure returns (uint256) {
        return number % WIDTH;
    }

    /// @notice Returns a word in which only the bit of a number is set.
    function maskOf(uint256 number) internal pure returns (uint256) {
        return 1 << placeOf(number);
    }

    /// @notice Returns the position of the lowest zero bit, or 256 if all bits are set.
    function lowestZero(uint256 word) internal pure returns (uint256) {
        return lowestOne(~word);
    }

    /// @notice Returns the position of the lowest set bit, or 256 if no bit is set.
    /// @dev Counts the zeros below it, in all bytes in parallel (Warren, Hacker's Delight, 5-1).
    function lowestOne(uint256 word) internal pure returns (uint256) {
        unchecked {
            if (word == 0) return WIDTH;
            uint256 below = ~word & (word - 1);
            below -= (below >> 1) & PAIRS;
            below = (below & NIBBLES) + ((below >> 2) & NIBBLES);
            below = (below + (below >> 4)) & LOW_NIBBLES;
            return (below * LOW_BITS) >> 248;
        }
    }
}
