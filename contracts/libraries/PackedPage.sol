// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Page} from "../interfaces/IBlocklists.sol";
import {Bn254} from "./Bn254.sol";

/// @dev A page in one word: the digest, and bit 255 for the large size. Digests have 254 bits. 0 is no page.
type PackedPage is uint256;

using PackedPages for PackedPage global;

/// @notice Pages as they are stored: one storage read gives the digest and the size.
library PackedPages {
    uint16 internal constant SMALL = 16;
    uint16 internal constant LARGE = 256;
    uint256 private constant LARGE_FLAG = 1 << 255;

    /// @notice Whether a list may hold the page.
    function isGood(Page calldata page) internal pure returns (bool) {
        return page.digest != 0 && page.digest < Bn254.FIELD_ORDER && (page.size == SMALL || page.size == LARGE);
    }

    /// @notice Packs a good page.
    function pack(Page calldata page) internal pure returns (PackedPage) {
        return PackedPage.wrap(page.size == LARGE ? page.digest | LARGE_FLAG : page.digest);
    }

    function digest(PackedPage page) internal pure returns (uint256) {
        return PackedPage.unwrap(page) & ~LARGE_FLAG;
    }

    function size(PackedPage page) internal pure returns (uint16) {
        return PackedPage.unwrap(page) & LARGE_FLAG == 0 ? SMALL : LARGE;
    }

    function exists(PackedPage page) internal pure returns (bool) {
        return PackedPage.unwrap(page) != 0;
    }
}
