// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Bn254} from "../../contracts/libraries/Bn254.sol";
import {Twist} from "../../contracts/libraries/Twist.sol";
import {Simulator} from "./support/Simulator.sol";
import {Test} from "./support/Test.sol";
import {TwistPoints} from "./support/TwistPoints.sol";

/// Properties of the twist: a point is in G2 exactly if the pairing precompile accepts it.
contract TwistTest is Test {
    function test_multiplesOfTheGeneratorAreOfG2() public view {
        uint256[5] memory multiples = [uint256(1), 2, 3, 5, 7];
        for (uint256 i = 0; i < 5; ++i) {
            uint256[4] memory point = Simulator.g2(multiples[i]);
            sameAsThePrecompile(point, true);
            (point[2], point[3]) = (Bn254.BASE_ORDER - point[2], Bn254.BASE_ORDER - point[3]);
            sameAsThePrecompile(point, true);
        }
    }

    /// Points whose orders are factors of the cofactor, alone and added to a point of G2, and some of unknown order.
    function test_otherPointsAreNot() public view {
        uint256[4][10] memory points = TwistPoints.outside();
        for (uint256 i = 0; i < points.length; ++i) sameAsThePrecompile(points[i], false);
        sameAsThePrecompile(Simulator.outsideSubgroup(), false);
    }

    function test_elementsAreTheSameOnlyInBothWords() public pure {
        assertTrue(areSame([uint256(1), 2], [uint256(1), 2]), "equal");
        assertTrue(!areSame([uint256(1), 2], [uint256(1), 3]), "the second word differs");
        assertTrue(!areSame([uint256(1), 2], [uint256(3), 2]), "the first word differs");
    }

    function areSame(uint256[2] memory a, uint256[2] memory b) private pure returns (bool) {
        uint256 first;
        uint256 second;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            first := a
            second := b
        }
        return Twist.isSame(first, second);
    }

    function sameAsThePrecompile(uint256[4] memory q, bool expected) private view {
        assertTrue(Bn254.isOnTwist(q[0], q[1], q[2], q[3]), "not on the twist");
        uint256[] memory pairs = Bn254.newPairs(1);
        Bn254.putG1(pairs, 0, 1, 2);
        Bn254.putG2(pairs, 0, q[0], q[1], q[2], q[3]);
        (bool ran, bytes memory answer) = address(8).staticcall{gas: 100_000}(abi.encodePacked(pairs));
        assertTrue(ran == expected && answer.length == (ran ? 32 : 0), "the precompile says otherwise");
        assertTrue(Twist.isInG2(q[0], q[1], q[2], q[3]) == expected, "the library says otherwise");
    }
}
