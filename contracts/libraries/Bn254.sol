// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

/// @title BN254
/// @notice The curve alt_bn128 as EIP-196 and EIP-197 have it.
/// @dev G1 is y² = x³ + 3 over the base field; G2 lies on y² = x³ + 3/(9 + u) over Fp2 = Fp[u]/(u² + 1). An element
/// of Fp2 is c0 + c1·u, and is passed c1 first, as the precompiles want it.
library Bn254 {
    /// @notice Order of the base field, where coordinates live (EIP-196).
    uint256 internal constant BASE_ORDER =
        21888242871839275222246405745257275088696311157297823662689037894645226208583;
    /// @notice Order of the groups and of the scalar field, where signals live (EIP-196).
    uint256 internal constant FIELD_ORDER =
        21888242871839275222246405745257275088548364400416034343698204186575808495617;
    /// @notice 3/(9 + u), the constant of the twist, c1 and c0.
    uint256 internal constant TWIST_C1 = 266929791119991161246907387137283842545076965332900288569378510910307636690;
    /// @notice The c0 part of the same constant.
    uint256 internal constant TWIST_C0 = 19485874751759354771024239261021720505790618469301721065564631296452457478373;

    uint256 private constant PAIR_WORDS = 6;

    /// @notice Puts scalar · p as the point of G1 of a pair, by the precompile at 0x07; false when it fails.
    /// @dev Works in free memory, which is nobody's for the moment of the call.
    function putMultiple(
        uint256[] memory pairs,
        uint256 pair,
        uint256 px,
        uint256 py,
        uint256 scalar
    ) internal view returns (bool ok) {
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            let work := mload(0x40)
            mstore(work, px)
            mstore(add(work, 32), py)
            mstore(add(work, 64), scalar)
            ok := staticcall(gas(), 7, work, 96, add(add(pairs, 32), mul(pair, 192)), 64)
        }
    }

    /// @notice Adds scalar · p to the point of G1 of a pair, by the precompiles at 0x07 and 0x06; false when
    /// one fails.
    /// @dev Works in free memory likewise.
    function addMultiple(
        uint256[] memory pairs,
        uint256 pair,
        uint256 px,
        uint256 py,
        uint256 scalar
    ) internal view returns (bool ok) {
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
    }

    /// @notice Whether the product of the pairings is one, by the precompile at 0x08; false when it fails.
    function pairingIsOne(uint256[] memory pairs) internal view returns (bool isOne) {
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            isOne := staticcall(gas(), 8, add(pairs, 32), mul(mload(pairs), 32), 0, 32)
            isOne := and(isOne, eq(mload(0), 1))
        }
    }

    /// @notice Whether (x, y) is canonical, on the curve and not the point at infinity. G1 has no cofactor.
    function isG1(uint256 x, uint256 y) internal pure returns (bool) {
        if (x >= BASE_ORDER || y >= BASE_ORDER) return false;
        uint256 cube = mulmod(mulmod(x, x, BASE_ORDER), x, BASE_ORDER);
        return mulmod(y, y, BASE_ORDER) == addmod(cube, 3, BASE_ORDER);
    }

    /// @notice Whether the four coordinates are canonical, on the twist and not the point at infinity.
    /// @dev Says nothing of the subgroup; the pairing precompile does.
    function isOnTwist(uint256 xc1, uint256 xc0, uint256 yc1, uint256 yc0) internal pure returns (bool) {
        if (xc1 >= BASE_ORDER || xc0 >= BASE_ORDER || yc1 >= BASE_ORDER || yc0 >= BASE_ORDER) return false;
        unchecked {
            (uint256 s1, uint256 s0) = _square(xc1, xc0);
            (uint256 y1, uint256 y0) = _square(yc1, yc0);
            uint256 cube1 = addmod(mulmod(s0, xc1, BASE_ORDER), mulmod(s1, xc0, BASE_ORDER), BASE_ORDER);
            uint256 cube0 = mulmod(s0, xc0, BASE_ORDER) + BASE_ORDER - mulmod(s1, xc1, BASE_ORDER);
            return y1 == addmod(cube1, TWIST_C1, BASE_ORDER) && y0 == addmod(cube0, TWIST_C0, BASE_ORDER);
        }
    }

    /// @notice Room for so many pairs: six words each, a point of G1 and one of G2 (EIP-197).
    function newPairs(uint256 count) internal pure returns (uint256[] memory) {
        return new uint256[](count * PAIR_WORDS);
    }

    /// @notice Puts the point of G1 of a pair. The caller sees to it that the pair exists.
    function putG1(uint256[] memory pairs, uint256 pair, uint256 x, uint256 y) internal pure {
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            let at := add(add(pairs, 32), mul(pair, 192))
            mstore(at, x)
            mstore(add(at, 32), y)
        }
    }

    /// @notice Puts the point of G2 of a pair. The caller sees to it that the pair exists.
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

    /// @dev (a0 + a1·u)² = (a0 + a1)(a0 - a1) + 2·a0·a1·u, as u² = -1. Sums of two coordinates stay below 2^255.
    function _square(uint256 a1, uint256 a0) private pure returns (uint256 c1, uint256 c0) {
        unchecked {
            c1 = mulmod(a0 + a0, a1, BASE_ORDER);
            c0 = mulmod(a0 + a1, a0 + BASE_ORDER - a1, BASE_ORDER);
        }
    }
}
