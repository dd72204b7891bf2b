// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Bn254} from "../../../contracts/libraries/Bn254.sol";

// Each `assert` is shown for all inputs by solc's SMTChecker: scripts/prove.ts.

contract SumsStayInTheField {
    function show(uint256 sum, uint256 a, uint256 b) external pure {
        assert(Bn254.addProduct(sum, a, b) < Bn254.FIELD_ORDER);
    }
}
