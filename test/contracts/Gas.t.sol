// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Gas} from "../../contracts/libraries/Gas.sol";
import {Test} from "./support/Test.sol";

/// Properties of gas floors, which smt/Gas.sol has for all inputs: what is promised to a call reaches it.
contract GasTest is Test {
    function test_theFloorIsThatOfThePromise() public pure {
        same(Gas.floor(0), 230_000);
        same(Gas.floor(1), 285_000);
        same(Gas.floor(64), 3_750_000);
        same(Gas.toPass(640_000), 710_000);
    }

    function testFuzz_aCallGetsWhatItIsPromised(uint64 cap) public pure {
        uint256 left = Gas.toPass(cap);
        check(left - left / 64 >= cap, "a call gets less");
    }
}
