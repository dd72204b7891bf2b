// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Epoch, IBlocklists, ListConfig, ListStatus, Page} from "../../contracts/interfaces/IBlocklists.sol";
import {ListId} from "../../contracts/interfaces/Ids.sol";
import {Bn254} from "../../contracts/libraries/Bn254.sol";
import {Fixture} from "./support/Fixture.sol";

/// Properties of the lists:
///   anyone can create lists; an id is derived from creator, configuration and salt
///   only the owner and its publishers can append; ownership is transferred in two steps
///   pages and epochs never change; every epoch is a prefix of the next
///   only valid pages are accepted
contract BlocklistsTest is Fixture {
    address private constant ALICE = address(0xA);
    address private constant BOB = address(0xB);

    function setUp() public override {
        super.setUp();
        vm.warp(1_000_000);
    }

    function testFuzz_idBelongsToCreatorConfigAndSalt(address creator, string calldata metadata, bytes32 salt) public {
        vm.assume(creator != address(0));
        ListConfig memory config = ListConfig("url", metadata, new address[](0), 0);
        vm.prank(creator);
        ListId list = lists.create(config, salt);
        assertEq(ListId.unwrap(list), keccak256(abi.encode(creator, config, salt)));
        assertEq(lists.ownerOf(list), creator);
        assertEq(keccak256(abi.encode(lists.configOf(list))), keccak256(abi.encode(config)));
        assertEq(lists.schemeOf(list), "url");
        vm.prank(creator);
        vm.expectRevert(abi.encodeWithSelector(IBlocklists.ListExists.selector, list));
        lists.create(config, salt);
    }

    function test_createAnnounces() public {
        ListConfig memory config = ListConfig("url", "m", new address[](0), 0);
        ListId list = ListId.wrap(keccak256(abi.encode(address(this), config, bytes32(0))));
        vm.expectEmit(address(lists));
        emit IBlocklists.ListCreated(list, address(this), "url", config);
        lists.create(config, 0);
    }

    function test_createRefusesNoScheme() public {
        vm.expectRevert(abi.encodeWithSelector(IBlocklists.InvalidScheme.selector, bytes32(0)));
        lists.create(ListConfig(0, "m", new address[](0), 0), 0);
    }

    function testFuzz_pagesComeBackAsTheyWereAppended(uint256[] calldata digests, bool[] calldata large) public {
        ListId list = newList("m");
        uint256 count;
        for (uint256 i = 0; i < digests.length && i < large.length && i < 8; ++i) {
            Page[] memory pages = new Page[](1);
            pages[0] = Page(bound(digests[i], 1, Bn254.FIELD_ORDER - 1), large[i] ? 256 : 16);
            assertEq(lists.append(list, lists.pageCount(list), pages, CONTENT, "u"), ++count);
            assertEq(lists.pageOf(list, i).digest, pages[0].digest);
            assertEq(lists.pageOf(list, i).size, pages[0].size);
            assertEq(lists.digestOf(list, i, pages[0].size), pages[0].digest);
        }
        assertEq(lists.pageCount(list), count);
        vm.expectRevert(abi.encodeWithSelector(IBlocklists.UnknownPage.selector, list, count));
        lists.pageOf(list, count);
        vm.expectRevert(abi.encodeWithSelector(IBlocklists.UnknownPage.selector, list, count));
        lists.digestOf(list, count, 256);
    }

    function test_digestOfWantsTheRightSize() public {
        ListId list = newList("m");
        append(list, 100, 3);
        vm.expectRevert(abi.encodeWithSelector(IBlocklists.PageSizeMismatch.selector, list, 1, 16));
        lists.digestOf(list, 1, 16);
        uint256[] memory places = new uint256[](2);
        (places[0], places[1]) = (2, 0);
        uint256[] memory digests = lists.digestsOf(list, places, 256);
        assertEq(digests[0], 102);
        assertEq(digests[1], 100);
        vm.expectRevert(abi.encodeWithSelector(IBlocklists.PageSizeMismatch.selector, list, 2, 16));
        lists.digestsOf(list, places, 16);
        places[1] = 3;
        vm.expectRevert(abi.encodeWithSelector(IBlocklists.UnknownPage.selector, list, 3));
        lists.digestsOf(list, places, 256);
    }

    function testFuzz_appendRefusesBadPages(uint256 digest, uint16 size) public {
        ListId list = newList("m");
        refusePage(list, Page(0, 16));
        refusePage(list, Page(Bn254.FIELD_ORDER, 256));
        refusePage(list, Page(bound(digest, Bn254.FIELD_ORDER, type(uint256).max), 256));
        vm.assume(size != 16 && size != 256);
        refusePage(list, Page(1, size));
        assertEq(lists.pageCount(list), 0);
        assertEq(lists.epochCount(list), 0);
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
        assertEq(keccak256(abi.encode(lists.epochOf(list, 2))), keccak256(abi.encode(content)));
        assertEq(lists.epochOf(list, 1).pageCount, 2);
        assertEq(lists.epochOf(list, 1).time, 1_000_000);
        assertEq(lists.pageCountAt(list, 2), 5);
        assertEq(lists.currentEpoch(list), 2);
        assertEq(lists.pageOf(list, 1).digest, 101);
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
            uint256 size = bound(sizes[i], 1, 4);
            append(list, 100, size);
            total += size;
            if (total <= pages % 50) expected = i + 1;
        }
        assertEq(lists.epochWithin(list, pages % 50), expected);
        ListStatus memory status = lists.statusOf(list, pages % 50);
        assertEq(status.cleanEpoch, expected);
        assertEq(status.currentEpoch, lists.epochCount(list));
        assertEq(status.pageCount, total);
    }

    function testFuzz_onlyTheOwnerAndPublishersAppend(address stranger) public {
        ListId list = newList("m");
        vm.assume(stranger != address(this));
        refuseAppend(list, stranger);
        vm.expectEmit(address(lists));
        emit IBlocklists.PublisherSet(list, stranger, true);
        lists.setPublisher(list, stranger, true);
        assertTrue(lists.mayPublish(list, stranger), "publisher");
        vm.prank(stranger);
        lists.append(list, 0, somePages(100, 1, 256), CONTENT, "u");
        lists.setPublisher(list, stranger, false);
        refuseAppend(list, stranger);
    }

    /// A call that is sent twice appends once, whichever of two publishers is first.
    function testFuzz_appendNamesThePagesThatAreThere(uint256 firstPage) public {
        ListId list = newList("m");
        append(list, 100, 3);
        vm.assume(firstPage != 3);
        vm.expectRevert(abi.encodeWithSelector(IBlocklists.PageCountMismatch.selector, list, 3, firstPage));
        lists.append(list, firstPage, somePages(103, 1, 256), CONTENT, "u");
        lists.append(list, 3, somePages(103, 1, 256), CONTENT, "u");
        vm.expectRevert(abi.encodeWithSelector(IBlocklists.PageCountMismatch.selector, list, 4, 3));
        lists.append(list, 3, somePages(103, 1, 256), CONTENT, "u");
        assertEq(lists.pageCount(list), 4);
    }

    /// Two publishers append to the same list at once: the first one succeeds, the other call reverts.
    function test_ofTwoPublishersAtOnceOneAppends() public {
        ListId list = newList("m");
        append(list, 100, 2);
        lists.setPublisher(list, ALICE, true);
        lists.setPublisher(list, BOB, true);
        vm.prank(BOB);
        lists.append(list, 2, somePages(300, 2, 256), CONTENT, "b");
        vm.prank(ALICE);
        vm.expectRevert(abi.encodeWithSelector(IBlocklists.PageCountMismatch.selector, list, 4, 2));
        lists.append(list, 2, somePages(200, 1, 256), CONTENT, "a");
        assertEq(lists.epochCount(list), 2);
        assertEq(lists.pageOf(list, 2).digest, 300);
    }

    /// A former owner has no permissions left, whatever was pending or granted before the transfer.
    function test_aFormerOwnerIsAStranger() public {
        ListId list = newList("m");
        lists.transferOwnership(list, BOB);
        lists.transferOwnership(list, ALICE);
        vm.prank(ALICE);
        lists.acceptOwnership(list);
        bytes memory reason = abi.encodeWithSelector(IBlocklists.NotOwner.selector, list, address(this));
        vm.expectRevert(reason);
        lists.setPublisher(list, BOB, true);
        vm.expectRevert(reason);
        lists.transferOwnership(list, address(this));
        vm.prank(BOB);
        vm.expectRevert(abi.encodeWithSelector(IBlocklists.NotPendingOwner.selector, list, BOB));
        lists.acceptOwnership(list);
        assertTrue(!lists.mayPublish(list, BOB), "publisher of the former owner");
        assertTrue(!lists.mayPublish(list, address(this)), "former owner");
    }

    /// Publishers lose their permission with a transfer, and do not regain it when the list is transferred back.
    function test_publishersGoWithTheirOwner() public {
        ListId list = newList("m");
        lists.setPublisher(list, BOB, true);
        lists.transferOwnership(list, ALICE);
        assertTrue(lists.mayPublish(list, BOB), "until it is accepted");
        vm.prank(ALICE);
        lists.acceptOwnership(list);
        refuseAppend(list, BOB);
        vm.prank(ALICE);
        lists.transferOwnership(list, address(this));
        lists.acceptOwnership(list);
        refuseAppend(list, BOB);
        lists.setPublisher(list, BOB, true);
        assertTrue(lists.mayPublish(list, BOB), "allowed by this owner");
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
        lists.transferOwnership(list, ALICE);
    }

    function test_ownershipMovesInTwoSteps() public {
        ListId list = newList("m");
        vm.expectEmit(address(lists));
        emit IBlocklists.OwnershipTransferStarted(list, address(this), BOB);
        lists.transferOwnership(list, BOB);
        lists.transferOwnership(list, ALICE);
        assertEq(lists.ownerOf(list), address(this));
        assertEq(lists.pendingOwner(list), ALICE);
        vm.prank(BOB);
        vm.expectRevert(abi.encodeWithSelector(IBlocklists.NotPendingOwner.selector, list, BOB));
        lists.acceptOwnership(list);
        vm.prank(ALICE);
        vm.expectEmit(address(lists));
        emit IBlocklists.OwnershipTransferred(list, address(this), ALICE);
        lists.acceptOwnership(list);
        assertEq(lists.ownerOf(list), ALICE);
        assertEq(lists.pendingOwner(list), address(0));
        refuseAppend(list, address(this));
        vm.prank(ALICE);
        vm.expectRevert(abi.encodeWithSelector(IBlocklists.NotPendingOwner.selector, list, ALICE));
        lists.acceptOwnership(list);
    }

    function testFuzz_unknownListsAreErrors(ListId list) public {
        bytes memory reason = abi.encodeWithSelector(IBlocklists.UnknownList.selector, list);
        vm.expectRevert(reason);
        lists.ownerOf(list);
        vm.expectRevert(reason);
        lists.configOf(list);
        vm.expectRevert(reason);
        lists.schemeOf(list);
        vm.expectRevert(reason);
        lists.statusOf(list, 0);
        vm.expectRevert(reason);
        lists.mayPublish(list, ALICE);
        vm.expectRevert(reason);
        lists.append(list, 0, somePages(100, 1, 256), CONTENT, "u");
        vm.expectRevert(abi.encodeWithSelector(IBlocklists.NotPendingOwner.selector, list, ALICE));
        vm.prank(ALICE);
        lists.acceptOwnership(list);
        assertEq(lists.currentEpoch(list), 0);
    }

    function refusePage(ListId list, Page memory bad) private {
        Page[] memory pages = somePages(100, 2, 256);
        pages[1] = bad;
        vm.expectRevert(abi.encodeWithSelector(IBlocklists.InvalidPage.selector, 1, bad));
        lists.append(list, 0, pages, CONTENT, "u");
    }

    function refuseAppend(ListId list, address stranger) private {
        vm.prank(stranger);
        vm.expectRevert(abi.encodeWithSelector(IBlocklists.NotPublisher.selector, list, stranger));
        lists.append(list, 0, somePages(100, 1, 256), CONTENT, "u");
    }
}
