// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {CircuitId} from "../../../contracts/interfaces/Ids.sol";
import {Vm} from "./Vm.sol";

/// @notice What every test contract needs: the cheat codes and a few assertions.
abstract contract Test {
    Vm internal constant vm = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));

    error NotEqual(uint256 actual, uint256 expected);
    error NotTrue(string what);

    function same(uint256 actual, uint256 expected) internal pure {
        if (actual != expected) revert NotEqual(actual, expected);
    }

    function same(address actual, address expected) internal pure {
        same(uint256(uint160(actual)), uint256(uint160(expected)));
    }

    function same(bytes32 actual, bytes32 expected) internal pure {
        same(uint256(actual), uint256(expected));
    }

    function areSame(CircuitId a, CircuitId b) internal pure returns (bool) {
        return CircuitId.unwrap(a) == CircuitId.unwrap(b);
    }

    function check(bool condition, string memory what) internal pure {
        if (!condition) revert NotTrue(what);
    }

    /// @notice A value between `low` and `high`, both included.
    function within(uint256 value, uint256 low, uint256 high) internal pure returns (uint256) {
        unchecked {
            uint256 width = high - low + 1;
            return width == 0 ? value : low + (value % width);
        }
    }
}
