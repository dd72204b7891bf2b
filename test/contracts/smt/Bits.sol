// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Bits} from "../../../contracts/libraries/Bits.sol";

// Each `assert` is shown for all inputs by solc's SMTChecker: scripts/prove.ts.

contract NoTwoPagesShareABit {
    function show(uint256 page, uint256 other) external pure {
        require(page != other);
        assert(Bits.wordOf(page) != Bits.wordOf(other) || Bits.placeOf(page) != Bits.placeOf(other));
    }
}

contract AWordAndAPlaceAreAPage {
    function show(uint256 page) external pure {
        assert(Bits.placeOf(page) < Bits.WIDTH);
        assert(Bits.wordOf(page) * Bits.WIDTH + Bits.placeOf(page) == page);
    }
}
