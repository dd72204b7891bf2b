// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

/// @notice Encodes content identifiers in the base32 of RFC 4648, section 6, lowercase and without padding.
library Base32 {
    bytes private constant ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";

    /// @notice Returns the CIDv1 of a SHA-256 hash.
    function cid(uint8 codec, bytes32 hash) internal pure returns (string memory) {
        return encode(abi.encodePacked(uint8(1), codec, uint16(0x1220), hash));
    }

    /// @notice Returns "b" and one character per five bits, the last one padded with zeros.
    function encode(bytes memory data) internal pure returns (string memory) {
        bytes memory text = new bytes(1 + (data.length * 8 + 4) / 5);
        text[0] = "b";
        for (uint256 i = 1; i < text.length; ++i) {
            uint256 digit;
            for (uint256 bit = 5 * (i - 1); bit < 5 * i; ++bit) {
                uint256 byte_ = bit / 8 < data.length ? uint8(data[bit / 8]) : 0;
                digit = (digit << 1) | ((byte_ >> (7 - (bit % 8))) & 1);
            }
            text[i] = ALPHABET[digit];
        }
        return string(text);
    }
}
