// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ILedger} from "../interfaces/ILedger.sol";
import {Gas} from "../libraries/Gas.sol";

/// @title Metered
/// @notice Refuses to start what the remaining gas cannot pay for.
abstract contract Metered is ILedger {
    /// @inheritdoc ILedger
    function gasFloor(uint256 proofs) external pure returns (uint256) {
        return Gas.floor(proofs);
    }

    function _requireGas(uint256 proofs) internal view {
        _requireLeft(Gas.floor(proofs));
    }

    function _requireLeft(uint256 floor) internal view {
        if (gasleft() < floor) revert GasBelowFloor(gasleft(), floor);
    }
}
