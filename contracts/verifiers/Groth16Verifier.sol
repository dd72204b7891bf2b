// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {CircuitId} from "../interfaces/Ids.sol";
import {IVerifier, Statement} from "../interfaces/IVerifier.sol";
import {Bn254} from "../libraries/Bn254.sol";
import {Coefficients} from "../libraries/Coefficients.sol";
import {Gas} from "../libraries/Gas.sol";
import {Twist} from "../libraries/Twist.sol";
import {VerifyingKey, VerifyingKeys} from "./VerifyingKey.sol";

/// @title Groth16 verifier
/// @notice Verifies Groth16 proofs over BN254 with two public signals. The verification key is part of the code, and
/// the circuit id is computed from it, so no other circuit can have the same id.
/// @dev Checks e(A, B) = e(alpha, beta) · e(L, gamma) · e(C, delta) with L = ic0 + commitment·ic1 + pageDigest·ic2
/// (Groth 2016, "On the Size of Pairing-based Non-interactive Arguments", section 3.2).
contract Groth16Verifier is IVerifier {
    /// @dev The pairs (alpha, beta), (L, gamma) and (C, delta), which all proofs of a batch share.
    uint256 private constant SHARED_PAIRS = 3;

    /// @inheritdoc IVerifier
    CircuitId public immutable circuitId;

    uint256 private immutable _alphaX;
    uint256 private immutable _alphaY;
    uint256 private immutable _betaXC1;
    uint256 private immutable _betaXC0;
    uint256 private immutable _betaYC1;
    uint256 private immutable _betaYC0;
    uint256 private immutable _gammaXC1;
    uint256 private immutable _gammaXC0;
    uint256 private immutable _gammaYC1;
    uint256 private immutable _gammaYC0;
    uint256 private immutable _deltaXC1;
    uint256 private immutable _deltaXC0;
    uint256 private immutable _deltaYC1;
    uint256 private immutable _deltaYC0;
    uint256 private immutable _ic0X;
    uint256 private immutable _ic0Y;
    uint256 private immutable _ic1X;
    uint256 private immutable _ic1Y;
    uint256 private immutable _ic2X;
    uint256 private immutable _ic2Y;

    /// @notice Creates a verifier for one key.
    /// @param key The verification key. Reverts if it is malformed or if anyone could forge proofs under it.
    constructor(VerifyingKey memory key) {
        VerifyingKeys.requireSound(key);
        circuitId = VerifyingKeys.circuitId(key);
        (_alphaX, _alphaY) = (key.alpha[0], key.alpha[1]);
        (_betaXC1, _betaXC0, _betaYC1, _betaYC0) = (key.beta[0], key.beta[1], key.beta[2], key.beta[3]);
        (_gammaXC1, _gammaXC0, _gammaYC1, _gammaYC0) = (key.gamma[0], key.gamma[1], key.gamma[2], key.gamma[3]);
        (_deltaXC1, _deltaXC0, _deltaYC1, _deltaYC0) = (key.delta[0], key.delta[1], key.delta[2], key.delta[3]);
        (_ic0X, _ic0Y) = (key.ic[0][0], key.ic[0][1]);
        (_ic1X, _ic1Y) = (key.ic[1][0], key.ic[1][1]);
        (_ic2X, _ic2Y) = (key.ic[2][0], key.ic[2][1]);
    }

    /// @inheritdoc IVerifier
    function verify(uint256[8] calldata proof, Statement calldata statement) external view returns (bool) {
        if (!_isCanonical(proof, statement)) return false;
        uint256[] memory pairs = Bn254.newPairs(1 + SHARED_PAIRS);
        Bn254.putG1(pairs, 0, proof[0], _negated(proof[1]));
        Bn254.putG2(pairs, 0, proof[2], proof[3], proof[4], proof[5]);
        Bn254.putG1(pairs, 1, _alphaX, _alphaY);
        Bn254.putG1(pairs, 2, _ic0X, _ic0Y);
        Bn254.putG1(pairs, 3, proof[6], proof[7]);
        (bool ran, bool isOne) = _isOneWithShared(pairs, 1, statement.commitment, statement.pageDigest);
        if (!ran && _bIsInG2(proof)) revert NotEnoughGas();
        return isOne;
    }

    /// @inheritdoc IVerifier
    /// @dev A random linear combination: each proof's equation is raised to its own 128-bit coefficient. Coefficients
    /// are derived from a hash of the whole call, so invalid proofs cancel out only with probability 2^-128 per try.
    function verifyBatch(uint256[8][] calldata proofs, Statement[] calldata statements) external view returns (bool) {
        uint256 count = proofs.length;
        if (count == 0 || statements.length != count) return false;
        bytes32 seed = Coefficients.seed();
        uint256[] memory pairs = Bn254.newPairs(count + SHARED_PAIRS);
        uint256 sumC = count + 2;
        (uint256 weight, uint256 commitment, uint256 pageDigest) = (0, 0, 0);
        for (uint256 i = 0; i < count; ++i) {
            uint256[8] calldata proof = proofs[i];
            Statement calldata statement = statements[i];
            uint256 coefficient = Coefficients.at(seed, i);
            if (!_isCanonical(proof, statement)) return false;
            Bn254.putMultiple(pairs, i, proof[0], _negated(proof[1]), coefficient);
            Bn254.addMultiple(pairs, sumC, proof[6], proof[7], coefficient);
            Bn254.putG2(pairs, i, proof[2], proof[3], proof[4], proof[5]);
            weight = addmod(weight, coefficient, Bn254.FIELD_ORDER);
            commitment = Bn254.addProduct(commitment, coefficient, statement.commitment);
            pageDigest = Bn254.addProduct(pageDigest, coefficient, statement.pageDigest);
        }
        Bn254.putMultiple(pairs, count, _alphaX, _alphaY, weight);
        Bn254.putMultiple(pairs, count + 1, _ic0X, _ic0Y, weight);
        (bool ran, bool isOne) = _isOneWithShared(pairs, count, commitment, pageDigest);
        if (!ran) _requireOneOutside(proofs);
        return isOne;
    }

    /// @inheritdoc IVerifier
    function isWellFormed(uint256[8] calldata proof) external pure returns (bool) {
        return _isOnCurves(proof) && Twist.isInG2(proof[2], proof[3], proof[4], proof[5]);
    }

    /// @dev Completes the three pairs at index `at`, which hold the weighted alpha, ic0 and C: computes L and adds the
    /// points of G2.
    function _isOneWithShared(
        uint256[] memory pairs,
        uint256 at,
        uint256 commitment,
        uint256 pageDigest
    ) private view returns (bool ran, bool isOne) {
        Bn254.putG2(pairs, at, _betaXC1, _betaXC0, _betaYC1, _betaYC0);
        Bn254.putG2(pairs, at + 1, _gammaXC1, _gammaXC0, _gammaYC1, _gammaYC0);
        Bn254.putG2(pairs, at + 2, _deltaXC1, _deltaXC0, _deltaYC1, _deltaYC0);
        Bn254.addMultiple(pairs, at + 1, _ic1X, _ic1Y, commitment);
        Bn254.addMultiple(pairs, at + 1, _ic2X, _ic2Y, pageDigest);
        return Bn254.pairingIsOne(pairs);
    }

    /// @dev The pairing failed although the points of G1 and of the key are valid: reverts with NotEnoughGas unless
    /// some B is outside G2.
    function _requireOneOutside(uint256[8][] calldata proofs) private view {
        for (uint256 i = 0; i < proofs.length; ++i) {
            if (!_bIsInG2(proofs[i])) return;
        }
        revert NotEnoughGas();
    }

    /// @dev Whether B is in G2; reverts if too little gas is left to tell.
    function _bIsInG2(uint256[8] calldata proof) private view returns (bool) {
        if (gasleft() < Gas.SUBGROUP_CHECK) revert NotEnoughGas();
        return Twist.isInG2(proof[2], proof[3], proof[4], proof[5]);
    }

    /// @dev Negates the y of a canonical point of G1. It is not 0, as the order of G1 is odd, so the result is
    /// canonical.
    function _negated(uint256 y) private pure returns (uint256) {
        unchecked {
            return Bn254.BASE_ORDER - y;
        }
    }

    function _isCanonical(uint256[8] calldata proof, Statement calldata statement) private pure returns (bool) {
        return
            statement.commitment < Bn254.FIELD_ORDER &&
            statement.pageDigest < Bn254.FIELD_ORDER &&
            _isOnCurves(proof);
    }

    function _isOnCurves(uint256[8] calldata proof) private pure returns (bool) {
        return
            Bn254.isG1(proof[0], proof[1]) &&
            Bn254.isOnTwist(proof[2], proof[3], proof[4], proof[5]) &&
            Bn254.isG1(proof[6], proof[7]);
    }
}
