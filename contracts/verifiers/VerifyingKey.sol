// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {CircuitId} from "../interfaces/Ids.sol";
import {IVerifier} from "../interfaces/IVerifier.sol";
import {Bn254} from "../libraries/Bn254.sol";
import {Twist} from "../libraries/Twist.sol";

/// @notice A Groth16 verification key for two public signals, in EIP-197 order (c1 before c0).
/// @param alpha Point of G1: x, y.
/// @param beta Point of G2: x.c1, x.c0, y.c1, y.c0.
/// @param gamma Point of G2, in the same order.
/// @param delta Point of G2, in the same order.
/// @param ic Points of G1: the constant term, and the coefficients of the commitment and of the page digest.
struct VerifyingKey {
    uint256[2] alpha;
    uint256[4] beta;
    uint256[4] gamma;
    uint256[4] delta;
    uint256[2][3] ic;
}

/// @title Verification keys
/// @notice Checks verification keys and computes circuit ids.
library VerifyingKeys {
    /// @notice The point (alpha, beta, gamma, delta or ic) is non-canonical, off its curve, outside its subgroup or at
    /// infinity.
    error InvalidKeyPoint(string point);
    /// @notice delta = ±gamma: the key has no phase 2 contribution, so anyone can forge proofs.
    error ForgeableKey();
    /// @notice Two points of ic are equal or opposite: a proof would bind only a combination of the signals.
    error UnboundSignals();

    /// @notice Reverts unless every point is valid and no known attack can forge proofs under the key.
    /// @dev Reverts with NotEnoughGas, not with one of these errors, if a valid key cannot be checked for lack of gas.
    function requireSound(VerifyingKey memory key) internal view {
        if (!Bn254.isG1(key.alpha[0], key.alpha[1])) revert InvalidKeyPoint("alpha");
        if (!_isG2(key.beta)) revert InvalidKeyPoint("beta");
        if (!_isG2(key.gamma)) revert InvalidKeyPoint("gamma");
        if (!_isG2(key.delta)) revert InvalidKeyPoint("delta");
        for (uint256 i = 0; i < 3; ++i) {
            if (!Bn254.isG1(key.ic[i][0], key.ic[i][1])) revert InvalidKeyPoint("ic");
        }
        if (key.delta[0] == key.gamma[0] && key.delta[1] == key.gamma[1]) revert ForgeableKey();
        (uint256 x0, uint256 x1, uint256 x2) = (key.ic[0][0], key.ic[1][0], key.ic[2][0]);
        if (x0 == x1 || x1 == x2 || x2 == x0) revert UnboundSignals();
    }

    /// @notice Returns the circuit id: keccak256 over the key's 20 words in the order of the struct.
    function circuitId(VerifyingKey memory key) internal pure returns (CircuitId) {
        return CircuitId.wrap(keccak256(abi.encode(key)));
    }

    /// @dev e(G, q) · e(-G, q) is one for every point of the subgroup; the precompile fails for other points.
    function _isG2(uint256[4] memory q) private view returns (bool) {
        if (!Bn254.isOnTwist(q[0], q[1], q[2], q[3])) return false;
        uint256[] memory pairs = Bn254.newPairs(2);
        Bn254.putG1(pairs, 0, 1, 2);
        Bn254.putG1(pairs, 1, 1, Bn254.BASE_ORDER - 2);
        for (uint256 i = 0; i < 2; ++i) Bn254.putG2(pairs, i, q[0], q[1], q[2], q[3]);
        (bool ran, bool isOne) = Bn254.pairingIsOne(pairs);
        if (!ran && Twist.isInG2(q[0], q[1], q[2], q[3])) revert IVerifier.NotEnoughGas();
        return isOne;
    }
}
