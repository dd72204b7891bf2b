// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Bn254} from "./Bn254.sol";

/// @title The sextic twist of BN254, which contains G2
/// @notice Tests whether a point of the twist is in G2. For other points, the pairing precompile fails and consumes all
/// the gas it was given (EIP-197), just as it does for valid points if the gas is too low. This distinguishes the two.
/// @dev Elements of Fp2 are stored in memory, c1 before c0, and passed by their memory address.
library Twist {
    /// @dev 6x² for the curve parameter x = 4965661367192848881, in non-adjacent form: the digits 1 and -1 below the
    /// leading one.
    uint256 private constant PLUS = 0x80500249000082000040a08408810148;
    uint256 private constant MINUS = 0x110280001148280408020a0120040402;
    uint256 private constant DIGITS = 127;

    /// @dev (9 + u)^((q - 1) / 3), the factor of the Frobenius map for x on the twist.
    uint256 private constant FROBENIUS_C1 =
        10307601595873709700152284273816112264069230130616436755625194854815875713954;
    uint256 private constant FROBENIUS_C0 =
        21575463638280843010398324269430826099269044274347216827212613867836435027261;

    /// @dev Offsets of 64-byte variables: the point Q, the sum (x/z², y/z³), and four temporaries.
    uint256 private constant QX = 0;
    uint256 private constant QY = 64;
    uint256 private constant X = 128;
    uint256 private constant Y = 192;
    uint256 private constant Z = 256;
    uint256 private constant A = 320;
    uint256 private constant B = 384;
    uint256 private constant C = 448;
    uint256 private constant D = 512;

    /// @notice Returns whether a canonical point of the twist is in G2. Costs about 480,000 gas and uses no precompile.
    /// @dev Q is in G2 exactly if 6x²·Q = ψ(Q), where ψ is the Frobenius map and 6x² = t - 1. On G2, ψ multiplies by q,
    /// and q = t - 1 modulo r. Conversely, the equation and ψ² - t·ψ + q = 0 give (q + 1 - t)·Q = r·Q = 0. (Scott, "A
    /// note on group membership tests for G1, G2 and GT on BLS pairing-friendly curves", does this for other curves.)
    /// The orders of points of the twist divide r·(2q - r). It follows (twist.test.ts) that no intermediate multiple is
    /// Q, its inverse or zero, for which the addition formulas fail, and that the result is never the inverse of ψ(Q),
    /// so that comparing x is enough.
    function isInG2(uint256 xc1, uint256 xc0, uint256 yc1, uint256 yc0) internal pure returns (bool) {
        uint256 at = _start(xc1, xc0, yc1, yc0);
        for (uint256 digit = DIGITS; digit > 0; ) {
            --digit;
            _double(at);
            if ((PLUS >> digit) & 1 != 0) _add(at);
            if ((MINUS >> digit) & 1 != 0) _subtract(at);
        }
        return _isFrobenius(at);
    }

    /// @notice Returns whether two elements, each of two words in memory, are equal.
    /// @dev Not private, because no point is known of which only one word differs: tests compare words.
    /// @param a The address of an element.
    /// @param b The address of another one.
    function isSame(uint256 a, uint256 b) internal pure returns (bool same) {
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            same := and(eq(mload(a), mload(b)), eq(mload(add(a, 32)), mload(add(b, 32))))
        }
    }

    /// @dev Allocates the variables and starts the sum at the leading digit, with Q itself.
    function _start(uint256 xc1, uint256 xc0, uint256 yc1, uint256 yc0) private pure returns (uint256 at) {
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            at := mload(0x40)
            mstore(0x40, add(at, 576))
        }
        _put(at + QX, xc1, xc0);
        _put(at + QY, yc1, yc0);
        _put(at + X, xc1, xc0);
        _put(at + Y, yc1, yc0);
        _put(at + Z, 0, 1);
    }

    /// @dev Doubles the sum ("dbl-2009-l" of the Explicit-Formulas Database, short Weierstrass curves with a = 0).
    function _double(uint256 at) private pure {
        unchecked {
            (uint256 x, uint256 y, uint256 z) = (at + X, at + Y, at + Z);
            (uint256 a, uint256 b, uint256 c, uint256 d) = (at + A, at + B, at + C, at + D);
            _multiply(a, x, x);
            _sum(c, a, a);
            _sum(c, c, a);
            _multiply(b, y, y);
            _multiply(z, y, z);
            _sum(z, z, z);
            _multiply(d, x, b);
            _sum(d, d, d);
            _sum(d, d, d);
            _multiply(x, c, c);
            _difference(x, x, d);
            _difference(x, x, d);
            _multiply(b, b, b);
            _sum(b, b, b);
            _sum(b, b, b);
            _sum(b, b, b);
            _difference(d, d, x);
            _multiply(y, c, d);
            _difference(y, y, b);
        }
    }

    /// @dev Adds Q, whose z is 1, to the sum (the formula "madd" with h = u - x and r = s - y).
    function _add(uint256 at) private pure {
        unchecked {
            (uint256 x, uint256 y, uint256 z) = (at + X, at + Y, at + Z);
            (uint256 a, uint256 b, uint256 c) = (at + A, at + B, at + C);
            _multiply(a, z, z);
            _multiply(b, a, z);
            _multiply(a, a, at + QX);
            _difference(a, a, x);
            _multiply(b, b, at + QY);
            _difference(b, b, y);
            _multiply(z, z, a);
            _multiply(c, a, a);
            _multiply(a, a, c);
            _multiply(c, c, x);
            _multiply(x, b, b);
            _difference(x, x, a);
            _difference(x, x, c);
            _difference(x, x, c);
            _difference(c, c, x);
            _multiply(c, c, b);
            _multiply(a, a, y);
            _difference(y, c, a);
        }
    }

    /// @dev Subtracts Q from the sum.
    function _subtract(uint256 at) private pure {
        _negate(at + QY);
        _negate(at + QY + 32);
        _add(at);
        _negate(at + QY);
        _negate(at + QY + 32);
    }

    /// @dev Whether the sum has the x of ψ(Q), which is the conjugate of Q's x times a constant.
    function _isFrobenius(uint256 at) private pure returns (bool) {
        (uint256 a, uint256 c) = (at + A, at + C);
        _negate(at + QX);
        _put(c, FROBENIUS_C1, FROBENIUS_C0);
        _multiply(c, c, at + QX);
        _multiply(a, at + Z, at + Z);
        _multiply(c, c, a);
        return isSame(at + X, c);
    }

    /// @dev Stores an element.
    function _put(uint256 to, uint256 c1, uint256 c0) private pure {
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            mstore(to, c1)
            mstore(add(to, 32), c0)
        }
    }

    /// @dev Multiplies: (a0 + a1·u)(b0 + b1·u) with u² = -1.
    function _multiply(uint256 to, uint256 a, uint256 b) private pure {
        uint256 q = Bn254.BASE_ORDER;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            let a1 := mload(a)
            let a0 := mload(add(a, 32))
            let b1 := mload(b)
            let b0 := mload(add(b, 32))
            mstore(to, addmod(mulmod(a1, b0, q), mulmod(a0, b1, q), q))
            mstore(add(to, 32), addmod(mulmod(a0, b0, q), sub(q, mulmod(a1, b1, q)), q))
        }
    }

    /// @dev Adds two elements.
    function _sum(uint256 to, uint256 a, uint256 b) private pure {
        uint256 q = Bn254.BASE_ORDER;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            let c0 := addmod(mload(add(a, 32)), mload(add(b, 32)), q)
            mstore(to, addmod(mload(a), mload(b), q))
            mstore(add(to, 32), c0)
        }
    }

    /// @dev Subtracts b from a.
    function _difference(uint256 to, uint256 a, uint256 b) private pure {
        uint256 q = Bn254.BASE_ORDER;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            let c0 := addmod(mload(add(a, 32)), sub(q, mload(add(b, 32))), q)
            mstore(to, addmod(mload(a), sub(q, mload(b)), q))
            mstore(add(to, 32), c0)
        }
    }

    /// @dev Negates one coordinate. 0 becomes q, which is only used in products.
    function _negate(uint256 at) private pure {
        uint256 q = Bn254.BASE_ORDER;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            mstore(at, sub(q, mload(at)))
        }
    }
}
