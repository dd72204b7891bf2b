// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {CircuitId} from "../../../contracts/interfaces/Ids.sol";
import {IVerifier, Statement} from "../../../contracts/interfaces/IVerifier.sol";

/// @notice Accepts every single proof and no batch.
contract LyingVerifier is IVerifier {
    CircuitId public constant circuitId = CircuitId.wrap(keccak256("lies"));

    function verify(uint256[8] calldata, Statement calldata) external pure returns (bool) {
        return true;
    }

    function isWellFormed(uint256[8] calldata) external pure returns (bool) {
        return true;
    }

    function verifyBatch(uint256[8][] calldata, Statement[] calldata) external pure returns (bool) {
        return false;
    }
}
