// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IVerifier, Statement} from "../../contracts/interfaces/IVerifier.sol";
import {Bn254} from "../../contracts/libraries/Bn254.sol";
import {Simulator, Trapdoor} from "./support/Simulator.sol";
import {VerifierFixture} from "./support/VerifierFixture.sol";

/// Properties of the verifier, one proof at a time (Groth16Batch.t.sol has the batches):
///   accepts every valid proof, whatever its randomness
///   rejects a changed signal, a changed word, signal + r, coordinate + q, points at infinity, off curve, off subgroup
///   never reverts for an invalid proof
contract Groth16VerifierTest is VerifierFixture {
    function testFuzz_takesEveryFittingProof(uint256 commitment, uint256 digest, uint256 a, uint8 b) public view {
        (commitment, digest) = (commitment % R, digest % R);
        (a, b) = (bound(a, 1, R - 1), uint8(multiple(b)));
        uint256[8] memory proof = Simulator.prove(Simulator.usual(), commitment, digest, a, b);
        assertTrue(verifier.verify(proof, Statement(commitment, digest)), "a fitting proof is refused");
    }

    function testFuzz_refusesAnotherStatement(uint256 commitment, uint256 digest, uint256 c2, uint256 d2) public view {
        (commitment, digest, c2, d2) = (commitment % R, digest % R, c2 % R, d2 % R);
        uint256 l = addmod(mulmod(47, commitment, R), mulmod(53, digest, R), R);
        vm.assume(addmod(mulmod(47, c2, R), mulmod(53, d2, R), R) != l);
        assertTrue(!verifier.verify(usualProof(commitment, digest), Statement(c2, d2)), "another statement is taken");
    }

    function testFuzz_refusesSwappedSignals(uint256 commitment, uint256 digest) public view {
        (commitment, digest) = (commitment % R, digest % R);
        vm.assume(commitment != digest);
        assertTrue(!verifier.verify(usualProof(commitment, digest), Statement(digest, commitment)), "swapped");
    }

    function testFuzz_refusesAChangedWord(uint256 commitment, uint8 word, uint256 value) public view {
        uint256[8] memory proof = usualProof(commitment % R, 5);
        vm.assume(proof[word % 8] != value);
        proof[word % 8] = value;
        assertTrue(!verifier.verify(proof, Statement(commitment % R, 5)), "a changed word is taken");
    }

    function test_refusesSignalsPlusOrder() public view {
        uint256[8] memory proof = usualProof(4, 5);
        assertTrue(verifier.verify(proof, Statement(4, 5)), "control");
        for (uint256 k = 1; k <= 4; ++k) {
            assertTrue(!verifier.verify(proof, Statement(4 + k * R, 5)), "commitment + r");
            assertTrue(!verifier.verify(proof, Statement(4, 5 + k * R)), "digest + r");
        }
        proof = usualProof(0, 0);
        assertTrue(verifier.verify(proof, Statement(0, 0)), "control");
        assertTrue(!verifier.verify(proof, Statement(R, 0)) && !verifier.verify(proof, Statement(0, R)), "r for 0");
    }

    function test_refusesCoordinatesPlusOrder() public view {
        for (uint256 i = 0; i < 8; ++i) {
            uint256[8] memory proof = usualProof(4, 5);
            proof[i] += Q;
            assertTrue(!verifier.verify(proof, Statement(4, 5)), "coordinate + q");
            assertTrue(!verifyTwo(usualProof(4, 5), proof, 5), "coordinate + q in a batch");
        }
    }

    function test_refusesInfinity() public view {
        uint256[2][3] memory spans = [[uint256(0), 2], [uint256(2), 6], [uint256(6), 8]];
        for (uint256 point = 0; point < 3; ++point) {
            uint256[8] memory proof = usualProof(4, 5);
            for (uint256 i = spans[point][0]; i < spans[point][1]; ++i) proof[i] = 0;
            assertTrue(!verifier.verify(proof, Statement(4, 5)), "infinity");
            assertTrue(!verifyTwo(usualProof(4, 5), proof, 5), "infinity in a batch");
        }
    }

    /// C = 0 satisfies the equation for this A and B, but is rejected as the point at infinity.
    function test_refusesInfinityEvenWhereItFits() public view {
        Trapdoor memory t = Simulator.usual();
        uint256 l = 43 + 47 * 4 + 53 * 5;
        uint256[8] memory proof = Simulator.assemble(t.alpha * t.beta + l * t.gamma, 1, 0);
        assertEq(Simulator.cOf(t, 4, 5, t.alpha * t.beta + l * t.gamma, 1), 0);
        assertTrue(!verifier.verify(proof, Statement(4, 5)), "infinity");
    }

    function test_refusesAPointOutsideTheSubgroup() public view {
        uint256[8] memory proof = usualProof(4, 5);
        uint256[4] memory point = Simulator.outsideSubgroup();
        for (uint256 i = 0; i < 4; ++i) proof[2 + i] = point[i];
        assertTrue(Bn254.isOnTwist(point[0], point[1], point[2], point[3]), "the test's point is not on the twist");
        assertTrue(!verifier.verify(proof, Statement(4, 5)), "outside the subgroup");
    }

    function test_refusesTheProofOfAnotherKey() public view {
        uint256[8] memory proof = Simulator.prove(Simulator.other(), 4, 5);
        assertTrue(!verifier.verify(proof, Statement(4, 5)), "another key's proof");
    }

    /// The library expects points of G1; any other point must not pass silently.
    function test_aSumWithAPointOffTheCurveIsNone() public {
        this.addTo(1, 2);
        vm.expectRevert(IVerifier.NotEnoughGas.selector);
        this.addTo(1, 1);
    }

    function addTo(uint256 x, uint256 y) external view {
        uint256[] memory pairs = Bn254.newPairs(1);
        Bn254.putG1(pairs, 0, x, y);
        Bn254.addMultiple(pairs, 0, 1, 2, 3);
    }
}
