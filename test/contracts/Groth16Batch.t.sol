// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IVerifier, Statement} from "../../contracts/interfaces/IVerifier.sol";
import {VerifyingKey} from "../../contracts/verifiers/VerifyingKey.sol";
import {Simulator, Trapdoor} from "./support/Simulator.sol";
import {VerifierFixture} from "./support/VerifierFixture.sol";

/// Properties of the verifier, many proofs at once:
///   accepts a batch only if all of its proofs are valid
///   errors do not cancel out: each proof's coefficient is a hash of the whole call
///   never accepts if a precompile fails, for lack of gas or otherwise
contract Groth16BatchTest is VerifierFixture {
    function testFuzz_batchTakesFittingProofs(uint256 seed, uint8 count) public view {
        uint256 n = bound(count, 1, 4);
        (uint256[8][] memory proofs, Statement[] memory statements) = someBatch(seed, n);
        assertTrue(verifier.verifyBatch(proofs, statements), "a fitting batch is refused");
    }

    function testFuzz_batchRefusesOneWrong(uint256 seed, uint8 count, uint8 place, uint256 shift) public view {
        uint256 n = bound(count, 1, 4);
        (uint256[8][] memory proofs, Statement[] memory statements) = someBatch(seed, n);
        Statement memory wrong = statements[place % n];
        wrong.commitment = addmod(wrong.commitment, bound(shift, 1, R - 1), R);
        assertTrue(!verifier.verifyBatch(proofs, statements), "a wrong batch is taken");
    }

    /// Two invalid proofs with opposite errors: with equal coefficients, their product would be valid.
    function testFuzz_batchRefusesErrorsThatCancel(uint256 shift) public view {
        shift = bound(shift, 1, R - 1);
        Trapdoor memory t = Simulator.usual();
        uint256 c = Simulator.cOf(t, 4, 5, 101, 1);
        uint256[8] memory more = Simulator.assemble(101, 1, addmod(c, shift, R));
        uint256[8] memory less = Simulator.assemble(101, 1, addmod(c, R - shift, R));
        assertTrue(!verifyTwo(more, less, 5), "errors cancel");
    }

    /// A coefficient is observed where a proof's points are multiplied by it: the test makes that call fail.
    function test_coefficientsAreHashesOfTheWholeCall() public {
        for (uint256 seed = 1; seed <= 3; ++seed) {
            (uint256[8][] memory proofs, Statement[] memory statements) = someBatch(seed, 3);
            bytes32 hash = keccak256(abi.encodeCall(verifier.verifyBatch, (proofs, statements)));
            for (uint256 i = 0; i < 3; ++i) {
                uint256 coefficient = uint256(keccak256(abi.encode(hash, i))) >> 128;
                bytes memory ofA = abi.encode(proofs[i][0], Q - proofs[i][1], coefficient);
                bytes memory ofC = abi.encode(proofs[i][6], proofs[i][7], coefficient);
                decideNothing(proofs, statements, address(7), ofA);
                decideNothing(proofs, statements, address(7), ofC);
            }
            assertTrue(verifier.verifyBatch(proofs, statements), "control");
        }
    }

    /// The proofs of two statements are swapped, so their sums stay the same.
    function test_batchRefusesExchangedProofs() public view {
        assertTrue(!verifyTwo(usualProof(4, 6), usualProof(4, 5), 6), "exchanged");
        assertTrue(verifyTwo(usualProof(4, 5), usualProof(4, 6), 6), "control");
    }

    /// The pairing fails for such a point, which is no lack of gas, wherever the proof is in the batch.
    function test_batchRefusesAFirstPointOutsideTheSubgroup() public view {
        refusesOutsideSubgroup(0);
    }

    function test_batchRefusesASecondPointOutsideTheSubgroup() public view {
        refusesOutsideSubgroup(1);
    }

    function test_batchRefusesALastPointOutsideTheSubgroup() public view {
        refusesOutsideSubgroup(2);
    }

    /// The precompile takes all of its gas, a test's gas but for a 64th, so each test has only one such point.
    function refusesOutsideSubgroup(uint256 place) private view {
        uint256[4] memory point = Simulator.outsideSubgroup();
        (uint256[8][] memory proofs, Statement[] memory statements) = someBatch(1, 3);
        for (uint256 i = 0; i < 4; ++i) proofs[place][2 + i] = point[i];
        assertTrue(!verifier.verifyBatch(proofs, statements), "outside the subgroup");
    }

    function test_batchRefusesNothingAndUnequalLengths() public view {
        assertTrue(!verifier.verifyBatch(new uint256[8][](0), new Statement[](0)), "nothing");
        (uint256[8][] memory proofs, Statement[] memory statements) = someBatch(1, 2);
        assertTrue(!verifier.verifyBatch(proofs, new Statement[](1)), "fewer statements");
        assertTrue(!verifier.verifyBatch(new uint256[8][](1), statements), "fewer proofs");
    }

    /// Points are checked to be on their curves first, so a precompile fails only for lack of gas, and nothing is
    /// decided then (Starvation.t.sol). Here each precompile fails on its own, identified by its input.
    function test_aPrecompileThatFailsDecidesNothing() public {
        (uint256[8][] memory proofs, Statement[] memory statements) = someBatch(1, 2);
        VerifyingKey memory key = Simulator.key(Simulator.usual());
        uint256[2][5] memory multiplied = [
            [proofs[1][0], Q - proofs[1][1]],
            key.alpha,
            key.ic[0],
            key.ic[1],
            key.ic[2]
        ];
        for (uint256 i = 0; i < 5; ++i) decideNothing(proofs, statements, address(7), abi.encode(multiplied[i]));
        decideNothing(proofs, statements, address(7), abi.encode(proofs[1][6], proofs[1][7]));
        decideNothing(proofs, statements, address(6), "");
        decideNothing(proofs, statements, address(8), "");
        assertTrue(verifier.verifyBatch(proofs, statements), "control");
    }

    /// Where a precompile does not exist, calling its address succeeds and returns nothing.
    function test_noAnswerIsNoVerdict() public {
        (uint256[8][] memory proofs, Statement[] memory statements) = someBatch(1, 2);
        vm.mockCall(address(8), "", "");
        vm.expectRevert(IVerifier.NotEnoughGas.selector);
        verifier.verifyBatch(proofs, statements);
        vm.expectRevert(IVerifier.NotEnoughGas.selector);
        verifier.verify(proofs[0], statements[0]);
        vm.clearMockedCalls();
    }

    function decideNothing(
        uint256[8][] memory proofs,
        Statement[] memory statements,
        address precompile,
        bytes memory input
    ) private {
        vm.mockCallRevert(precompile, input, "");
        vm.expectRevert(IVerifier.NotEnoughGas.selector);
        verifier.verifyBatch(proofs, statements);
        if (input.length == 0 || keccak256(input) == keccak256(abi.encode(Simulator.g1(47)))) {
            vm.expectRevert(IVerifier.NotEnoughGas.selector);
            verifier.verify(proofs[0], statements[0]);
        }
        vm.clearMockedCalls();
    }
}
