// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {DisjointnessClaim, IDisjointnessVerifier} from "../../../contracts/interfaces/IDisjointnessVerifier.sol";
import {CircuitId} from "../../../contracts/interfaces/Ids.sol";

/// @notice Accepts every single proof and no batch.
contract LyingDisjointnessVerifier is IDisjointnessVerifier {
    CircuitId public immutable circuitId;

    constructor(CircuitId powers) {
        circuitId = powers;
    }

    function verify(DisjointnessClaim[] calldata claims) external pure returns (bool) {
        return claims[0].shards.length == 1;
    }
}
