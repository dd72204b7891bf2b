// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

/// @title Content identifiers
/// @notice The form in which our archives are named: CIDv1 with SHA-256, in base32 of small letters.
library Cids {
    /// @dev "b", then 36 bytes in characters of five bits: version, codec, hash function, its length, 32 bytes of hash.
    uint256 private constant LENGTH = 59;
    /// @dev The characters that the bytes before the hash and the first one of it fill.
    uint256 private constant HEAD = 8;
    /// @dev sha2-256 in the table of multihash, and its length.
    uint256 private constant SHA256 = 0x1220;
    /// @dev Set in the codec's byte when another one follows it.
    uint256 private constant LONG_CODEC = 0x80 << 24;
    /// @notice What a character is worth that is none of the alphabet.
    uint256 internal constant NO_DIGIT = 32;

    /// @notice Whether a text is such an identifier, canonically written. Nothing is said of what it names.
    function isCid(string calldata text) internal pure returns (bool) {
        bytes calldata characters = bytes(text);
        if (characters.length != LENGTH || characters[0] != "b") return false;
        uint256 head;
        uint256 digit;
        for (uint256 i = 1; i < LENGTH; ++i) {
            digit = digitOf(uint8(characters[i]));
            if (digit == NO_DIGIT) return false;
            if (i <= HEAD) head = (head << 5) | digit;
        }
        // The last character has three bits of the hash; the other two are zero.
        return head >> 32 == 1 && head & LONG_CODEC == 0 && uint16(head >> 8) == SHA256 && digit & 3 == 0;
    }

    /// @notice The five bits that a character stands for: RFC 4648, section 6, in small letters.
    function digitOf(uint256 character) internal pure returns (uint256) {
        if (character >= 0x61 && character <= 0x7a) return character - 0x61;
        if (character >= 0x32 && character <= 0x37) return character - 0x32 + 26;
        return NO_DIGIT;
    }
}
