// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Ledger} from "../../contracts/Ledger.sol";
import {IBlocklists} from "../../contracts/interfaces/IBlocklists.sol";
import {Admission, ICircuits, Roles} from "../../contracts/interfaces/ICircuits.sol";
import {CircuitId, ListId} from "../../contracts/interfaces/Ids.sol";
import {ILedger, PageClaim} from "../../contracts/interfaces/ILedger.sol";
import {Deploy} from "./support/Deploy.sol";
import {LyingVerifier} from "./support/LyingVerifier.sol";
import {Fixture} from "./support/Fixture.sol";
import {Vm} from "./support/Vm.sol";

/// Properties of batches:
///   a batch accepts what its items would accept one by one, or reverts with the index of the first invalid one
///   `submitEach` accepts the valid items and reports the others with their reasons, whatever the gas
contract LedgerBatchTest is Fixture {
    uint256 private constant CAP = 400_000;

    ListId private list;
    ListId private another;

    function setUp() public override {
        super.setUp();
        list = newList("m", 100, 600);
        another = newList("another", 5000, 20);
    }

    function testFuzz_aBatchAcceptsAllOfIt(uint256 seed, uint8 first, uint8 second) public {
        (PageClaim[] memory claims, uint256[8][] memory proofs) = batch(seed, bound(first, 1, 3), bound(second, 1, 3));
        ledger.submitBatch(large, claims, proofs);
        for (uint256 i = 0; i < 2; ++i) {
            for (uint256 j = 0; j < claims[i].pages.length; ++j) {
                assertTrue(ledger.isAccepted(claims[i].commitment, claims[i].list, claims[i].pages[j]), "accepted");
            }
        }
        assertEq(acceptedCount(4, list), claims[0].pages.length);
        assertEq(acceptedCount(5, another), claims[1].pages.length);
    }

    function testFuzz_aWrongItemRevertsWithItsPosition(uint256 seed, uint8 place) public {
        (PageClaim[] memory claims, uint256[8][] memory proofs) = batch(seed, 2, 1);
        uint256 position = place % 3;
        proofs[position] = prove(99, 100);
        expectRefused(position);
        ledger.submitBatch(large, claims, proofs);
        assertEq(acceptedCount(4, list) + acceptedCount(5, another), 0);
    }

    function testFuzz_aMalformedItemRevertsWithItsPosition(uint64 seed, uint8 place, uint8 word, uint256 value) public {
        (PageClaim[] memory claims, uint256[8][] memory proofs) = batch(seed, 2, 1);
        vm.assume(proofs[place % 3][word % 8] != value);
        proofs[place % 3][word % 8] = value;
        expectRefused(place % 3);
        ledger.submitBatch(large, claims, proofs);
    }

    function test_theFirstOfManyWrongItemsIsNamed() public {
        (PageClaim[] memory claims, uint256[8][] memory proofs) = batch(1, 6, 6);
        for (uint256 i = 12; i > 0; --i) {
            proofs[i - 1] = prove(99, 100);
            expectRefused(i - 1);
            ledger.submitBatch(large, claims, proofs);
        }
    }

    function test_aBatchOfNothingNewChangesNothing() public {
        (PageClaim[] memory claims, uint256[8][] memory proofs) = batch(1, 2, 1);
        ledger.submitBatch(large, claims, proofs);
        bytes32 words = keccak256(abi.encode(ledger.acceptedWord(4, list, 0), ledger.acceptedWord(5, another, 0)));
        vm.recordLogs();
        ledger.submitBatch(large, claims, proofs);
        assertEq(vm.getRecordedLogs().length, 0);
        assertEq(keccak256(abi.encode(ledger.acceptedWord(4, list, 0), ledger.acceptedWord(5, another, 0))), words);
    }

    /// Another account submitted a part of the batch first: only the rest is accepted and emitted.
    function testFuzz_aBatchMayHaveWhatIsAccepted(uint8 seed, uint8 which) public {
        (PageClaim[] memory claims, uint256[8][] memory proofs) = batch(seed, 3, 1);
        uint256 there = claims[0].pages[which % 3];
        ledger.submit(large, 4, list, there, proofs[which % 3]);
        uint256 bits;
        for (uint256 i = 0; i < 3; ++i) bits |= 1 << claims[0].pages[i];
        vm.expectEmit(address(ledger));
        emit ILedger.PagesAccepted(4, list, large, 0, bits & ~(1 << there));
        ledger.submitBatch(large, claims, proofs);
        assertEq(ledger.acceptedWord(4, list, 0), bits);
    }

    /// If every page is accepted already, nothing is verified: there is less gas than a verification needs.
    function test_aBatchOfWhatIsAcceptedIsNotVerified() public {
        (PageClaim[] memory claims, uint256[8][] memory proofs) = batch(1, 3, 1);
        ledger.submitBatch(large, claims, proofs);
        uint256 accepted = ledger.acceptedWord(4, list, 0);
        ledger.submitBatch{gas: ledger.gasFloor(3)}(large, claims, proofs);
        assertEq(ledger.acceptedWord(4, list, 0), accepted);
    }

    /// An accepted page does not let an invalid proof pass: it is refused with its index.
    function test_aWrongProofBesideWhatIsAcceptedIsRefused() public {
        (PageClaim[] memory claims, uint256[8][] memory proofs) = batch(1, 2, 1);
        ledger.submit(large, 4, list, claims[0].pages[0], proofs[0]);
        proofs[1] = prove(99, 100);
        expectRefused(1);
        ledger.submitBatch(large, claims, proofs);
    }

    /// A word in which everything is accepted already does not hide an invalid proof of a word before it.
    function test_aWrongProofInAnEarlierWordIsRefused() public {
        PageClaim[] memory claims = new PageClaim[](1);
        claims[0] = PageClaim(4, list, new uint256[](3));
        (claims[0].pages[0], claims[0].pages[1], claims[0].pages[2]) = (3, 300, 520);
        uint256[8][] memory proofs = new uint256[8][](3);
        for (uint256 i = 1; i < 3; ++i) {
            proofs[i] = prove(4, 100 + claims[0].pages[i]);
            ledger.submit(large, 4, list, claims[0].pages[i], proofs[i]);
        }
        proofs[0] = prove(99, 100);
        expectRefused(0);
        ledger.submitBatch(large, claims, proofs);
        assertEq(ledger.acceptedWord(4, list, 0), 0);
    }

    /// The same page twice, also after pages of another word: it is accepted and emitted once.
    function test_aPageTwiceIsAcceptedOnce() public {
        PageClaim[] memory claims = new PageClaim[](1);
        claims[0] = PageClaim(4, list, new uint256[](4));
        (claims[0].pages[0], claims[0].pages[1]) = (3, 3);
        (claims[0].pages[2], claims[0].pages[3]) = (300, 3);
        uint256[8][] memory proofs = new uint256[8][](4);
        for (uint256 i = 0; i < 4; ++i) proofs[i] = prove(4, 100 + claims[0].pages[i]);
        vm.recordLogs();
        ledger.submitBatch(large, claims, proofs);
        assertEq(vm.getRecordedLogs().length, 2);
        assertEq(ledger.acceptedWord(4, list, 0), 1 << 3);
        assertEq(ledger.acceptedWord(4, list, 1), 1 << 44);
    }

    /// Nothing is written or emitted for a word without pages, nor for a claim without pages.
    function test_aBatchMayBeginBeyondTheFirstWord() public {
        PageClaim[] memory claims = new PageClaim[](2);
        claims[0] = PageClaim(4, another, new uint256[](0));
        claims[1] = PageClaim(4, list, new uint256[](1));
        claims[1].pages[0] = 300;
        uint256[8][] memory proofs = new uint256[8][](1);
        proofs[0] = prove(4, 400);
        vm.recordLogs();
        ledger.submitBatch(large, claims, proofs);
        assertEq(vm.getRecordedLogs().length, 1);
        assertEq(ledger.acceptedWord(4, list, 0), 0);
        assertEq(ledger.acceptedWord(4, list, 1), 1 << 44);
    }

    /// The first page of a word on its own, before another word and as the last one.
    function test_theFirstPagesOfWordsAreAccepted() public {
        PageClaim[] memory claims = new PageClaim[](1);
        claims[0] = PageClaim(4, list, new uint256[](3));
        (claims[0].pages[0], claims[0].pages[1], claims[0].pages[2]) = (0, 256, 512);
        uint256[8][] memory proofs = new uint256[8][](3);
        for (uint256 i = 0; i < 3; ++i) proofs[i] = prove(4, 100 + 256 * i);
        ledger.submitBatch(large, claims, proofs);
        for (uint256 word = 0; word < 3; ++word) assertEq(ledger.acceptedWord(4, list, word), 1);
    }

    function test_aWordIsAnnouncedOnce() public {
        (PageClaim[] memory claims, uint256[8][] memory proofs) = batch(2, 3, 1);
        uint256 bits;
        for (uint256 i = 0; i < 3; ++i) bits |= 1 << claims[0].pages[i];
        vm.expectEmit(address(ledger));
        emit ILedger.PagesAccepted(4, list, large, 0, bits);
        vm.expectEmit(address(ledger));
        emit ILedger.PagesAccepted(5, another, large, 0, 1 << claims[1].pages[0]);
        ledger.submitBatch(large, claims, proofs);
    }

    function test_whatDoesNotMatchIsRefused() public {
        (PageClaim[] memory claims, uint256[8][] memory proofs) = batch(1, 2, 2);
        vm.expectRevert(ILedger.EmptyBatch.selector);
        ledger.submitBatch(large, new PageClaim[](0), new uint256[8][](0));
        vm.expectRevert(ILedger.EmptyBatch.selector);
        ledger.submitEach(large, new PageClaim[](0), new uint256[8][](0), CAP);
        vm.expectRevert(abi.encodeWithSelector(ILedger.LengthMismatch.selector, 4, 3));
        ledger.submitBatch(large, claims, new uint256[8][](3));
        vm.expectRevert(abi.encodeWithSelector(ILedger.LengthMismatch.selector, 4, 5));
        ledger.submitEach(large, claims, new uint256[8][](5), CAP);
        vm.expectRevert(abi.encodeWithSelector(ICircuits.UnknownCircuit.selector, bytes32(0)));
        ledger.submitBatch(CircuitId.wrap(0), claims, proofs);
        vm.expectRevert(abi.encodeWithSelector(IBlocklists.PageSizeMismatch.selector, list, claims[0].pages[0], 16));
        ledger.submitBatch(small, claims, proofs);
    }

    function test_aVerifierThatContradictsItselfAcceptsNothing() public {
        Admission[] memory first = new Admission[](1);
        first[0] = Admission(new LyingVerifier(), 256);
        Ledger lied = Deploy.ledger(lists, Roles(address(0), 0, address(0)), first);
        CircuitId lies = first[0].verifier.circuitId();
        (PageClaim[] memory claims, uint256[8][] memory proofs) = batch(1, 2, 1);
        vm.expectRevert(abi.encodeWithSelector(ILedger.ProofRefused.selector, 3));
        lied.submitBatch(lies, claims, proofs);
    }

    function testFuzz_eachGoodItemIsAcceptedAndTheOthersAreTold(uint256 seed, uint8 wrong) public {
        (PageClaim[] memory claims, uint256[8][] memory proofs) = batch(seed, 2, 1);
        uint256 good = 3;
        for (uint256 i = 0; i < 3; ++i) {
            if (wrong & (1 << i) == 0) continue;
            proofs[i] = prove(99, 100);
            --good;
        }
        vm.recordLogs();
        assertEq(ledger.submitEach(large, claims, proofs, CAP), good);
        bytes[] memory told = refusals();
        assertEq(told.length, 3 - good);
        uint256 next;
        for (uint256 i = 0; i < 3; ++i) {
            bool refused = wrong & (1 << i) != 0;
            (uint256 claim, uint256 place) = i < 2 ? (0, i) : (1, i - 2);
            uint256 page = claims[claim].pages[place];
            assertTrue(ledger.isAccepted(claims[claim].commitment, claims[claim].list, page) != refused, "accepted");
            if (refused) sameRefusal(told[next++], i, abi.encodeWithSelector(ILedger.ProofRefused.selector, 0));
        }
    }

    /// The search for the invalid item takes gas as well: with too little gas, no index is reported, and never that of
    /// a valid item.
    function test_aStarvedSearchNamesNoGoodItem() public {
        (PageClaim[] memory claims, uint256[8][] memory proofs) = batch(1, 1, 1);
        proofs[1] = prove(99, 100);
        bytes memory call = abi.encodeCall(ILedger.submitBatch, (large, claims, proofs));
        bytes32 refused = keccak256(abi.encodeWithSelector(ILedger.ProofRefused.selector, 1));
        uint256 named;
        for (uint256 level = 300_000; level < 1_200_000; level += 10_000) {
            (bool ok, bytes memory answer) = address(ledger).call{gas: level}(call);
            assertTrue(!ok, "a wrong batch is taken");
            if (answer.length == 0 || bytes4(answer) == ILedger.GasBelowFloor.selector) continue;
            assertTrue(keccak256(answer) == refused, "a good item is refused");
            ++named;
        }
        assertTrue(named > 5 && named < 85, "the levels miss the floor");
    }

    function test_replaysAndUnknownPagesDoNotHinderTheOthers() public {
        (PageClaim[] memory claims, uint256[8][] memory proofs) = batch(1, 2, 2);
        ledger.submit(large, 4, list, claims[0].pages[0], proofs[0]);
        claims[1].pages[0] = 77;
        vm.recordLogs();
        assertEq(ledger.submitEach(large, claims, proofs, CAP), 2);
        bytes[] memory told = refusals();
        assertEq(told.length, 2);
        sameRefusal(told[0], 0, replay(4, list, claims[0].pages[0]));
        sameRefusal(told[1], 2, abi.encodeWithSelector(IBlocklists.UnknownPage.selector, another, 77));
    }

    function test_theCapOfAnItemIsAboveTheFloor() public {
        (PageClaim[] memory claims, uint256[8][] memory proofs) = batch(1, 1, 1);
        uint256 least = ledger.gasFloor(1) + 50_000;
        vm.expectRevert(abi.encodeWithSelector(ILedger.GasBelowFloor.selector, least - 1, least));
        ledger.submitEach(large, claims, proofs, least - 1);
        assertEq(ledger.submitEach(large, claims, proofs, least), 2);
    }

    /// `first` pages of `list` for shard 4 and `second` pages of `another` for shard 5, chosen by the seed.
    function batch(
        uint256 seed,
        uint256 first,
        uint256 second
    ) private view returns (PageClaim[] memory claims, uint256[8][] memory proofs) {
        claims = new PageClaim[](2);
        claims[0] = PageClaim(4, list, new uint256[](first));
        claims[1] = PageClaim(5, another, new uint256[](second));
        proofs = new uint256[8][](first + second);
        for (uint256 i = 0; i < first; ++i) {
            claims[0].pages[i] = (seed % 10) + (i * 7) % 20;
            proofs[i] = prove(4, 100 + claims[0].pages[i]);
        }
        for (uint256 i = 0; i < second; ++i) {
            claims[1].pages[i] = (seed % 10) + i;
            proofs[first + i] = prove(5, 5000 + claims[1].pages[i]);
        }
    }

    function expectRefused(uint256 position) private {
        vm.expectRevert(abi.encodeWithSelector(ILedger.ProofRefused.selector, position));
    }

    function replay(uint256 commitment, ListId of_, uint256 page) private pure returns (bytes memory) {
        return abi.encodeWithSelector(ILedger.AlreadyAccepted.selector, commitment, of_, page);
    }

    function sameRefusal(bytes memory data, uint256 position, bytes memory reason) private pure {
        (uint256 at, bytes memory why) = abi.decode(data, (uint256, bytes));
        assertEq(at, position);
        assertEq(keccak256(why), keccak256(reason));
    }

    /// The recorder also keeps logs of reverted calls, so only the ledger's own logs are compared.
    function refusals() private returns (bytes[] memory told) {
        Vm.Log[] memory logs = vm.getRecordedLogs();
        told = new bytes[](logs.length);
        uint256 count;
        for (uint256 i = 0; i < logs.length; ++i) {
            if (logs[i].topics[0] == ILedger.ItemRefused.selector) told[count++] = logs[i].data;
        }
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            mstore(told, count)
        }
    }

    function acceptedCount(uint256 commitment, ListId of_) private view returns (uint256) {
        return acceptedCount(ledger, commitment, of_);
    }

    function acceptedCount(Ledger in_, uint256 commitment, ListId of_) private view returns (uint256 count) {
        for (uint256 word = 0; word < 3; ++word) {
            uint256 bits = in_.acceptedWord(commitment, of_, word);
            for (; bits != 0; bits &= bits - 1) ++count;
        }
    }
}
