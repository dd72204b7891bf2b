// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Statement} from "../../../contracts/interfaces/IVerifier.sol";
import {Bn254} from "../../../contracts/libraries/Bn254.sol";
import {Groth16Verifier} from "../../../contracts/verifiers/Groth16Verifier.sol";
import {Deploy} from "./Deploy.sol";
import {Simulator} from "./Simulator.sol";
import {Test} from "./Test.sol";

/// @notice A verifier for the simulator's usual key, and proofs under it.
abstract contract VerifierFixture is Test {
    uint256 internal constant R = Bn254.FIELD_ORDER;
    uint256 internal constant Q = Bn254.BASE_ORDER;

    Groth16Verifier internal verifier;

    function setUp() public {
        verifier = Deploy.verifier(Simulator.key(Simulator.usual()));
    }

    function usualProof(uint256 commitment, uint256 digest) internal view returns (uint256[8] memory) {
        return Simulator.prove(Simulator.usual(), commitment, digest);
    }

    /// Verifies a batch with the statements (4, 5) and (4, digest).
    function verifyTwo(uint256[8] memory one, uint256[8] memory two, uint256 digest) internal view returns (bool) {
        uint256[8][] memory proofs = new uint256[8][](2);
        (proofs[0], proofs[1]) = (one, two);
        Statement[] memory statements = new Statement[](2);
        (statements[0], statements[1]) = (Statement(4, 5), Statement(4, digest));
        return verifier.verifyBatch(proofs, statements);
    }

    function someBatch(
        uint256 seed,
        uint256 n
    ) internal view returns (uint256[8][] memory proofs, Statement[] memory statements) {
        (proofs, statements) = (new uint256[8][](n), new Statement[](n));
        for (uint256 i = 0; i < n; ++i) {
            uint256 random = uint256(keccak256(abi.encode(seed, i)));
            statements[i] = Statement(random % R, (random >> 1) % R);
            proofs[i] = Simulator.prove(
                Simulator.usual(),
                statements[i].commitment,
                statements[i].pageDigest,
                bound(random >> 2, 1, R - 1),
                multiple(uint8(random))
            );
        }
    }

    function multiple(uint8 random) internal pure returns (uint256) {
        return [uint256(1), 2, 3, 5, 7][random % 5];
    }
}
