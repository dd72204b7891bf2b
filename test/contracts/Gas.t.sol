// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Gas} from "../../contracts/libraries/Gas.sol";
import {Test} from "./support/Test.sol";

/// Properties of gas floors, proved for all inputs in smt/Gas.sol: a call receives the gas it is promised.
contract GasTest is Test {
    function test_theFloorIsThatOfThePromise() public pure {
        assertEq(Gas.floor(0), 230_000);
        assertEq(Gas.floor(1), 285_000);
        assertEq(Gas.floor(64), 3_750_000);
        assertEq(Gas.toForward(640_000), 710_000);
    }

    function testFuzz_aCallGetsWhatItIsPromised(uint64 cap) public pure {
        uint256 left = Gas.toForward(cap);
        assertTrue(left - left / 64 >= cap, "a call gets less");
    }
}
