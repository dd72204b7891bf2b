// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Bits} from "../../contracts/libraries/Bits.sol";
import {Test} from "./support/Test.sol";

contract BitsTest is Test {
    function testFuzz_lowestOne(uint256 word, uint8 place) public pure {
        same(Bits.lowestOne((word | 1) << place), place);
        same(Bits.lowestZero(~((word | 1) << place)), place);
    }

    function test_noneIs256() public pure {
        same(Bits.lowestOne(0), 256);
        same(Bits.lowestZero(type(uint256).max), 256);
    }
}
