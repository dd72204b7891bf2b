// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Page} from "../interfaces/IBlocklists.sol";
import {Bn254} from "./Bn254.sol";

/// @dev A page in one word: the digest, which has 254 bits, bit 255 for the large size, and bit 254 if its list has
/// reviewers, so that the page may be unconfirmed. 0 means that there is no page.
type PackedPage is uint256;

using PackedPages for PackedPage global;

/// @title Packed pages
/// @notice Packs pages so that one storage read returns both the digest and the size.
library PackedPages {
    /// @notice The number of entries of a small page.
    uint16 internal constant SMALL = 16;
    /// @notice The number of entries of a large page.
    uint16 internal constant LARGE = 256;
    uint256 private constant LARGE_FLAG = 1 << 255;
    uint256 private constant REVIEW_FLAG = 1 << 254;

    /// @notice Returns whether a page is valid.
    function isValid(Page calldata page) internal pure returns (bool) {
        return page.digest != 0 && page.digest < Bn254.FIELD_ORDER && (page.size == SMALL || page.size == LARGE);
    }

    /// @notice Packs a valid page.
    function pack(Page calldata page, bool underReview) internal pure returns (PackedPage) {
        uint256 flags = (page.size == LARGE ? LARGE_FLAG : 0) | (underReview ? REVIEW_FLAG : 0);
        return PackedPage.wrap(page.digest | flags);
    }

    /// @notice Returns the digest of a page.
    function digest(PackedPage page) internal pure returns (uint256) {
        return PackedPage.unwrap(page) & ~(LARGE_FLAG | REVIEW_FLAG);
    }

    /// @notice Returns whether the page's list has reviewers.
    function isUnderReview(PackedPage page) internal pure returns (bool) {
        return PackedPage.unwrap(page) & REVIEW_FLAG != 0;
    }

    /// @notice Returns the number of entries of a page.
    function size(PackedPage page) internal pure returns (uint16) {
        return PackedPage.unwrap(page) & LARGE_FLAG == 0 ? SMALL : LARGE;
    }

    /// @notice Returns whether there is a page.
    function exists(PackedPage page) internal pure returns (bool) {
        return PackedPage.unwrap(page) != 0;
    }
}
