// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

/// @title Content identifiers
/// @notice Checks the form of evidence CIDs: CIDv1 with SHA-256, in lowercase base32.
library Cids {
    /// @dev "b", then 36 bytes at five bits per character: version, codec, hash function, hash length, 32 bytes of
    /// hash.
    uint256 private constant LENGTH = 59;
    /// @dev The number of characters that encode the bytes before the hash and its first byte.
    uint256 private constant HEAD = 8;
    /// @dev The multihash code of sha2-256, and its length.
    uint256 private constant SHA256 = 0x1220;
    /// @dev The continuation bit of the codec byte.
    uint256 private constant LONG_CODEC = 0x80 << 24;
    /// @notice The value of a character outside the alphabet.
    uint256 internal constant NO_DIGIT = 32;

    /// @notice Returns whether a text is such a CID in canonical form. The content is not checked.
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
        // The last character encodes three bits of the hash; its other two bits are zero.
        return head >> 32 == 1 && head & LONG_CODEC == 0 && uint16(head >> 8) == SHA256 && digit & 3 == 0;
    }

    /// @notice Returns the five bits that a character encodes (RFC 4648, section 6, lowercase).
    function digitOf(uint256 character) internal pure returns (uint256) {
        if (character >= 0x61 && character <= 0x7a) return character - 0x61;
        if (character >= 0x32 && character <= 0x37) return character - 0x32 + 26;
        return NO_DIGIT;
    }
}
