// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IBlocklists, ListConfig} from "../../contracts/interfaces/IBlocklists.sol";
import {ListId} from "../../contracts/interfaces/Ids.sol";
import {ILedger} from "../../contracts/interfaces/ILedger.sol";
import {Fixture} from "./support/Fixture.sol";

/// Properties of lists with reviewers:
///   an epoch is confirmed once k reviewers have confirmed it or a later one, and stays confirmed
///   a reviewer confirms specific content, and each epoch at most once
///   an unconfirmed epoch can be dropped by the owner or by k reviewers, a confirmed one cannot; the epoch that reuses
///   its number starts without confirmations, objections and facts
contract ListReviewTest is Fixture {
    address private constant ALICE = address(0xA);
    address private constant BOB = address(0xB);
    address private constant CAROL = address(0xC);

    function test_createRefusesBadReviewers() public {
        refuseReviewers(trio(), 0);
        refuseReviewers(trio(), 4);
        refuseReviewers(new address[](0), 1);
        address[] memory unsorted = trio();
        (unsorted[0], unsorted[1]) = (unsorted[1], unsorted[0]);
        refuseReviewers(unsorted, 2);
        address[] memory twice = trio();
        twice[1] = twice[0];
        refuseReviewers(twice, 2);
        refuseReviewers(someReviewers(17), 2);
    }

    function test_sixteenReviewersMayAllHaveToAgree() public {
        ListId list = lists.create(ListConfig("sha256", "m", someReviewers(16), 16), 0);
        append(list, 100, 1);
        for (uint160 i = 1; i <= 16; ++i) {
            assertEq(lists.currentEpoch(list), 0);
            review(address(i), list, 1);
        }
        assertEq(lists.currentEpoch(list), 1);
    }

    function test_anEpochCountsOnceEnoughConfirmed() public {
        ListId list = reviewedList(2);
        append(list, 100, 1);
        append(list, 100, 1);
        append(list, 100, 1);
        assertEq(lists.currentEpoch(list), 0);
        vm.expectEmit(address(lists));
        emit IBlocklists.EpochReviewed(list, ALICE, 3);
        review(ALICE, list, 3);
        assertEq(lists.currentEpoch(list), 0);
        vm.expectEmit(address(lists));
        emit IBlocklists.EpochConfirmed(list, 1);
        review(BOB, list, 1);
        assertEq(lists.currentEpoch(list), 1);
        vm.recordLogs();
        review(CAROL, list, 1);
        assertEq(vm.getRecordedLogs().length, 1);
        review(CAROL, list, 2);
        assertEq(lists.currentEpoch(list), 2);
        review(BOB, list, 3);
        assertEq(lists.currentEpoch(list), 3);
        assertEq(lists.reviewedBy(list, CAROL), 2);
        assertEq(lists.epochCount(list), 3);
    }

    function test_reviewRefusesStrangersRepetitionsAndOtherContent() public {
        ListId list = reviewedList(2);
        append(list, 100, 1);
        append(list, 100, 1);
        vm.expectRevert(abi.encodeWithSelector(IBlocklists.NotReviewer.selector, list, address(this)));
        lists.review(list, 1, CONTENT);
        vm.prank(ALICE);
        vm.expectRevert(abi.encodeWithSelector(IBlocklists.ContentHashMismatch.selector, list, 1, keccak256("other")));
        lists.review(list, 1, keccak256("other"));
        review(ALICE, list, 2);
        for (uint256 epoch = 1; epoch <= 2; ++epoch) {
            vm.prank(ALICE);
            vm.expectRevert(abi.encodeWithSelector(IBlocklists.AlreadyReviewed.selector, list, epoch));
            lists.review(list, epoch, CONTENT);
        }
    }

    function test_theOwnerDropsWhatDoesNotCount() public {
        ListId list = reviewedList(2);
        append(list, 100, 1);
        review(ALICE, list, 1);
        review(BOB, list, 1);
        append(list, 200, 2);
        append(list, 300, 1);
        review(ALICE, list, 3);
        vm.expectEmit(address(lists));
        emit IBlocklists.EpochsDropped(list, 2, 1);
        lists.drop(list, 2, CONTENT);
        assertEq(lists.epochCount(list), 1);
        assertEq(lists.pageCount(list), 1);
        assertEq(lists.currentEpoch(list), 1);
        assertEq(lists.reviewedBy(list, ALICE), 1);
        for (uint256 page = 1; page < 4; ++page) {
            vm.expectRevert(abi.encodeWithSelector(IBlocklists.UnknownPage.selector, list, page));
            lists.pageOf(list, page);
        }
        vm.expectRevert(abi.encodeWithSelector(IBlocklists.UnknownEpoch.selector, list, 2));
        lists.epochOf(list, 2);
        append(list, 400, 1);
        assertEq(lists.pageOf(list, 1).digest, 400);
        review(BOB, list, 2);
        assertEq(lists.currentEpoch(list), 1);
        review(ALICE, list, 2);
        assertEq(lists.currentEpoch(list), 2);
        assertEq(lists.digestOf(list, 1, 256), 400);
    }

    function test_reviewersDropWhatEnoughOfThemObjectTo() public {
        ListId list = reviewedList(2);
        append(list, 100, 1);
        append(list, 200, 1);
        vm.expectEmit(address(lists));
        emit IBlocklists.EpochObjected(list, ALICE, 1, CONTENT);
        drop(ALICE, list, 1);
        drop(ALICE, list, 1);
        assertTrue(lists.objectsTo(list, ALICE, 1, CONTENT) && !lists.objectsTo(list, ALICE, 2, CONTENT), "objects");
        drop(BOB, list, 2);
        assertEq(lists.epochCount(list), 2);
        drop(CAROL, list, 1);
        assertEq(lists.epochCount(list), 0);
        assertEq(lists.pageCount(list), 0);
        append(list, 300, 1);
        drop(BOB, list, 1);
        assertEq(lists.epochCount(list), 1);
        drop(ALICE, list, 1);
        assertEq(lists.epochCount(list), 0);
    }

    /// An objection refers to content: it does not apply to a later epoch with the same number.
    function test_anObjectionIsForgottenWithItsEpoch() public {
        ListId list = reviewedList(2);
        append(list, 100, 1);
        drop(ALICE, list, 1);
        lists.drop(list, 1, CONTENT);
        append(list, 100, 1);
        drop(BOB, list, 1);
        assertEq(lists.epochCount(list), 1);
    }

    function test_dropRefusesStrangersOtherContentAndWhatCounts() public {
        ListId list = reviewedList(1);
        append(list, 100, 1);
        append(list, 200, 1);
        vm.prank(address(0xD));
        vm.expectRevert(abi.encodeWithSelector(IBlocklists.NotReviewer.selector, list, address(0xD)));
        lists.drop(list, 1, CONTENT);
        vm.expectRevert(abi.encodeWithSelector(IBlocklists.ContentHashMismatch.selector, list, 1, keccak256("other")));
        lists.drop(list, 1, keccak256("other"));
        vm.expectRevert(abi.encodeWithSelector(IBlocklists.UnknownEpoch.selector, list, 3));
        lists.drop(list, 3, CONTENT);
        review(ALICE, list, 1);
        for (uint256 i = 0; i < 2; ++i) {
            if (i == 1) vm.prank(BOB);
            vm.expectRevert(abi.encodeWithSelector(IBlocklists.EpochAlreadyConfirmed.selector, list, 1));
            lists.drop(list, 1, CONTENT);
        }
        ListId unreviewed = newList("m", 100, 1);
        vm.expectRevert(abi.encodeWithSelector(IBlocklists.EpochAlreadyConfirmed.selector, unreviewed, 1));
        lists.drop(unreviewed, 1, CONTENT);
    }

    /// A transaction signed before a drop names pages that no longer exist, and reverts.
    function test_anAppendFromBeforeADropIsRefused() public {
        ListId list = reviewedList(1);
        append(list, 100, 1);
        append(list, 200, 2);
        lists.drop(list, 2, CONTENT);
        vm.expectRevert(abi.encodeWithSelector(IBlocklists.PageCountMismatch.selector, list, 1, 3));
        lists.append(list, 3, somePages(300, 1, 256), CONTENT, "");
        assertEq(lists.pageCount(list), 1);
    }

    /// A junk page published with a stolen key: reviewers drop it, confirmed pages stay, and the list continues.
    function test_aStolenPublishersPageEndsNothing() public {
        ListId list = reviewedList(2);
        lists.setPublisher(list, address(0xBAD), true);
        append(list, 100, 1);
        review(ALICE, list, 1);
        review(BOB, list, 1);
        submit(4, list, 0);
        vm.prank(address(0xBAD));
        lists.append(list, 1, somePages(666, 1, 256), CONTENT, "junk");
        assertTrue(ledger.isClean(4, list, 1), "a page that does not count takes something away");
        drop(ALICE, list, 2);
        drop(CAROL, list, 2);
        assertEq(lists.pageCount(list), 1);
        lists.setPublisher(list, address(0xBAD), false);
        append(list, 200, 1);
        review(CAROL, list, 2);
        assertEq(lists.currentEpoch(list), 1);
        review(BOB, list, 2);
        assertEq(lists.digestOf(list, 1, 256), 200);
        assertTrue(ledger.isClean(4, list, 1) && !ledger.isClean(4, list, 2), "clean");
    }

    /// Unconfirmed pages cannot get facts, so a later page with the same number starts without any.
    function test_aPageThatTakesADroppedOnesNumberIsNotExcluded() public {
        ListId list = reviewedList(1);
        append(list, 100, 1);
        uint256[8] memory proof = prove(4, 100);
        vm.expectRevert(abi.encodeWithSelector(IBlocklists.PageNotConfirmed.selector, list, 0));
        ledger.submit(large, 4, list, 0, proof);
        lists.drop(list, 1, CONTENT);
        append(list, 101, 1);
        review(ALICE, list, 1);
        assertTrue(!ledger.isAccepted(4, list, 0) && !ledger.isClean(4, list, 1), "excluded by another page's proof");
        vm.expectRevert(abi.encodeWithSelector(ILedger.ProofRefused.selector, 0));
        ledger.submit(large, 4, list, 0, proof);
    }

    /// In whatever order they review, the current epoch is the k-th highest that reviewers have confirmed.
    function testFuzz_whatCountsIsTheKthHighest(uint8 threshold, uint8[12] calldata order) public {
        uint8 k = uint8(bound(threshold, 1, 3));
        ListId list = reviewedList(k);
        for (uint256 i = 0; i < 5; ++i) append(list, 100, 1);
        uint256[3] memory said;
        for (uint256 i = 0; i < order.length; ++i) {
            (uint256 who, uint256 epoch) = (order[i] % 3, 1 + (order[i] / 3) % 5);
            if (epoch <= said[who]) continue;
            said[who] = epoch;
            review(trio()[who], list, epoch);
            assertEq(lists.currentEpoch(list), kthHighest(said, k));
        }
    }

    function kthHighest(uint256[3] memory said, uint256 k) private pure returns (uint256 epoch) {
        for (uint256 e = 1; e <= 5; ++e) {
            uint256 count;
            for (uint256 i = 0; i < 3; ++i) if (said[i] >= e) ++count;
            if (count >= k) epoch = e;
        }
    }

    function someReviewers(uint256 count) private pure returns (address[] memory reviewers) {
        reviewers = new address[](count);
        for (uint256 i = 0; i < count; ++i) reviewers[i] = address(uint160(i + 1));
    }

    function trio() private pure returns (address[] memory reviewers) {
        reviewers = new address[](3);
        (reviewers[0], reviewers[1], reviewers[2]) = (ALICE, BOB, CAROL);
    }

    function reviewedList(uint8 threshold) private returns (ListId) {
        return lists.create(ListConfig("sha256", "m", trio(), threshold), 0);
    }

    function review(address reviewer, ListId list, uint256 epoch) private {
        vm.prank(reviewer);
        lists.review(list, epoch, CONTENT);
    }

    function drop(address reviewer, ListId list, uint256 epoch) private {
        vm.prank(reviewer);
        lists.drop(list, epoch, CONTENT);
    }

    function refuseReviewers(address[] memory reviewers, uint8 threshold) private {
        vm.expectRevert(IBlocklists.InvalidReviewers.selector);
        lists.create(ListConfig("sha256", "m", reviewers, threshold), 0);
    }
}
