// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {CircuitId} from "../interfaces/Ids.sol";
import {IVerifier, Statement} from "../interfaces/IVerifier.sol";
import {Bn254} from "../libraries/Bn254.sol";
import {VerifyingKey, VerifyingKeys} from "./VerifyingKey.sol";

/// @title Groth16 over BN254 for two public signals, bound to the verification key it was made with
/// @notice The key is part of the code; the circuit id is computed from it, so no other circuit can bear the same id.
/// @dev Checks e(A, B) = e(alpha, beta) · e(L, gamma) · e(C, delta) with L = ic0 + commitment·ic1 + pageDigest·ic2
/// (Groth 2016, "On the Size of Pairing-based Non-interactive Arguments", section 3.2).
contract Groth16Verifier is IVerifier {
    uint256 private constant PAIR_WORDS = 6;
    /// @dev The pairs (alpha, beta), (L, gamma) and (C, delta) that all the proofs of a batch share.
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

    /// @param key The verification key; refused when malformed or when anyone could forge under it.
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
        uint256[] memory pairs = new uint256[](PAIR_WORDS * (1 + SHARED_PAIRS));
        _putNegatedPair(pairs, 0, [proof[0], proof[1]], proof);
        return _isOneWithShared(pairs, [1, statement.commitment, statement.pageDigest], [proof[6], proof[7]]);
    }

    /// @inheritdoc IVerifier
    /// @dev The check of one proof, raised to a coefficient of 128 bits of its own and multiplied with the others'. The
    /// coefficients come from a hash over all of the input, so wrong proofs cannot be chosen to cancel out, but with
    /// probability 2^-128 a try.
    function verifyBatch(uint256[8][] calldata proofs, Statement[] calldata statements) external view returns (bool) {
        uint256 count = proofs.length;
        if (count == 0 || statements.length != count) return false;
        bytes32 seed = keccak256(abi.encode(proofs, statements));
        uint256[] memory pairs = new uint256[](PAIR_WORDS * (count + SHARED_PAIRS));
        uint256[3] memory weights;
        uint256[2] memory sumC;
        for (uint256 i = 0; i < count; ++i) {
            uint256[8] calldata proof = proofs[i];
            if (!_isCanonical(proof, statements[i])) return false;
            uint256 coefficient = uint128(uint256(keccak256(abi.encode(seed, i))));
            (bool okA, uint256[2] memory a) = Bn254.multiply([proof[0], proof[1]], coefficient);
            (bool okC, uint256[2] memory c) = Bn254.multiply([proof[6], proof[7]], coefficient);
            bool okSum;
            (okSum, sumC) = Bn254.add(sumC, c);
            if (!(okA && okC && okSum)) return false;
            _putNegatedPair(pairs, i, a, proof);
            _addWeights(weights, coefficient, statements[i]);
        }
        return _isOneWithShared(pairs, weights, sumC);
    }

    function _addWeights(uint256[3] memory weights, uint256 coefficient, Statement calldata statement) private pure {
        uint256 order = Bn254.FIELD_ORDER;
        weights[0] = addmod(weights[0], coefficient, order);
        weights[1] = addmod(weights[1], mulmod(coefficient, statement.commitment, order), order);
        weights[2] = addmod(weights[2], mulmod(coefficient, statement.pageDigest, order), order);
    }

    /// @dev Fills the three shared pairs at the end: weights[0]·alpha with beta, the weighted L with gamma, C with delta.
    function _isOneWithShared(
        uint256[] memory pairs,
        uint256[3] memory weights,
        uint256[2] memory sumC
    ) private view returns (bool) {
        (bool ok, uint256[2] memory alpha) = _weighted([_alphaX, _alphaY], weights[0]);
        (bool okL, uint256[2] memory l) = _publicPoint(weights);
        if (!(ok && okL)) return false;
        uint256 at = pairs.length - PAIR_WORDS * SHARED_PAIRS;
        _putPair(pairs, at, alpha, [_betaXC1, _betaXC0, _betaYC1, _betaYC0]);
        _putPair(pairs, at + PAIR_WORDS, l, [_gammaXC1, _gammaXC0, _gammaYC1, _gammaYC0]);
        _putPair(pairs, at + 2 * PAIR_WORDS, sumC, [_deltaXC1, _deltaXC0, _deltaYC1, _deltaYC0]);
        return Bn254.pairingIsOne(pairs);
    }

    /// @dev weights[0]·ic0 + weights[1]·ic1 + weights[2]·ic2.
    function _publicPoint(uint256[3] memory weights) private view returns (bool ok, uint256[2] memory l) {
        uint256[2] memory term;
        (ok, l) = _weighted([_ic0X, _ic0Y], weights[0]);
        if (!ok) return (false, l);
        (ok, term) = Bn254.multiply([_ic1X, _ic1Y], weights[1]);
        if (!ok) return (false, l);
        (ok, l) = Bn254.add(l, term);
        if (!ok) return (false, l);
        (ok, term) = Bn254.multiply([_ic2X, _ic2Y], weights[2]);
        if (!ok) return (false, l);
        return Bn254.add(l, term);
    }

    /// @dev A single proof has the weight one: no multiplication.
    function _weighted(uint256[2] memory point, uint256 weight) private view returns (bool, uint256[2] memory) {
        return weight == 1 ? (true, point) : Bn254.multiply(point, weight);
    }

    /// @dev The pair (-a, B) of the proof at its place. The order of G1 is odd, so y is never 0 and -y is canonical.
    function _putNegatedPair(
        uint256[] memory pairs,
        uint256 place,
        uint256[2] memory a,
        uint256[8] calldata proof
    ) private pure {
        a[1] = Bn254.BASE_ORDER - a[1];
        _putPair(pairs, place * PAIR_WORDS, a, [proof[2], proof[3], proof[4], proof[5]]);
    }

    function _putPair(uint256[] memory pairs, uint256 at, uint256[2] memory p, uint256[4] memory q) private pure {
        (pairs[at], pairs[at + 1]) = (p[0], p[1]);
        (pairs[at + 2], pairs[at + 3], pairs[at + 4], pairs[at + 5]) = (q[0], q[1], q[2], q[3]);
    }

    function _isCanonical(uint256[8] calldata proof, Statement calldata statement) private pure returns (bool) {
        return
            statement.commitment < Bn254.FIELD_ORDER &&
            statement.pageDigest < Bn254.FIELD_ORDER &&
            Bn254.isG1(proof[0], proof[1]) &&
            Bn254.isOnTwist(proof[2], proof[3], proof[4], proof[5]) &&
            Bn254.isG1(proof[6], proof[7]);
    }
}
