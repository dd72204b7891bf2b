// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IBlocklists, ListConfig} from "../../contracts/interfaces/IBlocklists.sol";
import {ICircuits} from "../../contracts/interfaces/ICircuits.sol";
import {CircuitId, ListId} from "../../contracts/interfaces/Ids.sol";
import {ILedger, ShardStatus} from "../../contracts/interfaces/ILedger.sol";
import {Bn254} from "../../contracts/libraries/Bn254.sol";
import {Fixture} from "./support/Fixture.sol";
import {Simulator} from "./support/Simulator.sol";

/// Properties of the ledger, one submission at a time (LedgerBatch.t.sol has the batches):
///   a page is accepted exactly if an active circuit of its size proved this commitment against its digest
///   the digest is read from the list, regardless of the caller
///   a fact is accepted once per circuit, however its proof is re-randomized
///   a refused submission leaves no trace (Forgeries.t.sol has the attacks)
///   clean up to an epoch means that every page of it is accepted, for any number of pages
contract LedgerTest is Fixture {
    uint256 private constant R = Bn254.FIELD_ORDER;
    /// The slot of the ledger's `_accepted`, after the five slots of the circuits.
    uint256 private constant ACCEPTED_SLOT = 7;

    function testFuzz_anyoneSubmitsWhatIsTrue(address anyone, uint256 commitment, uint256 digest, uint8 at) public {
        (commitment, digest, at) = (commitment % R, bound(digest, 1000, R - 1), uint8(bound(at, 1, 255)));
        ListId list = newList("m", 100, at);
        lists.append(list, lists.pageCount(list), somePages(digest, 1, 256), CONTENT, "");
        uint256[8] memory proof = prove(commitment, digest);
        vm.expectEmit(address(ledger));
        emit ILedger.PagesAccepted(commitment, list, large, 0, 1 << at);
        vm.prank(anyone);
        ledger.submit(large, commitment, list, at, proof);
        assertTrue(ledger.isAccepted(commitment, list, at), "accepted");
        assertEq(ledger.acceptedWord(commitment, list, 0), 1 << at);
    }

    function testFuzz_refusesAnotherCommitment(uint256 commitment, uint256 another) public {
        ListId list = newList("m", 100, 1);
        (commitment, another) = (commitment % R, another % R);
        vm.assume(commitment != another);
        refuse(large, another, list, 0, prove(commitment, 100));
    }

    function testFuzz_refusesForgedProofs(uint256 a, uint256 c) public {
        ListId list = newList("m", 100, 1);
        (a, c) = (bound(a, 1, R - 1), bound(c, 1, R - 1));
        vm.assume(Simulator.cOf(Simulator.usual(), 4, 100, a, 1) != c);
        refuse(large, 4, list, 0, Simulator.assemble(a, 1, c));
    }

    function testFuzz_refusesChangedWords(uint8 word, uint256 value) public {
        ListId list = newList("m", 100, 1);
        uint256[8] memory proof = prove(4, 100);
        vm.assume(proof[word % 8] != value);
        proof[word % 8] = value;
        refuse(large, 4, list, 0, proof);
    }

    function test_pagesAreProvedByCircuitsOfTheirSize() public {
        ListId list = newList("m", 100, 1);
        lists.append(list, lists.pageCount(list), somePages(200, 1, 16), CONTENT, "");
        uint256[8] memory ofLarge = prove(4, 200);
        vm.expectRevert(abi.encodeWithSelector(IBlocklists.PageSizeMismatch.selector, list, 1, 256));
        ledger.submit(large, 4, list, 1, ofLarge);
        uint256[8] memory ofSmall = Simulator.prove(smallTrapdoor(), 4, 100);
        vm.expectRevert(abi.encodeWithSelector(IBlocklists.PageSizeMismatch.selector, list, 0, 16));
        ledger.submit(small, 4, list, 0, ofSmall);
        ledger.submit(small, 4, list, 1, Simulator.prove(smallTrapdoor(), 4, 200));
        submit(4, list, 0);
        assertTrue(ledger.isClean(4, list, 2), "both sizes count together");
    }

    function testFuzz_unknownCircuitsListsAndPagesAreErrors(CircuitId circuit, ListId list, uint256 page) public {
        vm.assume(!areSame(circuit, large) && !areSame(circuit, otherLarge) && !areSame(circuit, small));
        uint256[8] memory proof = prove(4, 100);
        vm.expectRevert(abi.encodeWithSelector(ICircuits.UnknownCircuit.selector, circuit));
        ledger.submit(circuit, 4, list, page, proof);
        vm.expectRevert(abi.encodeWithSelector(IBlocklists.UnknownPage.selector, list, page));
        ledger.submit(large, 4, list, page, proof);
    }

    /// For any page number, whatever its position in the word and whatever was accepted before.
    function test_aReplayIsRefused() public {
        ListId list = newList("m", 100, 301);
        uint256[4] memory pages = [uint256(0), 3, 300, 257];
        for (uint256 i = 0; i < 4; ++i) submit(4, list, pages[i]);
        for (uint256 i = 0; i < 4; ++i) {
            uint256[8] memory proof = prove(4, 100 + pages[i]);
            vm.expectRevert(abi.encodeWithSelector(ILedger.AlreadyAccepted.selector, 4, list, pages[i]));
            ledger.submit(large, 4, list, pages[i], proof);
        }
    }

    function test_anotherCircuitMayShowTheSameFactAgain() public {
        ListId list = newList("m", 100, 1);
        submit(4, list, 0);
        ledger.submit(otherLarge, 4, list, 0, Simulator.prove(Simulator.other(), 4, 100));
        assertEq(ledger.acceptedWord(4, list, 0), 1);
    }

    function testFuzz_cleanMeansEveryPage(uint256 seed, uint16 count) public {
        uint256 pages = bound(count, 1, 600);
        ListId list = newList("m", 100, pages);
        (uint256 hole, uint256 word) = (seed % pages, (seed % pages) / 256);
        for (uint256 i = 0; i * 256 < pages; ++i) {
            uint256 left = pages - i * 256;
            uint256 bits = left >= 256 ? type(uint256).max : (1 << left) - 1;
            if (i == word) bits &= ~(1 << (hole % 256));
            storeBits(4, list, i, bits);
        }
        assertTrue(!ledger.isClean(4, list, 1), "clean with a hole");
        assertEq(ledger.statusOf(4, list).cleanPages, hole);
        assertEq(ledger.statusOf(4, list).cleanEpoch, 0);
        if (pages > 1) assertTrue(ledger.isAccepted(4, list, (hole + 1) % pages), "neighbour");
        submit(4, list, hole);
        assertTrue(ledger.isClean(4, list, 1), "not clean without the hole");
        assertEq(ledger.statusOf(4, list).cleanPages, pages);
        assertEq(ledger.statusOf(4, list).cleanEpoch, 1);
    }

    function test_statusFollowsEpochs() public {
        ListId list = newList("m", 100, 2);
        append(list, 200, 1);
        append(list, 300, 2);
        sameStatus(list, ShardStatus(0, 0, 5, 3));
        submit(4, list, 1);
        sameStatus(list, ShardStatus(0, 0, 5, 3));
        submit(4, list, 0);
        sameStatus(list, ShardStatus(2, 1, 5, 3));
        submit(4, list, 2);
        submit(4, list, 3);
        sameStatus(list, ShardStatus(4, 2, 5, 3));
        assertTrue(ledger.isClean(4, list, 2) && !ledger.isClean(4, list, 3), "up to epoch 2");
        submit(4, list, 4);
        sameStatus(list, ShardStatus(5, 3, 5, 3));
        sameStatus(5, list, ShardStatus(0, 0, 5, 3));
    }

    function test_epochsThatDoNotCountYetAreNotAskedFor() public {
        address[] memory reviewers = new address[](1);
        reviewers[0] = address(this);
        ListId list = lists.create(ListConfig("sha256", "reviewed", reviewers, 1), 0);
        append(list, 100, 1);
        sameStatus(list, ShardStatus(0, 0, 0, 0));
        uint256[8] memory proof = prove(4, 100);
        vm.expectRevert(abi.encodeWithSelector(IBlocklists.PageNotConfirmed.selector, list, 0));
        ledger.submit(large, 4, list, 0, proof);
        vm.expectRevert(abi.encodeWithSelector(IBlocklists.EpochNotConfirmed.selector, list, 1));
        ledger.isClean(4, list, 1);
        lists.review(list, 1, CONTENT);
        submit(4, list, 0);
        sameStatus(list, ShardStatus(1, 1, 1, 1));
        assertTrue(ledger.isClean(4, list, 1), "clean");
    }

    function testFuzz_nobodyIsCleanAgainstNothing(ListId list, uint256 epoch) public {
        vm.expectRevert(abi.encodeWithSelector(IBlocklists.UnknownEpoch.selector, list, epoch));
        ledger.isClean(4, list, epoch);
        vm.expectRevert(abi.encodeWithSelector(IBlocklists.UnknownList.selector, list));
        ledger.statusOf(4, list);
        ListId empty = newList("empty");
        sameStatus(empty, ShardStatus(0, 0, 0, 0));
        vm.expectRevert(abi.encodeWithSelector(IBlocklists.UnknownEpoch.selector, empty, 0));
        ledger.isClean(4, empty, 0);
    }

    function test_equalPagesOfTwoListsAreProvedOnce() public {
        ListId list = newList("m", 100, 2);
        ListId another = newList("another", 99, 3);
        submit(4, list, 1);
        vm.expectEmit(address(ledger));
        emit ILedger.PagesAccepted(4, another, large, 0, 1 << 2);
        ledger.carryOver(large, 4, list, 1, another, 2);
        assertTrue(ledger.isAccepted(4, another, 2), "carried");
        vm.expectRevert(abi.encodeWithSelector(ILedger.AlreadyAccepted.selector, 4, another, 2));
        ledger.carryOver(large, 4, list, 1, another, 2);
        vm.expectRevert(abi.encodeWithSelector(ILedger.NotAccepted.selector, 4, list, 0));
        ledger.carryOver(large, 4, list, 0, another, 1);
        vm.expectRevert(abi.encodeWithSelector(ILedger.NotAccepted.selector, 5, list, 1));
        ledger.carryOver(large, 5, list, 1, another, 2);
        vm.expectRevert(abi.encodeWithSelector(ILedger.NotAccepted.selector, 4, list, 1));
        ledger.carryOver(otherLarge, 4, list, 1, another, 2);
        vm.expectRevert(abi.encodeWithSelector(ILedger.PageMismatch.selector, 101, 100));
        ledger.carryOver(large, 4, list, 1, another, 1);
    }

    function refuse(CircuitId circuit, uint256 commitment, ListId list, uint256 page, uint256[8] memory proof) private {
        vm.expectRevert(abi.encodeWithSelector(ILedger.ProofRefused.selector, 0));
        ledger.submit(circuit, commitment, list, page, proof);
        assertEq(ledger.acceptedWord(commitment, list, 0), 0);
    }

    /// Hundreds of proofs would take minutes, so the bits are written to the storage of the first circuit.
    function storeBits(uint256 commitment, ListId list, uint256 word, uint256 bits) private {
        bytes32 ofCommitment = keccak256(abi.encode(commitment, ACCEPTED_SLOT));
        bytes32 ofList = keccak256(abi.encode(list, ofCommitment));
        vm.store(address(ledger), keccak256(abi.encode(word, ofList)), bytes32(bits));
        assertEq(ledger.acceptedWord(commitment, list, word), bits);
    }

    function sameStatus(ListId list, ShardStatus memory expected) private view {
        sameStatus(4, list, expected);
    }

    function sameStatus(uint256 commitment, ListId list, ShardStatus memory expected) private view {
        assertEq(keccak256(abi.encode(ledger.statusOf(commitment, list))), keccak256(abi.encode(expected)));
    }
}
