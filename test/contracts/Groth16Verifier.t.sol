// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Statement} from "../../contracts/interfaces/IVerifier.sol";
import {Bn254} from "../../contracts/libraries/Bn254.sol";
import {Groth16Verifier} from "../../contracts/verifiers/Groth16Verifier.sol";
import {VerifyingKey} from "../../contracts/verifiers/VerifyingKey.sol";
import {Simulator, Trapdoor} from "./support/Simulator.sol";
import {Test} from "./support/Test.sol";

/// Properties of the verifier:
///   takes every proof that fits, whatever its randomness; of a batch only when all of them fit
///   refuses a changed signal, a changed word, signal + r, coordinate + q, points at infinity, off curve, off subgroup
///   never reverts on a bad proof
contract Groth16VerifierTest is Test {
    uint256 private constant R = Bn254.FIELD_ORDER;
    uint256 private constant Q = Bn254.BASE_ORDER;

    Groth16Verifier private verifier;

    function setUp() public {
        verifier = new Groth16Verifier(Simulator.key(Simulator.usual()));
    }

    function testFuzz_takesEveryFittingProof(uint256 commitment, uint256 digest, uint256 a, uint8 b) public view {
        (commitment, digest) = (commitment % R, digest % R);
        uint256[8] memory proof = Simulator.prove(Simulator.usual(), commitment, digest, within(a, 1, R - 1), multiple(b));
        check(verifier.verify(proof, Statement(commitment, digest)), "a fitting proof is refused");
    }

    function testFuzz_refusesAnotherStatement(uint256 commitment, uint256 digest, uint256 c2, uint256 d2) public view {
        (commitment, digest, c2, d2) = (commitment % R, digest % R, c2 % R, d2 % R);
        uint256 l = addmod(mulmod(47, commitment, R), mulmod(53, digest, R), R);
        vm.assume(addmod(mulmod(47, c2, R), mulmod(53, d2, R), R) != l);
        check(!verifier.verify(usualProof(commitment, digest), Statement(c2, d2)), "another statement is taken");
    }

    function testFuzz_refusesSwappedSignals(uint256 commitment, uint256 digest) public view {
        (commitment, digest) = (commitment % R, digest % R);
        vm.assume(commitment != digest);
        check(!verifier.verify(usualProof(commitment, digest), Statement(digest, commitment)), "swapped");
    }

    function testFuzz_refusesAChangedWord(uint256 commitment, uint8 word, uint256 value) public view {
        uint256[8] memory proof = usualProof(commitment % R, 5);
        vm.assume(proof[word % 8] != value);
        proof[word % 8] = value;
        check(!verifier.verify(proof, Statement(commitment % R, 5)), "a changed word is taken");
    }

    function test_refusesSignalsPlusOrder() public view {
        uint256[8] memory proof = usualProof(4, 5);
        check(verifier.verify(proof, Statement(4, 5)), "control");
        for (uint256 k = 1; k <= 4; ++k) {
            check(!verifier.verify(proof, Statement(4 + k * R, 5)), "commitment + r");
            check(!verifier.verify(proof, Statement(4, 5 + k * R)), "digest + r");
        }
        proof = usualProof(0, 0);
        check(verifier.verify(proof, Statement(0, 0)), "control");
        check(!verifier.verify(proof, Statement(R, 0)) && !verifier.verify(proof, Statement(0, R)), "r for 0");
    }

    function test_refusesCoordinatesPlusOrder() public view {
        for (uint256 i = 0; i < 8; ++i) {
            uint256[8] memory proof = usualProof(4, 5);
            proof[i] += Q;
            check(!verifier.verify(proof, Statement(4, 5)), "coordinate + q");
            check(!verifyTwo(usualProof(4, 5), proof, 5), "coordinate + q in a batch");
        }
    }

    function test_refusesInfinity() public view {
        uint256[2][3] memory spans = [[uint256(0), 2], [uint256(2), 6], [uint256(6), 8]];
        for (uint256 point = 0; point < 3; ++point) {
            uint256[8] memory proof = usualProof(4, 5);
            for (uint256 i = spans[point][0]; i < spans[point][1]; ++i) proof[i] = 0;
            check(!verifier.verify(proof, Statement(4, 5)), "infinity");
            check(!verifyTwo(usualProof(4, 5), proof, 5), "infinity in a batch");
        }
    }

    /// C = 0 satisfies the equation for this A and B, and is refused for being the point at infinity all the same.
    function test_refusesInfinityEvenWhereItFits() public view {
        Trapdoor memory t = Simulator.usual();
        uint256 l = 43 + 47 * 4 + 53 * 5;
        uint256[8] memory proof = Simulator.assemble(t.alpha * t.beta + l * t.gamma, 1, 0);
        same(Simulator.cOf(t, 4, 5, t.alpha * t.beta + l * t.gamma, 1), 0);
        check(!verifier.verify(proof, Statement(4, 5)), "infinity");
    }

    function test_refusesAPointOutsideTheSubgroup() public view {
        uint256[8] memory proof = usualProof(4, 5);
        uint256[4] memory point = Simulator.outsideSubgroup();
        for (uint256 i = 0; i < 4; ++i) proof[2 + i] = point[i];
        check(Bn254.isOnTwist(point[0], point[1], point[2], point[3]), "the test's point is not on the twist");
        check(!verifier.verify(proof, Statement(4, 5)), "outside the subgroup");
    }

    function test_refusesTheProofOfAnotherKey() public view {
        uint256[8] memory proof = Simulator.prove(Simulator.other(), 4, 5);
        check(!verifier.verify(proof, Statement(4, 5)), "another key's proof");
    }

    function testFuzz_batchTakesFittingProofs(uint256 seed, uint8 count) public view {
        uint256 n = within(count, 1, 8);
        (uint256[8][] memory proofs, Statement[] memory statements) = someBatch(seed, n);
        check(verifier.verifyBatch(proofs, statements), "a fitting batch is refused");
    }

    function testFuzz_batchRefusesOneWrong(uint256 seed, uint8 count, uint8 place, uint256 shift) public view {
        uint256 n = within(count, 1, 8);
        (uint256[8][] memory proofs, Statement[] memory statements) = someBatch(seed, n);
        Statement memory wrong = statements[place % n];
        wrong.commitment = addmod(wrong.commitment, within(shift, 1, R - 1), R);
        check(!verifier.verifyBatch(proofs, statements), "a wrong batch is taken");
    }

    /// Two wrong proofs whose errors are opposite: with equal coefficients their product would be right.
    function testFuzz_batchRefusesErrorsThatCancel(uint256 shift) public view {
        shift = within(shift, 1, R - 1);
        Trapdoor memory t = Simulator.usual();
        uint256 c = Simulator.cOf(t, 4, 5, 101, 1);
        uint256[8] memory more = Simulator.assemble(101, 1, addmod(c, shift, R));
        uint256[8] memory less = Simulator.assemble(101, 1, addmod(c, R - shift, R));
        check(!verifyTwo(more, less, 5), "errors cancel");
        check(verifyTwo(usualProof(4, 5), usualProof(4, 5), 5), "control");
    }

    /// The proofs of two statements exchanged: their sums stay the same.
    function test_batchRefusesExchangedProofs() public view {
        check(!verifyTwo(usualProof(4, 6), usualProof(4, 5), 6), "exchanged");
        check(verifyTwo(usualProof(4, 5), usualProof(4, 6), 6), "control");
    }

    function test_aSumWithAPointOffTheCurveIsNone() public view {
        uint256[] memory pairs = Bn254.newPairs(1);
        Bn254.putG1(pairs, 0, 1, 2);
        check(Bn254.addMultiple(pairs, 0, 1, 2, 3), "control");
        Bn254.putG1(pairs, 0, 1, 1);
        check(!Bn254.addMultiple(pairs, 0, 1, 2, 3), "a point off the curve");
    }

    function test_batchRefusesNothingAndUnequalLengths() public view {
        check(!verifier.verifyBatch(new uint256[8][](0), new Statement[](0)), "nothing");
        (uint256[8][] memory proofs, Statement[] memory statements) = someBatch(1, 2);
        check(!verifier.verifyBatch(proofs, new Statement[](1)), "fewer statements");
        check(!verifier.verifyBatch(new uint256[8][](1), statements), "fewer proofs");
    }

    /// With too little gas a precompile fails: the answer is no, or none, but never yes to what is wrong.
    function test_starvedCallsNeverSayYes() public view {
        (uint256[8][] memory proofs, Statement[] memory statements) = someBatch(1, 2);
        bytes memory good = abi.encodeCall(verifier.verifyBatch, (proofs, statements));
        ++statements[1].commitment;
        bytes memory wrong = abi.encodeCall(verifier.verifyBatch, (proofs, statements));
        uint256 noes;
        for (uint256 gasLevel = 5_000; gasLevel < 400_000; gasLevel += 2_000) {
            (bool ok, bytes memory answer) = address(verifier).staticcall{gas: gasLevel}(good);
            if (ok && !abi.decode(answer, (bool))) ++noes;
            (ok, answer) = address(verifier).staticcall{gas: gasLevel}(wrong);
            check(!ok || !abi.decode(answer, (bool)), "yes to what is wrong");
        }
        check(noes > 0, "the levels miss the failures");
    }

    /// Points are on their curves before a precompile sees them, so that only lack of gas makes one fail. Here each fails
    /// alone, on the point that it is told by.
    function test_aPrecompileThatFailsIsANo() public {
        (uint256[8][] memory proofs, Statement[] memory statements) = someBatch(1, 2);
        VerifyingKey memory key = Simulator.key(Simulator.usual());
        uint256[2][5] memory multiplied = [
            [proofs[1][0], Q - proofs[1][1]],
            key.alpha,
            key.ic[0],
            key.ic[1],
            key.ic[2]
        ];
        for (uint256 i = 0; i < 5; ++i) refuseBatch(proofs, statements, address(7), abi.encode(multiplied[i]));
        refuseBatch(proofs, statements, address(7), abi.encode(proofs[1][6], proofs[1][7]));
        refuseBatch(proofs, statements, address(6), "");
        refuseBatch(proofs, statements, address(8), "");
        check(verifier.verifyBatch(proofs, statements), "control");
    }

    function refuseBatch(
        uint256[8][] memory proofs,
        Statement[] memory statements,
        address precompile,
        bytes memory input
    ) private {
        vm.mockCallRevert(precompile, input, "");
        check(!verifier.verifyBatch(proofs, statements), "a failure in a batch is a yes");
        bool isOfOne = input.length == 0 || keccak256(input) == keccak256(abi.encode(Simulator.g1(47)));
        if (isOfOne) check(!verifier.verify(proofs[0], statements[0]), "a failure is a yes");
        vm.clearMockedCalls();
    }

    function usualProof(uint256 commitment, uint256 digest) private view returns (uint256[8] memory) {
        return Simulator.prove(Simulator.usual(), commitment, digest);
    }

    /// (4, 5) and (4, digest).
    function verifyTwo(uint256[8] memory one, uint256[8] memory two, uint256 digest) private view returns (bool) {
        uint256[8][] memory proofs = new uint256[8][](2);
        (proofs[0], proofs[1]) = (one, two);
        Statement[] memory statements = new Statement[](2);
        (statements[0], statements[1]) = (Statement(4, 5), Statement(4, digest));
        return verifier.verifyBatch(proofs, statements);
    }

    function someBatch(
        uint256 seed,
        uint256 n
    ) private view returns (uint256[8][] memory proofs, Statement[] memory statements) {
        (proofs, statements) = (new uint256[8][](n), new Statement[](n));
        for (uint256 i = 0; i < n; ++i) {
            uint256 random = uint256(keccak256(abi.encode(seed, i)));
            statements[i] = Statement(random % R, (random >> 1) % R);
            proofs[i] = Simulator.prove(
                Simulator.usual(),
                statements[i].commitment,
                statements[i].pageDigest,
                within(random >> 2, 1, R - 1),
                multiple(uint8(random))
            );
        }
    }

    function multiple(uint8 random) private pure returns (uint256) {
        return [uint256(1), 2, 3, 5, 7][random % 5];
    }
}
