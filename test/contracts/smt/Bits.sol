// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Bits} from "../../../contracts/libraries/Bits.sol";

// scripts/prove.ts proves each `assert` for all inputs with solc's SMTChecker.

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
