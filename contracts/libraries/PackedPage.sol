// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Page} from "../interfaces/IBlocklists.sol";
import {Bn254} from "./Bn254.sol";

/// @dev A page in one word: the digest, bit 255 for the large size, and bit 254 when its list is under review, so that
/// whether the page counts has to be asked. Digests have 254 bits. 0 is no page.
type PackedPage is uint256;

using PackedPages for PackedPage global;

/// @notice Pages as they are stored: one storage read gives the digest and the size.
library PackedPages {
    uint16 internal constant SMALL = 16;
    uint16 internal constant LARGE = 256;
    uint256 private constant LARGE_FLAG = 1 << 255;
    uint256 private constant REVIEW_FLAG = 1 << 254;

    /// @notice Whether a list may hold the page.
    function isGood(Page calldata page) internal pure returns (bool) {
        return page.digest != 0 && page.digest < Bn254.FIELD_ORDER && (page.size == SMALL || page.size == LARGE);
    }

    /// @notice Packs a good page.
    function pack(Page calldata page, bool underReview) internal pure returns (PackedPage) {
        uint256 flags = (page.size == LARGE ? LARGE_FLAG : 0) | (underReview ? REVIEW_FLAG : 0);
        return PackedPage.wrap(page.digest | flags);
    }

    function digest(PackedPage page) internal pure returns (uint256) {
        return PackedPage.unwrap(page) & ~(LARGE_FLAG | REVIEW_FLAG);
    }

    function isUnderReview(PackedPage page) internal pure returns (bool) {
        return PackedPage.unwrap(page) & REVIEW_FLAG != 0;
    }

    function size(PackedPage page) internal pure returns (uint16) {
        return PackedPage.unwrap(page) & LARGE_FLAG == 0 ? SMALL : LARGE;
    }

    function exists(PackedPage page) internal pure returns (bool) {
        return PackedPage.unwrap(page) != 0;
    }
}
