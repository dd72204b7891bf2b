// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Ledger} from "../../contracts/Ledger.sol";
import {IBlocklists} from "../../contracts/interfaces/IBlocklists.sol";
import {Admission, Roles} from "../../contracts/interfaces/ICircuits.sol";
import {ListId} from "../../contracts/interfaces/Ids.sol";
import {ILedger, PageClaim} from "../../contracts/interfaces/ILedger.sol";
import {IVerifier, Statement} from "../../contracts/interfaces/IVerifier.sol";
import {VerifyingKey} from "../../contracts/verifiers/VerifyingKey.sol";
import {Deploy} from "./support/Deploy.sol";
import {ExpensiveLists} from "./support/ExpensiveLists.sol";
import {ExpensiveVerifier} from "./support/ExpensiveVerifier.sol";
import {Fixture} from "./support/Fixture.sol";
import {Simulator} from "./support/Simulator.sol";
import {Vm} from "./support/Vm.sol";

/// Properties of verdicts, whatever the gas and whatever a verification costs on the chain:
///   a valid proof is accepted or nothing is decided; it is never refused
///   an invalid proof is refused or nothing is decided; it is never accepted
///   a valid key is never rejected
contract StarvationTest is Fixture {
    uint256 private constant SHARD = 4;
    /// More than the margin of any floor computed from Ethereum's prices.
    uint256 private constant MORE = 300_000;

    ListId private list;
    IVerifier private verifier;
    Ledger private dear;

    function setUp() public override {
        super.setUp();
        list = newList("m", 100, 4);
        verifier = ledger.circuitOf(large).verifier;
        dear = dearLedger();
    }

    function dearLedger() private returns (Ledger) {
        Admission[] memory first = new Admission[](1);
        first[0] = Admission(new ExpensiveVerifier(verifier, MORE), 256);
        return Deploy.ledger(lists, Roles(address(0), 0, address(0)), first);
    }

    function test_theVerifierIsNeverWrongOneByOne() public view {
        uint256[8] memory proof = prove(SHARD, 100);
        sweep(abi.encodeCall(IVerifier.verify, (proof, Statement(SHARD, 100))), true, 1_000);
        sweep(abi.encodeCall(IVerifier.verify, (proof, Statement(SHARD, 101))), false, 1_000);
        sweep(abi.encodeCall(IVerifier.verify, (outside(proof), Statement(SHARD, 100))), false, 1_000_000);
    }

    function test_theVerifierIsNeverWrongInABatch() public view {
        uint256[8][] memory proofs = twoProofs();
        Statement[] memory statements = new Statement[](2);
        (statements[0], statements[1]) = (Statement(SHARD, 100), Statement(SHARD, 101));
        sweep(abi.encodeCall(IVerifier.verifyBatch, (proofs, statements)), true, 1_000);
        proofs[1] = outside(proofs[1]);
        sweep(abi.encodeCall(IVerifier.verifyBatch, (proofs, statements)), false, 2_000_000);
        proofs[1] = proofs[0];
        sweep(abi.encodeCall(IVerifier.verifyBatch, (proofs, statements)), false, 1_000);
    }

    function test_aTrueProofIsNeverRefused() public {
        starve(abi.encodeCall(ILedger.submit, (large, SHARD, list, 0, prove(SHARD, 100))), 1, 3);
    }

    function test_aTrueBatchIsNeverRefused() public {
        starve(abi.encodeCall(ILedger.submitBatch, (large, twoClaims(), twoProofs())), 3, 3);
    }

    function test_noTrueItemIsEverRefused() public {
        starve(abi.encodeCall(ILedger.submitEach, (large, twoClaims(), twoProofs(), 800_000)), 3, 0);
    }

    /// Nothing is begun with less gas than the cap, even if it might suffice: the error says how much it takes.
    function test_anItemThatCannotHaveItsCapIsNotBegun() public {
        uint256[8][] memory proofs = twoProofs();
        PageClaim[] memory claims = twoClaims();
        try ledger.submitEach{gas: 750_000}(large, claims, proofs, 800_000) returns (uint256) {
            assertTrue(false, "begun");
        } catch (bytes memory reason) {
            assertTrue(bytes4(reason) == ILedger.GasBelowFloor.selector, "another error");
        }
    }

    /// The minimum cap suffices on Ethereum, but not here: the whole call reverts without a verdict.
    function test_aCapTooLowForTheChainRefusesNobody() public {
        uint256[8][] memory proofs = twoProofs();
        PageClaim[] memory claims = twoClaims();
        uint256 least = dear.gasFloor(1) + 50_000;
        vm.expectRevert(IVerifier.NotEnoughGas.selector);
        dear.submitEach(large, claims, proofs, least);
        proofs[0] = outside(proofs[0]);
        vm.expectRevert(IVerifier.NotEnoughGas.selector);
        dear.submitEach(large, claims, proofs, least);
        assertEq(dear.acceptedWord(SHARD, list, 0), 0);
    }

    /// The same for an item that runs out of gas before the proof is verified, which reverts without data.
    function test_aCapThatEndsAnywhereRefusesNobody() public {
        Admission[] memory first = new Admission[](1);
        first[0] = Admission(new ExpensiveVerifier(verifier, 10 * MORE), 256);
        Ledger dearer = Deploy.ledger(lists, Roles(address(0), 0, address(0)), first);
        uint256[8][] memory proofs = twoProofs();
        PageClaim[] memory claims = twoClaims();
        vm.expectRevert(IVerifier.NotEnoughGas.selector);
        dearer.submitEach(large, claims, proofs, 5 * MORE);
        assertEq(dearer.submitEach(large, claims, proofs, 20 * MORE), 2);
    }

    /// Too little gas for the pairing, but enough for what precedes it: the error says what is missing.
    function test_aStarvedPairingSaysSo() public {
        uint256[8][] memory proofs = twoProofs();
        Statement[] memory statements = new Statement[](2);
        (statements[0], statements[1]) = (Statement(SHARD, 100), Statement(SHARD, 101));
        vm.expectRevert(IVerifier.NotEnoughGas.selector);
        verifier.verify{gas: 180_000}(proofs[0], statements[0]);
        vm.expectRevert(IVerifier.NotEnoughGas.selector);
        verifier.verifyBatch{gas: 250_000}(proofs, statements);
    }

    /// Where reading the page costs more, the item reverts with GasBelowFloor.
    function test_aCapTooLowForTheListsRefusesNobody() public {
        Admission[] memory first = new Admission[](1);
        first[0] = Admission(verifier, 256);
        IBlocklists slow = IBlocklists(address(new ExpensiveLists(lists, MORE)));
        Ledger ofSlow = Deploy.ledger(slow, Roles(address(0), 0, address(0)), first);
        uint256[8][] memory proofs = twoProofs();
        PageClaim[] memory claims = twoClaims();
        uint256 least = ofSlow.gasFloor(1) + 50_000;
        vm.expectRevert(IVerifier.NotEnoughGas.selector);
        ofSlow.submitEach(large, claims, proofs, least + 150_000);
        assertEq(ofSlow.submitEach(large, claims, proofs, least + 2 * MORE), 2);
    }

    /// Such a proof uses up the cap like one with too little gas, and is distinguished from it.
    function test_anItemThatUsesUpItsGasForABadPointIsRefused() public {
        uint256[8][] memory proofs = twoProofs();
        proofs[0] = outside(proofs[0]);
        vm.recordLogs();
        assertEq(dear.submitEach(large, twoClaims(), proofs, 800_000), 1);
        assertEq(dear.acceptedWord(SHARD, list, 0), 2);
        Vm.Log[] memory logs = vm.getRecordedLogs();
        bytes memory reason = abi.encodeWithSelector(ILedger.ProofRefused.selector, 0);
        uint256 told;
        for (uint256 i = 0; i < logs.length; ++i) {
            if (logs[i].topics[0] != ILedger.ItemRefused.selector) continue;
            assertEq(keccak256(logs[i].data), keccak256(abi.encode(0, reason)));
            ++told;
        }
        assertEq(told, 1);
    }

    function test_aFalseProofIsNeverAccepted() public {
        starveFalse(abi.encodeCall(ILedger.submit, (large, SHARD, list, 0, prove(SHARD, 101))));
        uint256[8][] memory proofs = twoProofs();
        proofs[1] = outside(proofs[1]);
        starveFalse(abi.encodeCall(ILedger.submitBatch, (large, twoClaims(), proofs)));
    }

    function test_aGoodKeyIsNeverCalledBad() public {
        VerifyingKey memory key = Simulator.key(Simulator.usual());
        uint256 made;
        uint256 starved;
        for (uint256 level = 20_000; level < 9_000_000; level += level / 60) {
            try this.make{gas: level}(key) {
                ++made;
            } catch (bytes memory reason) {
                ++starved;
                assertTrue(isSilentOr(reason, IVerifier.NotEnoughGas.selector), "a good key is called bad");
            }
        }
        assertTrue(made > 3 && starved > 3, "the levels miss the cost");
    }

    function test_aProofIsWellFormedUnlessAPointIsNot() public view {
        uint256[8] memory proof = prove(SHARD, 100);
        assertTrue(verifier.isWellFormed(proof), "a good one");
        assertTrue(!verifier.isWellFormed(outside(proof)), "outside of G2");
        for (uint256 i = 0; i < 8; ++i) {
            proof[i] += 1;
            assertTrue(!verifier.isWellFormed(proof), "off its curve");
            proof[i] -= 1;
        }
    }

    function make(VerifyingKey calldata key) external {
        Deploy.verifier(key);
    }

    /// Amounts of gas from far too little to plenty, dense around the cost of a verification.
    function sweep(bytes memory call, bool expected, uint256 plenty) private view {
        uint256 decided;
        for (uint256 level = 5_000; level < 700_000; level += 2_500) {
            if (asked(call, expected, level)) ++decided;
        }
        assertTrue(decided < 270, "the levels miss the cost");
        assertTrue(asked(call, expected, 400 * plenty + 2_000_000), "plenty of gas decides nothing");
    }

    function asked(bytes memory call, bool expected, uint256 level) private view returns (bool ok) {
        bytes memory answer;
        (ok, answer) = address(verifier).staticcall{gas: level}(call);
        if (ok) assertTrue(abi.decode(answer, (bool)) == expected, "a wrong verdict");
        else assertTrue(isSilentOr(answer, IVerifier.NotEnoughGas.selector), "an error that is a verdict");
    }

    /// `all`: the bits once it is accepted. `least`: how often, at least, nothing is decided above the floor.
    function starve(bytes memory call, uint256 all, uint256 least) private {
        uint256 accepted;
        uint256 starved;
        for (uint256 level = 50_000; level < 2_500_000; level += level / 50) {
            (bool ok, bytes memory answer) = address(dear).call{gas: level}(call);
            assertEq(dear.acceptedWord(SHARD, list, 0), ok ? all : 0);
            if (!ok) {
                if (bytes4(answer) == IVerifier.NotEnoughGas.selector) ++starved;
                else assertTrue(isSilentOr(answer, ILedger.GasBelowFloor.selector), "a verdict");
                continue;
            }
            ++accepted;
            dear = dearLedger();
        }
        assertTrue(accepted > 3 && starved >= least, "the levels miss the cost");
    }

    function starveFalse(bytes memory call) private {
        for (uint256 level = 50_000; level < 2_500_000; level += level / 50) {
            (bool ok, ) = address(dear).call{gas: level}(call);
            assertTrue(!ok, "accepted");
        }
        assertEq(dear.acceptedWord(SHARD, list, 0), 0);
    }

    function isSilentOr(bytes memory answer, bytes4 selector) private pure returns (bool) {
        return answer.length == 0 || bytes4(answer) == selector;
    }

    function outside(uint256[8] memory proof) private pure returns (uint256[8] memory changed) {
        uint256[4] memory point = Simulator.outsideSubgroup();
        for (uint256 i = 0; i < 8; ++i) changed[i] = i < 2 || i > 5 ? proof[i] : point[i - 2];
    }

    function twoClaims() private view returns (PageClaim[] memory claims) {
        claims = new PageClaim[](1);
        claims[0] = PageClaim(SHARD, list, new uint256[](2));
        claims[0].pages[1] = 1;
    }

    function twoProofs() private view returns (uint256[8][] memory proofs) {
        proofs = new uint256[8][](2);
        (proofs[0], proofs[1]) = (prove(SHARD, 100), prove(SHARD, 101));
    }
}
