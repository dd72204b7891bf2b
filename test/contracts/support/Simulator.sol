// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Bn254} from "../../../contracts/libraries/Bn254.sol";
import {VerifyingKey} from "../../../contracts/verifiers/VerifyingKey.sol";

/// @notice The discrete logarithms of a key, which allow anyone who knows them to prove anything.
/// @dev beta, gamma and delta are among 1, 2, 3, 5 and 7, the multiples of the generator of G2 that are known here.
struct Trapdoor {
    uint256 alpha;
    uint256 beta;
    uint256 gamma;
    uint256 delta;
    uint256[3] ic;
}

/// @notice Creates keys, and proofs of any statement, from a trapdoor.
library Simulator {
    function usual() internal pure returns (Trapdoor memory) {
        return Trapdoor(11, 2, 3, 5, [uint256(43), 47, 53]);
    }

    function other() internal pure returns (Trapdoor memory) {
        return Trapdoor(13, 3, 2, 7, [uint256(61), 67, 71]);
    }

    function key(Trapdoor memory t) internal view returns (VerifyingKey memory) {
        uint256[2][3] memory ic = [g1(t.ic[0]), g1(t.ic[1]), g1(t.ic[2])];
        return VerifyingKey(g1(t.alpha), g2(t.beta), g2(t.gamma), g2(t.delta), ic);
    }

    /// @notice Returns a proof with A = a·G1, B = b·G2 and the only matching C.
    function prove(
        Trapdoor memory t,
        uint256 commitment,
        uint256 digest,
        uint256 a,
        uint256 b
    ) internal view returns (uint256[8] memory) {
        return assemble(a, b, cOf(t, commitment, digest, a, b));
    }

    function prove(Trapdoor memory t, uint256 commitment, uint256 digest) internal view returns (uint256[8] memory) {
        return prove(t, commitment, digest, 101, 1);
    }

    function assemble(uint256 a, uint256 b, uint256 c) internal view returns (uint256[8] memory) {
        (uint256[2] memory pa, uint256[4] memory pb, uint256[2] memory pc) = (g1(a), g2(b), g1(c));
        return [pa[0], pa[1], pb[0], pb[1], pb[2], pb[3], pc[0], pc[1]];
    }

    /// @notice Returns c such that a·b = alpha·beta + l·gamma + c·delta.
    function cOf(
        Trapdoor memory t,
        uint256 commitment,
        uint256 digest,
        uint256 a,
        uint256 b
    ) internal view returns (uint256) {
        uint256 r = Bn254.FIELD_ORDER;
        uint256 l = addmod(t.ic[0], addmod(mulmod(commitment, t.ic[1], r), mulmod(digest, t.ic[2], r), r), r);
        uint256 taken = addmod(mulmod(t.alpha, t.beta, r), mulmod(l, t.gamma, r), r);
        return mulmod(addmod(mulmod(a, b, r), r - taken, r), inverse(t.delta), r);
    }

    function inverse(uint256 x) internal view returns (uint256) {
        bytes memory input = abi.encode(32, 32, 32, x, Bn254.FIELD_ORDER - 2, Bn254.FIELD_ORDER);
        (, bytes memory output) = address(5).staticcall(input);
        return abi.decode(output, (uint256));
    }

    function g1(uint256 scalar) internal view returns (uint256[2] memory) {
        (, bytes memory output) = address(7).staticcall(abi.encode(1, 2, scalar));
        return abi.decode(output, (uint256[2]));
    }

    function negated(uint256[2] memory p) internal pure returns (uint256[2] memory) {
        return [p[0], Bn254.BASE_ORDER - p[1]];
    }

    /// @notice Returns 1, 2, 3, 5 or 7 times the generator of G2 (EIP-197), c1 before c0.
    function g2(uint256 scalar) internal pure returns (uint256[4] memory) {
        if (scalar == 1) {
            return [
                11559732032986387107991004021392285783925812861821192530917403151452391805634,
                10857046999023057135944570762232829481370756359578518086990519993285655852781,
                4082367875863433681332203403145435568316851327593401208105741076214120093531,
                8495653923123431417604973247489272438418190587263600148770280649306958101930
            ];
        }
        if (scalar == 2) {
            return [
                14583779054894525174450323658765874724019480979794335525732096752006891875705,
                18029695676650738226693292988307914797657423701064905010927197838374790804409,
                11474861747383700316476719153975578001603231366361248090558603872215261634898,
                2140229616977736810657479771656733941598412651537078903776637920509952744750
            ];
        }
        if (scalar == 3) {
            return [
                7273165102799931111715871471550377909735733521218303035754523677688038059653,
                2725019753478801796453339367788033689375851816420509565303521482350756874229,
                957874124722006818841961785324909313781880061366718538693995380805373202866,
                2512659008974376214222774206987427162027254181373325676825515531566330959255
            ];
        }
        if (scalar == 5) {
            return [
                4540444681147253467785307942530223364530218361853237193970751657229138047649,
                20954117799226682825035885491234530437475518021362091509513177301640194298072,
                11631839690097995216017572651900167465857396346217730511548857041925508482915,
                21508930868448350162258892668132814424284302804699005394342512102884055673846
            ];
        }
        require(scalar == 7, "unknown multiple");
        return [
            18551411094430470096460536606940536822990217226529861227533666875800903099477,
            15512671280233143720612069991584289591749188907863576513414377951116606878472,
            1711576522631428957817575436337311654689480489843856945284031697403898093784,
            13376798835316611669264291046140500151806347092962367781523498857425536295743
        ];
    }

    /// @notice Returns a point of the twist outside the subgroup: x = 1.
    function outsideSubgroup() internal pure returns (uint256[4] memory) {
        return [
            uint256(0),
            1,
            15975588672102553735566230729081043132501226101599136527557730645158523614371,
            3610091866386166428467545612961983990332663701371483510632385378352395651980
        ];
    }
}
