// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Cids} from "../../contracts/libraries/Cids.sol";
import {Base32} from "./support/Base32.sol";
import {Test} from "./support/Test.sol";

/// Properties of content identifiers: a CIDv1 with SHA-256 in base32 is accepted, whatever its codec, and nothing else.
contract CidsTest is Test {
    string private constant KNOWN = "bafybeibnoelefnzgwbcacyt4vh52ymxvzbjq7mmqhtcnwarfq4lzegsiqe";

    function test_takesAKnownOne() public view {
        assertEq(keccak256(bytes(Base32.cid(0x70, sha256("x")))), keccak256(bytes(KNOWN)));
        assertTrue(isCid(KNOWN), "a known one");
    }

    function testFuzz_takesEveryHashAndShortCodec(uint8 codec, bytes32 hash) public view {
        assertTrue(isCid(Base32.cid(codec & 0x7f, hash)), "a good one");
        assertTrue(!isCid(Base32.cid(codec | 0x80, hash)), "a long codec");
    }

    function testFuzz_refusesAnotherHeadOrLength(uint32 head, bytes32 hash, bytes calldata data) public view {
        bool isValid = head & 0xff80ffff == 0x01001220;
        assertTrue(isCid(Base32.encode(abi.encodePacked(head, hash))) == isValid, "head");
        assertTrue(data.length == 36 || !isCid(Base32.encode(data)), "length");
        assertTrue(!isCid(Base32.encode(abi.encodePacked(uint32(0x01701220), bytes31(hash)))), "a byte less");
        assertTrue(!isCid(Base32.encode(abi.encodePacked(uint32(0x01701220), hash, bytes1(hash)))), "a byte more");
    }

    /// Each part of the head on its own: fuzzing alone would rarely produce one that is almost valid.
    function test_refusesEachWrongPartOfTheHead() public view {
        uint32[6] memory heads = [0x00701220, 0x02701220, 0x01f01220, 0x01701320, 0x01701221, 0x01701120];
        for (uint256 i = 0; i < heads.length; ++i) {
            assertTrue(!isCid(Base32.encode(abi.encodePacked(heads[i], sha256("x")))), "head");
        }
    }

    /// Every character in every position: only the alphabet after "b", and the unused bits of the last one are zero.
    function test_refusesEveryOtherCharacter() public view {
        uint8[10] memory places = [0, 1, 9, 16, 23, 30, 37, 44, 51, 58];
        for (uint256 i = 0; i < places.length; ++i) {
            uint256 at = places[i];
            for (uint256 code = 0; code < 256; ++code) {
                bytes memory text = bytes(KNOWN);
                text[at] = bytes1(uint8(code));
                bool isDigit = (code >= 0x61 && code <= 0x7a) || (code >= 0x32 && code <= 0x37);
                bool isEighth = code == 0x61 || code == 0x65 || code == 0x69 || code == 0x6d || code == 0x71;
                isEighth = isEighth || code == 0x75 || code == 0x79 || code == 0x34;
                bool isValid = at == 0 ? code == 0x62 : at == 1 ? code == 0x61 : at == 58 ? isEighth : isDigit;
                assertTrue(isCid(string(text)) == isValid, "character");
            }
        }
    }

    function isCid(string memory text) private view returns (bool) {
        return this.isCidOf(text);
    }

    function isCidOf(string calldata text) external pure returns (bool) {
        return Cids.isCid(text);
    }
}
