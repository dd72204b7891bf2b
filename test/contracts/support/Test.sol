// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {CircuitId} from "../../../contracts/interfaces/Ids.sol";
import {Vm} from "./Vm.sol";

/// @notice The base of all test contracts: cheat codes and a few assertions.
abstract contract Test {
    Vm internal constant vm = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));

    error NotEqual(uint256 actual, uint256 expected);
    error NotTrue(string what);

    function assertEq(uint256 actual, uint256 expected) internal pure {
        if (actual != expected) revert NotEqual(actual, expected);
    }

    function assertEq(address actual, address expected) internal pure {
        assertEq(uint256(uint160(actual)), uint256(uint160(expected)));
    }

    function assertEq(bytes32 actual, bytes32 expected) internal pure {
        assertEq(uint256(actual), uint256(expected));
    }

    function areSame(CircuitId a, CircuitId b) internal pure returns (bool) {
        return CircuitId.unwrap(a) == CircuitId.unwrap(b);
    }

    function assertTrue(bool condition, string memory what) internal pure {
        if (!condition) revert NotTrue(what);
    }

    /// @notice Maps a value to the range from `low` to `high`, both inclusive.
    function bound(uint256 value, uint256 low, uint256 high) internal pure returns (uint256) {
        unchecked {
            uint256 width = high - low + 1;
            return width == 0 ? value : low + (value % width);
        }
    }
}
