// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Epoch, IBlocklists, Page, Standing, Terms} from "../../contracts/interfaces/IBlocklists.sol";
import {ListId} from "../../contracts/interfaces/Ids.sol";
import {Bn254} from "../../contracts/libraries/Bn254.sol";
import {Scene} from "./support/Scene.sol";

/// Properties of the lists:
///   anyone opens lists; an id belongs to its creator, terms and salt
///   only the owner and whom it lets publish append; ownership moves in two steps
///   pages and epochs are never changed; every epoch is a prefix of the next
///   only good pages get in
contract BlocklistsTest is Scene {
    address private constant ALICE = address(0xA);
    address private constant BOB = address(0xB);

    function setUp() public override {
        super.setUp();
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
        same(lists.schemeOf(list), "url");
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
        ListId list = newList("m");
        uint256 count;
        for (uint256 i = 0; i < digests.length && i < large.length && i < 8; ++i) {
            Page[] memory pages = new Page[](1);
            pages[0] = Page(within(digests[i], 1, Bn254.FIELD_ORDER - 1), large[i] ? 256 : 16);
            same(lists.append(list, lists.pageCount(list), pages, CONTENT, "u"), ++count);
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
        ListId list = newList("m");
        append(list, 100, 3);
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
        ListId list = newList("m");
        refusePage(list, Page(0, 16));
        refusePage(list, Page(Bn254.FIELD_ORDER, 256));
        refusePage(list, Page(within(digest, Bn254.FIELD_ORDER, type(uint256).max), 256));
        vm.assume(size != 16 && size != 256);
        refusePage(list, Page(1, size));
        same(lists.pageCount(list), 0);
        same(lists.epochCount(list), 0);
    }

    function test_appendRefusesNothing() public {
        ListId list = newList("m");
        vm.expectRevert(IBlocklists.NoPages.selector);
        lists.append(list, 0, new Page[](0), CONTENT, "u");
        vm.expectRevert(IBlocklists.NoContentHash.selector);
        lists.append(list, 0, somePages(100, 1, 256), 0, "u");
    }

    function test_appendAnnouncesAndKeepsTheEpoch() public {
        ListId list = newList("m");
        append(list, 100, 2);
        vm.warp(2_000_000);
        Epoch memory content = Epoch(2_000_000, 5, CONTENT, "ipfs://b");
        vm.expectEmit(address(lists));
        emit IBlocklists.PagesAppended(list, 2, 2, somePages(100, 3, 256), content);
        lists.append(list, 2, somePages(100, 3, 256), CONTENT, "ipfs://b");
        same(keccak256(abi.encode(lists.epochOf(list, 2))), keccak256(abi.encode(content)));
        same(lists.epochOf(list, 1).pageCount, 2);
        same(lists.epochOf(list, 1).time, 1_000_000);
        same(lists.pageCountAt(list, 2), 5);
        same(lists.currentEpoch(list), 2);
        same(lists.pageOf(list, 1).digest, 101);
    }

    function test_epochsAreNumberedFromOne() public {
        ListId list = newList("m");
        append(list, 100, 1);
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
        ListId list = newList("m");
        uint256 expected;
        uint256 total;
        for (uint256 i = 0; i < sizes.length && i < 20; ++i) {
            uint256 size = within(sizes[i], 1, 4);
            append(list, 100, size);
            total += size;
            if (total <= pages % 50) expected = i + 1;
        }
        same(lists.epochWithin(list, pages % 50), expected);
        Standing memory standing = lists.standingOf(list, pages % 50);
        same(standing.cleanEpoch, expected);
        same(standing.currentEpoch, lists.epochCount(list));
        same(standing.pageCount, total);
    }

    function testFuzz_onlyTheOwnerAndPublishersAppend(address stranger) public {
        ListId list = newList("m");
        vm.assume(stranger != address(this));
        refuseAppend(list, stranger);
        vm.expectEmit(address(lists));
        emit IBlocklists.PublisherSet(list, stranger, true);
        lists.setPublisher(list, stranger, true);
        check(lists.mayPublish(list, stranger), "publisher");
        vm.prank(stranger);
        lists.append(list, 0, somePages(100, 1, 256), CONTENT, "u");
        lists.setPublisher(list, stranger, false);
        refuseAppend(list, stranger);
    }

    /// A call that is sent twice appends once, whoever of two publishers is first.
    function testFuzz_appendNamesThePagesThatAreThere(uint256 firstPage) public {
        ListId list = newList("m");
        append(list, 100, 3);
        vm.assume(firstPage != 3);
        vm.expectRevert(abi.encodeWithSelector(IBlocklists.PageCountDiffers.selector, list, 3, firstPage));
        lists.append(list, firstPage, somePages(103, 1, 256), CONTENT, "u");
        lists.append(list, 3, somePages(103, 1, 256), CONTENT, "u");
        vm.expectRevert(abi.encodeWithSelector(IBlocklists.PageCountDiffers.selector, list, 4, 3));
        lists.append(list, 3, somePages(103, 1, 256), CONTENT, "u");
        same(lists.pageCount(list), 4);
    }

    /// Two publishers see the same list and append to it at once: the first one does, the other one is told.
    function test_ofTwoPublishersAtOnceOneAppends() public {
        ListId list = newList("m");
        append(list, 100, 2);
        lists.setPublisher(list, ALICE, true);
        lists.setPublisher(list, BOB, true);
        vm.prank(BOB);
        lists.append(list, 2, somePages(300, 2, 256), CONTENT, "b");
        vm.prank(ALICE);
        vm.expectRevert(abi.encodeWithSelector(IBlocklists.PageCountDiffers.selector, list, 4, 2));
        lists.append(list, 2, somePages(200, 1, 256), CONTENT, "a");
        same(lists.epochCount(list), 2);
        same(lists.pageOf(list, 2).digest, 300);
    }

    /// An owner who gave the list away is a stranger to it, whatever was offered or allowed before.
    function test_aFormerOwnerIsAStranger() public {
        ListId list = newList("m");
        lists.offerOwnership(list, BOB);
        lists.offerOwnership(list, ALICE);
        vm.prank(ALICE);
        lists.acceptOwnership(list);
        bytes memory reason = abi.encodeWithSelector(IBlocklists.NotOwner.selector, list, address(this));
        vm.expectRevert(reason);
        lists.setPublisher(list, BOB, true);
        vm.expectRevert(reason);
        lists.offerOwnership(list, address(this));
        vm.prank(BOB);
        vm.expectRevert(abi.encodeWithSelector(IBlocklists.NotOfferedTo.selector, list, BOB));
        lists.acceptOwnership(list);
        check(!lists.mayPublish(list, BOB) && !lists.mayPublish(list, address(this)), "publishers of the former owner");
    }

    /// Whom a former owner let publish is a stranger to the next one, also when the list comes back.
    function test_publishersGoWithTheirOwner() public {
        ListId list = newList("m");
        lists.setPublisher(list, BOB, true);
        lists.offerOwnership(list, ALICE);
        check(lists.mayPublish(list, BOB), "until it is accepted");
        vm.prank(ALICE);
        lists.acceptOwnership(list);
        refuseAppend(list, BOB);
        vm.prank(ALICE);
        lists.offerOwnership(list, address(this));
        lists.acceptOwnership(list);
        refuseAppend(list, BOB);
        lists.setPublisher(list, BOB, true);
        check(lists.mayPublish(list, BOB), "allowed by this owner");
    }

    function test_publishersOfOneListAreStrangersToAnother() public {
        ListId list = newList("m");
        lists.setPublisher(list, ALICE, true);
        ListId another = newList("another");
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
        ListId list = newList("m");
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
        lists.schemeOf(list);
        vm.expectRevert(reason);
        lists.standingOf(list, 0);
        vm.expectRevert(reason);
        lists.mayPublish(list, ALICE);
        vm.expectRevert(reason);
        lists.append(list, 0, somePages(100, 1, 256), CONTENT, "u");
        vm.expectRevert(abi.encodeWithSelector(IBlocklists.NotOfferedTo.selector, list, ALICE));
        vm.prank(ALICE);
        lists.acceptOwnership(list);
        same(lists.currentEpoch(list), 0);
    }

    function refusePage(ListId list, Page memory bad) private {
        Page[] memory pages = somePages(100, 2, 256);
        pages[1] = bad;
        vm.expectRevert(abi.encodeWithSelector(IBlocklists.BadPage.selector, 1, bad));
        lists.append(list, 0, pages, CONTENT, "u");
    }

    function refuseAppend(ListId list, address stranger) private {
        vm.prank(stranger);
        vm.expectRevert(abi.encodeWithSelector(IBlocklists.NotPublisher.selector, list, stranger));
        lists.append(list, 0, somePages(100, 1, 256), CONTENT, "u");
    }
}
