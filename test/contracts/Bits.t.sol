// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Bits} from "../../contracts/libraries/Bits.sol";
import {Test} from "./support/Test.sol";

contract BitsTest is Test {
    function testFuzz_lowestOne(uint256 word, uint8 place) public pure {
        assertEq(Bits.lowestOne((word | 1) << place), place);
        assertEq(Bits.lowestZero(~((word | 1) << place)), place);
    }

    function test_noneIs256() public pure {
        assertEq(Bits.lowestOne(0), 256);
        assertEq(Bits.lowestZero(type(uint256).max), 256);
    }
}
