// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Cids} from "../../../contracts/libraries/Cids.sol";

// scripts/prove.ts proves each `assert` for all inputs with solc's SMTChecker.

contract NoTwoCharactersAreOneDigit {
    function show(uint256 character, uint256 other) external pure {
        require(character != other && Cids.digitOf(character) != Cids.NO_DIGIT);
        assert(Cids.digitOf(character) != Cids.digitOf(other));
    }
}
