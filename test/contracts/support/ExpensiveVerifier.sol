// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {CircuitId} from "../../../contracts/interfaces/Ids.sol";
import {IVerifier, Statement} from "../../../contracts/interfaces/IVerifier.sol";

/// @notice A verifier on a chain where precompiles cost more: each call burns some gas before it is forwarded.
contract ExpensiveVerifier is IVerifier {
    IVerifier private immutable _real;
    uint256 private immutable _more;

    constructor(IVerifier real, uint256 more) {
        (_real, _more) = (real, more);
    }

    function circuitId() external view returns (CircuitId) {
        return _real.circuitId();
    }

    function verify(uint256[8] calldata proof, Statement calldata statement) external view returns (bool) {
        _burn();
        return _real.verify(proof, statement);
    }

    function verifyBatch(uint256[8][] calldata proofs, Statement[] calldata statements) external view returns (bool) {
        _burn();
        return _real.verifyBatch(proofs, statements);
    }

    function isWellFormed(uint256[8] calldata proof) external view returns (bool) {
        return _real.isWellFormed(proof);
    }

    function _burn() private view {
        uint256 before = gasleft();
        while (before - gasleft() < _more) {}
    }
}
