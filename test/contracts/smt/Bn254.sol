// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Bn254} from "../../../contracts/libraries/Bn254.sol";

// scripts/prove.ts proves each `assert` for all inputs with solc's SMTChecker.

contract SumsStayInTheField {
    function show(uint256 sum, uint256 a, uint256 b) external pure {
        assert(Bn254.addProduct(sum, a, b) < Bn254.FIELD_ORDER);
    }
}
