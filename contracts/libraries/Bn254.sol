// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

/// @title The curve BN254 (alt_bn128) as EIP-196 and EIP-197 have it
/// @dev G1 is y² = x³ + 3 over the base field; G2 lies on y² = x³ + 3/(9 + u) over Fp2 = Fp[u]/(u² + 1). An element of
/// Fp2 is c0 + c1·u, and is passed c1 first, as the precompiles want it.
library Bn254 {
    /// @notice Order of the base field, where coordinates live (EIP-196).
    uint256 internal constant BASE_ORDER = 21888242871839275222246405745257275088696311157297823662689037894645226208583;
    /// @notice Order of the groups and of the scalar field, where signals live (EIP-196).
    uint256 internal constant FIELD_ORDER =
        21888242871839275222246405745257275088548364400416034343698204186575808495617;
    /// @notice 3/(9 + u), the constant of the twist, c1 and c0.
    uint256 internal constant TWIST_C1 = 266929791119991161246907387137283842545076965332900288569378510910307636690;
    /// @notice The c0 part of the same constant.
    uint256 internal constant TWIST_C0 = 19485874751759354771024239261021720505790618469301721065564631296452457478373;

    /// @notice Whether (x, y) is canonical, on the curve and not the point at infinity. G1 has no cofactor: that is all.
    function isG1(uint256 x, uint256 y) internal pure returns (bool) {
        if (x >= BASE_ORDER || y >= BASE_ORDER) return false;
        uint256 cube = mulmod(mulmod(x, x, BASE_ORDER), x, BASE_ORDER);
        return mulmod(y, y, BASE_ORDER) == addmod(cube, 3, BASE_ORDER);
    }

    /// @notice Whether the four coordinates are canonical, on the twist and not the point at infinity.
    /// @dev Says nothing of the subgroup; the pairing precompile does.
    function isOnTwist(uint256 xc1, uint256 xc0, uint256 yc1, uint256 yc0) internal pure returns (bool) {
        if (xc1 >= BASE_ORDER || xc0 >= BASE_ORDER || yc1 >= BASE_ORDER || yc0 >= BASE_ORDER) return false;
        (uint256 c1, uint256 c0) = _multiply(xc1, xc0, xc1, xc0);
        (c1, c0) = _multiply(c1, c0, xc1, xc0);
        (uint256 y1, uint256 y0) = _multiply(yc1, yc0, yc1, yc0);
        return y1 == addmod(c1, TWIST_C1, BASE_ORDER) && y0 == addmod(c0, TWIST_C0, BASE_ORDER);
    }

    /// @notice p + q by the precompile at 0x06. `ok` is false when it fails.
    function add(uint256[2] memory p, uint256[2] memory q) internal view returns (bool ok, uint256[2] memory sum) {
        uint256[4] memory input = [p[0], p[1], q[0], q[1]];
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            ok := staticcall(gas(), 6, input, 128, sum, 64)
        }
    }

    /// @notice scalar · p by the precompile at 0x07. `ok` is false when it fails.
    function multiply(
        uint256[2] memory p,
        uint256 scalar
    ) internal view returns (bool ok, uint256[2] memory product) {
        uint256[3] memory input = [p[0], p[1], scalar];
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            ok := staticcall(gas(), 7, input, 96, product, 64)
        }
    }

    /// @notice Whether the product of the pairings is one, by the precompile at 0x08; false when it fails.
    /// @param pairs Six words a pair: a point of G1, a point of G2.
    function pairingIsOne(uint256[] memory pairs) internal view returns (bool) {
        bool ok;
        uint256[1] memory result;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            ok := staticcall(gas(), 8, add(pairs, 32), mul(mload(pairs), 32), result, 32)
        }
        return ok && result[0] == 1;
    }

    /// @dev (a0 + a1·u)(b0 + b1·u) with u² = -1.
    function _multiply(uint256 a1, uint256 a0, uint256 b1, uint256 b0) private pure returns (uint256 c1, uint256 c0) {
        c1 = addmod(mulmod(a0, b1, BASE_ORDER), mulmod(a1, b0, BASE_ORDER), BASE_ORDER);
        c0 = addmod(mulmod(a0, b0, BASE_ORDER), BASE_ORDER - mulmod(a1, b1, BASE_ORDER), BASE_ORDER);
    }
}
