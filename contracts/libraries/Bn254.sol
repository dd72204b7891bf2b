// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IVerifier} from "../interfaces/IVerifier.sol";

/// @title BN254
/// @notice The curve alt_bn128 of EIP-196 and EIP-197.
/// @dev G1 is y² = x³ + 3 over the base field; G2 lies on y² = x³ + 3/(9 + u) over Fp2 = Fp[u]/(u² + 1). An
/// element of Fp2 is c0 + c1·u, and is passed c1 first, as the precompiles expect it.
library Bn254 {
    /// @notice Order of the base field, which contains the coordinates (EIP-196).
    uint256 internal constant BASE_ORDER =
        21888242871839275222246405745257275088696311157297823662689037894645226208583;
    /// @notice Order of the groups and of the scalar field, which contains the signals (EIP-196).
    uint256 internal constant FIELD_ORDER =
        21888242871839275222246405745257275088548364400416034343698204186575808495617;
    /// @notice The c1 part of 3/(9 + u), the constant of the twist.
    uint256 internal constant TWIST_C1 = 266929791119991161246907387137283842545076965332900288569378510910307636690;
    /// @notice The c0 part of the same constant.
    uint256 internal constant TWIST_C0 = 19485874751759354771024239261021720505790618469301721065564631296452457478373;
    /// @notice The c1 part of x of the generator of G2 (EIP-197).
    uint256 internal constant G2_XC1 = 11559732032986387107991004021392285783925812861821192530917403151452391805634;
    /// @notice The c0 part of x of the generator of G2.
    uint256 internal constant G2_XC0 = 10857046999023057135944570762232829481370756359578518086990519993285655852781;
    /// @notice The c1 part of y of the generator of G2.
    uint256 internal constant G2_YC1 = 4082367875863433681332203403145435568316851327593401208105741076214120093531;
    /// @notice The c0 part of y of the generator of G2.
    uint256 internal constant G2_YC0 = 8495653923123431417604973247489272438418190587263600148770280649306958101930;

    uint256 private constant PAIR_WORDS = 6;

    /// @notice Sets the G1 point of a pair to scalar · p, using the precompile at 0x07. For a point p of G1, this can
    /// fail only for lack of gas.
    /// @dev Uses free memory without allocating it.
    function putMultiple(uint256[] memory pairs, uint256 pair, uint256 px, uint256 py, uint256 scalar) internal view {
        bool ok;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            let work := mload(0x40)
            mstore(work, px)
            mstore(add(work, 32), py)
            mstore(add(work, 64), scalar)
            ok := staticcall(gas(), 7, work, 96, add(add(pairs, 32), mul(pair, 192)), 64)
        }
        if (!ok) revert IVerifier.NotEnoughGas();
    }

    /// @notice Multiplies the G1 point of a pair by a scalar, using the precompile at 0x07. For a point of G1, this can
    /// fail only for lack of gas.
    /// @dev Uses free memory without allocating it.
    function multiply(uint256[] memory pairs, uint256 pair, uint256 scalar) internal view {
        bool ok;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            let at := add(add(pairs, 32), mul(pair, 192))
            let work := mload(0x40)
            mcopy(work, at, 64)
            mstore(add(work, 64), scalar)
            ok := staticcall(gas(), 7, work, 96, at, 64)
        }
        if (!ok) revert IVerifier.NotEnoughGas();
    }

    /// @notice Adds scalar · p to the G1 point of a pair, using the precompiles at 0x07 and 0x06. For points of G1,
    /// this can fail only for lack of gas.
    /// @dev Uses free memory without allocating it.
    function addMultiple(uint256[] memory pairs, uint256 pair, uint256 px, uint256 py, uint256 scalar) internal view {
        bool ok;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            let at := add(add(pairs, 32), mul(pair, 192))
            let work := mload(0x40)
            mstore(work, px)
            mstore(add(work, 32), py)
            mstore(add(work, 64), scalar)
            ok := staticcall(gas(), 7, work, 96, work, 64)
            mcopy(add(work, 64), at, 64)
            ok := and(ok, staticcall(gas(), 6, work, 128, at, 64))
        }
        if (!ok) revert IVerifier.NotEnoughGas();
    }

    /// @notice Returns whether the product of the pairings is one, using the precompile at 0x08.
    /// @dev The precompile fails for lack of gas, and for a point of the twist outside G2, where it consumes all the
    /// gas it was given (EIP-197). `Twist` distinguishes the two cases.
    /// @return ran Whether the precompile succeeded.
    /// @return isOne Whether the product is one; false if the precompile failed.
    function pairingIsOne(uint256[] memory pairs) internal view returns (bool ran, bool isOne) {
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            ran := staticcall(gas(), 8, add(pairs, 32), mul(mload(pairs), 32), 0, 32)
            ran := and(ran, eq(returndatasize(), 32))
            isOne := and(ran, eq(mload(0), 1))
        }
    }

    /// @notice Returns whether (x, y) is canonical, on the curve and not the point at infinity. G1 has no cofactor.
    /// @dev Free of branches, like `isOnTwist`: outside precompiles, a batch spends most of its gas in these two.
    function isG1(uint256 x, uint256 y) internal pure returns (bool ok) {
        uint256 q = BASE_ORDER;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            let right := addmod(mulmod(mulmod(x, x, q), x, q), 3, q)
            ok := and(and(lt(x, q), lt(y, q)), eq(mulmod(y, y, q), right))
        }
    }

    /// @notice Returns whether the four coordinates are canonical, on the twist and not the point at infinity.
    /// @dev Does not check the subgroup; the pairing precompile does.
    /// (a0 + a1·u)² = (a0 + a1)(a0 - a1) + 2·a0·a1·u, as u² = -1. Sums of canonical coordinates stay below 2^256.
    function isOnTwist(uint256 xc1, uint256 xc0, uint256 yc1, uint256 yc0) internal pure returns (bool ok) {
        uint256 q = BASE_ORDER;
        (uint256 b1, uint256 b0) = (TWIST_C1, TWIST_C0);
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            ok := and(and(lt(xc1, q), lt(xc0, q)), and(lt(yc1, q), lt(yc0, q)))
            let s1 := mulmod(add(xc0, xc0), xc1, q)
            let s0 := mulmod(add(xc0, xc1), sub(add(xc0, q), xc1), q)
            let right1 := addmod(addmod(mulmod(s0, xc1, q), mulmod(s1, xc0, q), q), b1, q)
            let right0 := addmod(sub(add(mulmod(s0, xc0, q), q), mulmod(s1, xc1, q)), b0, q)
            ok := and(ok, eq(mulmod(add(yc0, yc0), yc1, q), right1))
            ok := and(ok, eq(mulmod(add(yc0, yc1), sub(add(yc0, q), yc1), q), right0))
        }
    }

    /// @notice Returns sum + a·b in the scalar field.
    function addProduct(uint256 sum, uint256 a, uint256 b) internal pure returns (uint256) {
        return addmod(sum, mulmod(a, b, FIELD_ORDER), FIELD_ORDER);
    }

    /// @notice Allocates pairs of six words each: a point of G1 and a point of G2 (EIP-197).
    function newPairs(uint256 count) internal pure returns (uint256[] memory) {
        return new uint256[](count * PAIR_WORDS);
    }

    /// @notice Removes all pairs from an index on.
    function shorten(uint256[] memory pairs, uint256 count) internal pure {
        uint256 words = count * PAIR_WORDS;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            mstore(pairs, words)
        }
    }

    /// @notice Returns whether a pair consists of these two points. The caller ensures that the pair exists.
    function isPair(
        uint256[] memory pairs,
        uint256 pair,
        uint256[2] calldata g1,
        uint256[4] calldata g2
    ) internal pure returns (bool same) {
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            let at := add(add(pairs, 32), mul(pair, 192))
            let difference := or(xor(mload(at), calldataload(g1)), xor(mload(add(at, 32)), calldataload(add(g1, 32))))
            for { let i := 0 } lt(i, 128) { i := add(i, 32) } {
                difference := or(difference, xor(mload(add(add(at, 64), i)), calldataload(add(g2, i))))
            }
            same := iszero(difference)
        }
    }

    /// @notice Sets the G1 point of a pair. The caller ensures that the pair exists.
    function putG1(uint256[] memory pairs, uint256 pair, uint256 x, uint256 y) internal pure {
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            let at := add(add(pairs, 32), mul(pair, 192))
            mstore(at, x)
            mstore(add(at, 32), y)
        }
    }

    /// @notice Sets the G2 point of a pair. The caller ensures that the pair exists.
    function putG2(
        uint256[] memory pairs,
        uint256 pair,
        uint256 xc1,
        uint256 xc0,
        uint256 yc1,
        uint256 yc0
    ) internal pure {
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            let at := add(add(pairs, 96), mul(pair, 192))
            mstore(at, xc1)
            mstore(add(at, 32), xc0)
            mstore(add(at, 64), yc1)
            mstore(add(at, 96), yc0)
        }
    }
}
