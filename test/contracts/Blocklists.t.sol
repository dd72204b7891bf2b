// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Blocklists} from "../../contracts/Blocklists.sol";
import {Epoch, IBlocklists, Page, Terms} from "../../contracts/interfaces/IBlocklists.sol";
import {ListId} from "../../contracts/interfaces/Ids.sol";
import {Bn254} from "../../contracts/libraries/Bn254.sol";
import {Test} from "./support/Test.sol";

/// Properties of the lists:
///   anyone opens lists; an id belongs to its creator, terms and salt
///   only the owner and whom it lets publish append; ownership moves in two steps
///   pages and epochs are never changed; every epoch is a prefix of the next
///   only good pages get in
///   with reviewers, an epoch counts once k of them have confirmed it or a later one, and never less later
contract BlocklistsTest is Test {
    address private constant ALICE = address(0xA);
    address private constant BOB = address(0xB);
    address private constant CAROL = address(0xC);
    bytes32 private constant CONTENT = keccak256("content");

    Blocklists private lists;

    function setUp() public {
        lists = new Blocklists();
        vm.warp(1_000_000);
    }

    function testFuzz_idBelongsToCreatorTermsAndSalt(address creator, string calldata metadata, bytes32 salt) public {
        vm.assume(creator != address(0));
        Terms memory terms = Terms("url", metadata, new address[](0), 0);
        vm.prank(creator);
        ListId list = lists.create(terms, salt);
        same(ListId.unwrap(list), keccak256(abi.encode(creator, terms, salt)));
        same(lists.ownerOf(list), creator);
        same(keccak256(abi.encode(lists.termsOf(list))), keccak256(abi.encode(terms)));
        vm.prank(creator);
        vm.expectRevert(abi.encodeWithSelector(IBlocklists.ListExists.selector, list));
        lists.create(terms, salt);
    }

    function test_createAnnounces() public {
        Terms memory terms = Terms("url", "m", new address[](0), 0);
        ListId list = ListId.wrap(keccak256(abi.encode(address(this), terms, bytes32(0))));
        vm.expectEmit(address(lists));
        emit IBlocklists.ListCreated(list, address(this), "url", terms);
        lists.create(terms, 0);
    }

    function test_createRefusesNoScheme() public {
        vm.expectRevert(abi.encodeWithSelector(IBlocklists.BadScheme.selector, bytes32(0)));
        lists.create(Terms(0, "m", new address[](0), 0), 0);
    }

    function testFuzz_pagesComeBackAsTheyWereAppended(uint256[] calldata digests, bool[] calldata large) public {
        ListId list = newList();
        uint256 count;
        for (uint256 i = 0; i < digests.length && i < large.length; ++i) {
            Page[] memory pages = new Page[](1);
            pages[0] = Page(within(digests[i], 1, Bn254.FIELD_ORDER - 1), large[i] ? 256 : 16);
            same(lists.append(list, pages, CONTENT, "u"), ++count);
            same(lists.pageOf(list, i).digest, pages[0].digest);
            same(lists.pageOf(list, i).size, pages[0].size);
            same(lists.digestOf(list, i, pages[0].size), pages[0].digest);
        }
        same(lists.pageCount(list), count);
        vm.expectRevert(abi.encodeWithSelector(IBlocklists.UnknownPage.selector, list, count));
        lists.pageOf(list, count);
        vm.expectRevert(abi.encodeWithSelector(IBlocklists.UnknownPage.selector, list, count));
        lists.digestOf(list, count, 256);
    }

    function test_digestOfWantsTheRightSize() public {
        ListId list = newList();
        append(list, 3);
        vm.expectRevert(abi.encodeWithSelector(IBlocklists.PageSizeDiffers.selector, list, 1, 16));
        lists.digestOf(list, 1, 16);
        uint256[] memory places = new uint256[](2);
        (places[0], places[1]) = (2, 0);
        uint256[] memory digests = lists.digestsOf(list, places, 256);
        same(digests[0], 102);
        same(digests[1], 100);
        vm.expectRevert(abi.encodeWithSelector(IBlocklists.PageSizeDiffers.selector, list, 2, 16));
        lists.digestsOf(list, places, 16);
        places[1] = 3;
        vm.expectRevert(abi.encodeWithSelector(IBlocklists.UnknownPage.selector, list, 3));
        lists.digestsOf(list, places, 256);
    }

    function testFuzz_appendRefusesBadPages(uint256 digest, uint16 size) public {
        ListId list = newList();
        refusePage(list, Page(0, 16));
        refusePage(list, Page(Bn254.FIELD_ORDER, 256));
        refusePage(list, Page(within(digest, Bn254.FIELD_ORDER, type(uint256).max), 256));
        vm.assume(size != 16 && size != 256);
        refusePage(list, Page(1, size));
        same(lists.pageCount(list), 0);
        same(lists.epochCount(list), 0);
    }

    function test_appendRefusesNothing() public {
        ListId list = newList();
        vm.expectRevert(IBlocklists.NoPages.selector);
        lists.append(list, new Page[](0), CONTENT, "u");
        vm.expectRevert(IBlocklists.NoContentHash.selector);
        lists.append(list, somePages(1), 0, "u");
    }

    function test_appendAnnouncesAndKeepsTheEpoch() public {
        ListId list = newList();
        append(list, 2);
        vm.warp(2_000_000);
        Epoch memory content = Epoch(2_000_000, 5, CONTENT, "ipfs://b");
        vm.expectEmit(address(lists));
        emit IBlocklists.PagesAppended(list, 2, 2, somePages(3), content);
        lists.append(list, somePages(3), CONTENT, "ipfs://b");
        same(keccak256(abi.encode(lists.epochOf(list, 2))), keccak256(abi.encode(content)));
        same(lists.epochOf(list, 1).pageCount, 2);
        same(lists.epochOf(list, 1).time, 1_000_000);
        same(lists.pageCountAt(list, 2), 5);
        same(lists.currentEpoch(list), 2);
        same(lists.pageOf(list, 1).digest, 101);
    }

    function test_epochsAreNumberedFromOne() public {
        ListId list = newList();
        append(list, 1);
        for (uint256 epoch = 0; epoch < 3; epoch += 2) {
            bytes memory reason = abi.encodeWithSelector(IBlocklists.UnknownEpoch.selector, list, epoch);
            vm.expectRevert(reason);
            lists.epochOf(list, epoch);
            vm.expectRevert(reason);
            lists.pageCountAt(list, epoch);
            vm.expectRevert(reason);
            lists.review(list, epoch, CONTENT);
        }
    }

    function testFuzz_epochWithinIsTheLastThatFits(uint8[] calldata sizes, uint16 pages) public {
        ListId list = newList();
        uint256 expected;
        uint256 total;
        for (uint256 i = 0; i < sizes.length && i < 20; ++i) {
            uint256 size = within(sizes[i], 1, 4);
            append(list, size);
            total += size;
            if (total <= pages % 50) expected = i + 1;
        }
        same(lists.epochWithin(list, pages % 50), expected);
    }

    function testFuzz_onlyTheOwnerAndPublishersAppend(address stranger) public {
        ListId list = newList();
        vm.assume(stranger != address(this));
        refuseAppend(list, stranger);
        vm.expectEmit(address(lists));
        emit IBlocklists.PublisherSet(list, stranger, true);
        lists.setPublisher(list, stranger, true);
        check(lists.mayPublish(list, stranger), "publisher");
        vm.prank(stranger);
        append(list, 1);
        lists.setPublisher(list, stranger, false);
        refuseAppend(list, stranger);
    }

    function test_publishersOfOneListAreStrangersToAnother() public {
        ListId list = newList();
        lists.setPublisher(list, ALICE, true);
        ListId another = lists.create(Terms("url", "another", new address[](0), 0), 0);
        refuseAppend(another, ALICE);
        bytes memory reason = abi.encodeWithSelector(IBlocklists.NotOwner.selector, list, ALICE);
        vm.prank(ALICE);
        vm.expectRevert(reason);
        lists.setPublisher(list, BOB, true);
        vm.prank(ALICE);
        vm.expectRevert(reason);
        lists.offerOwnership(list, ALICE);
    }

    function test_ownershipMovesInTwoSteps() public {
        ListId list = newList();
        vm.expectEmit(address(lists));
        emit IBlocklists.OwnershipOffered(list, address(this), BOB);
        lists.offerOwnership(list, BOB);
        lists.offerOwnership(list, ALICE);
        same(lists.ownerOf(list), address(this));
        same(lists.offeredTo(list), ALICE);
        vm.prank(BOB);
        vm.expectRevert(abi.encodeWithSelector(IBlocklists.NotOfferedTo.selector, list, BOB));
        lists.acceptOwnership(list);
        vm.prank(ALICE);
        vm.expectEmit(address(lists));
        emit IBlocklists.OwnershipTransferred(list, address(this), ALICE);
        lists.acceptOwnership(list);
        same(lists.ownerOf(list), ALICE);
        same(lists.offeredTo(list), address(0));
        refuseAppend(list, address(this));
        vm.prank(ALICE);
        vm.expectRevert(abi.encodeWithSelector(IBlocklists.NotOfferedTo.selector, list, ALICE));
        lists.acceptOwnership(list);
    }

    function testFuzz_unknownListsAreErrors(ListId list) public {
        bytes memory reason = abi.encodeWithSelector(IBlocklists.UnknownList.selector, list);
        vm.expectRevert(reason);
        lists.ownerOf(list);
        vm.expectRevert(reason);
        lists.termsOf(list);
        vm.expectRevert(reason);
        lists.mayPublish(list, ALICE);
        vm.expectRevert(reason);
        lists.append(list, somePages(1), CONTENT, "u");
        vm.expectRevert(abi.encodeWithSelector(IBlocklists.NotOfferedTo.selector, list, ALICE));
        vm.prank(ALICE);
        lists.acceptOwnership(list);
        same(lists.currentEpoch(list), 0);
    }

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
        ListId list = lists.create(Terms("sha256", "m", someReviewers(16), 16), 0);
        append(list, 1);
        for (uint160 i = 1; i <= 16; ++i) {
            same(lists.currentEpoch(list), 0);
            review(address(i), list, 1);
        }
        same(lists.currentEpoch(list), 1);
    }

    function someReviewers(uint256 count) private pure returns (address[] memory reviewers) {
        reviewers = new address[](count);
        for (uint256 i = 0; i < count; ++i) reviewers[i] = address(uint160(i + 1));
    }

    function test_anEpochCountsOnceEnoughConfirmed() public {
        ListId list = reviewedList(2);
        append(list, 1);
        append(list, 1);
        append(list, 1);
        same(lists.currentEpoch(list), 0);
        vm.expectEmit(address(lists));
        emit IBlocklists.EpochReviewed(list, ALICE, 3);
        review(ALICE, list, 3);
        same(lists.currentEpoch(list), 0);
        vm.expectEmit(address(lists));
        emit IBlocklists.EpochConfirmed(list, 1);
        review(BOB, list, 1);
        same(lists.currentEpoch(list), 1);
        review(CAROL, list, 2);
        same(lists.currentEpoch(list), 2);
        review(BOB, list, 3);
        same(lists.currentEpoch(list), 3);
        same(lists.reviewedBy(list, CAROL), 2);
        same(lists.epochCount(list), 3);
    }

    function test_reviewRefusesStrangersRepetitionsAndOtherContent() public {
        ListId list = reviewedList(2);
        append(list, 1);
        append(list, 1);
        vm.expectRevert(abi.encodeWithSelector(IBlocklists.NotReviewer.selector, list, address(this)));
        lists.review(list, 1, CONTENT);
        vm.prank(ALICE);
        vm.expectRevert(abi.encodeWithSelector(IBlocklists.ContentDiffers.selector, list, 1, keccak256("other")));
        lists.review(list, 1, keccak256("other"));
        review(ALICE, list, 2);
        for (uint256 epoch = 1; epoch <= 2; ++epoch) {
            vm.prank(ALICE);
            vm.expectRevert(abi.encodeWithSelector(IBlocklists.AlreadyReviewed.selector, list, epoch));
            lists.review(list, epoch, CONTENT);
        }
    }

    /// Whatever order reviewers speak in, what counts is the k-th highest epoch that they have confirmed.
    function testFuzz_whatCountsIsTheKthHighest(uint8 threshold, uint8[12] calldata order) public {
        uint8 k = uint8(within(threshold, 1, 3));
        ListId list = reviewedList(k);
        for (uint256 i = 0; i < 5; ++i) append(list, 1);
        uint256[3] memory said;
        for (uint256 i = 0; i < order.length; ++i) {
            (uint256 who, uint256 epoch) = (order[i] % 3, 1 + (order[i] / 3) % 5);
            if (epoch <= said[who]) continue;
            said[who] = epoch;
            review(trio()[who], list, epoch);
            same(lists.currentEpoch(list), kthHighest(said, k));
        }
    }

    function kthHighest(uint256[3] memory said, uint256 k) private pure returns (uint256 epoch) {
        for (uint256 e = 1; e <= 5; ++e) {
            uint256 count;
            for (uint256 i = 0; i < 3; ++i) if (said[i] >= e) ++count;
            if (count >= k) epoch = e;
        }
    }

    function newList() private returns (ListId) {
        return lists.create(Terms("sha256", "m", new address[](0), 0), 0);
    }

    function reviewedList(uint8 threshold) private returns (ListId) {
        return lists.create(Terms("sha256", "m", trio(), threshold), 0);
    }

    function trio() private pure returns (address[] memory reviewers) {
        reviewers = new address[](3);
        (reviewers[0], reviewers[1], reviewers[2]) = (ALICE, BOB, CAROL);
    }

    function review(address reviewer, ListId list, uint256 epoch) private {
        vm.prank(reviewer);
        lists.review(list, epoch, CONTENT);
    }

    function append(ListId list, uint256 count) private {
        lists.append(list, somePages(count), CONTENT, "ipfs://a");
    }

    function somePages(uint256 count) private pure returns (Page[] memory pages) {
        pages = new Page[](count);
        for (uint256 i = 0; i < count; ++i) pages[i] = Page(100 + i, 256);
    }

    function refusePage(ListId list, Page memory bad) private {
        Page[] memory pages = somePages(2);
        pages[1] = bad;
        vm.expectRevert(abi.encodeWithSelector(IBlocklists.BadPage.selector, 1, bad));
        lists.append(list, pages, CONTENT, "u");
    }

    function refuseAppend(ListId list, address stranger) private {
        vm.prank(stranger);
        vm.expectRevert(abi.encodeWithSelector(IBlocklists.NotPublisher.selector, list, stranger));
        lists.append(list, somePages(1), CONTENT, "u");
    }

    function refuseReviewers(address[] memory reviewers, uint8 threshold) private {
        vm.expectRevert(IBlocklists.BadReviewers.selector);
        lists.create(Terms("sha256", "m", reviewers, threshold), 0);
    }
}
