// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {
    AccumulatorHashes,
    Accumulators,
    Epoch,
    IBlocklists,
    Page
} from "../../contracts/interfaces/IBlocklists.sol";
import {ListId} from "../../contracts/interfaces/Ids.sol";
import {Bn254} from "../../contracts/libraries/Bn254.sol";
import {DisjointnessFixture} from "./support/DisjointnessFixture.sol";
import {Simulator} from "./support/Simulator.sol";
import {Vm} from "./support/Vm.sol";

/// Properties of accumulators in lists:
///   an epoch has pages, accumulators or both, and takes a page number of its own in any case
///   the hash is over the powers of tau and the point; what a reader sees in the event is what is stored
///   they are published, reviewed and dropped by the rules for pages
contract ListAccumulatorsTest is DisjointnessFixture {
    function test_hashesAreOverPowersAndPoint() public view {
        AccumulatorHashes memory first = lists.accumulatorsOf(list, 1);
        AccumulatorHashes memory second = lists.accumulatorsOf(list, 2);
        assertEq(first.whole, hashOf(2));
        assertEq(first.added, 0);
        assertEq(first.since, 0);
        assertEq(second.whole, hashOf(3));
        assertEq(second.added, hashOf(5));
        assertEq(second.since, 1);
        same(1, false, hashOf(2), 0, 1);
        same(2, false, hashOf(3), 0, 2);
        same(2, true, hashOf(5), 1, 2);
    }

    function test_theEventHasThePoints() public {
        vm.warp(1_000_000);
        Accumulators memory points = accumulators(7, 2, 2);
        vm.expectEmit(address(lists));
        emit IBlocklists.AccumulatorsAppended(list, 3, points, Epoch(1_000_000, 3, CONTENT, "ipfs://content"));
        assertEq(accumulate(list, 0, points), 3);
    }

    /// Both events, and pages that can be proved; an epoch without pages has only its own event.
    function test_anEpochMayHaveBoth() public {
        ListId both = newList("both");
        vm.recordLogs();
        accumulate(both, 2, accumulators(2, 0, 0));
        Vm.Log[] memory logs = vm.getRecordedLogs();
        assertEq(logs.length, 2);
        assertEq(logs[0].topics[0], IBlocklists.PagesAppended.selector);
        assertEq(logs[1].topics[0], IBlocklists.AccumulatorsAppended.selector);
        assertEq(lists.digestOf(both, 1, 256), 101);
        vm.recordLogs();
        accumulate(both, 0, accumulators(3, 0, 0));
        assertEq(vm.getRecordedLogs().length, 1);
        assertEq(append(both, 300, 1), 3);
        assertEq(lists.pageCount(both), 4);
        assertEq(lists.accumulatorsOf(both, 3).whole, 0);
    }

    /// Otherwise a shard with page proofs would be clean up to an epoch of which no page exists.
    function test_anEpochWithoutPagesTakesAPageNumber() public {
        assertEq(lists.pageCount(list), 2);
        assertEq(lists.pageCountAt(list, 1), 1);
        for (uint256 page = 0; page < 2; ++page) {
            bytes memory reason = abi.encodeWithSelector(IBlocklists.UnknownPage.selector, list, page);
            vm.expectRevert(reason);
            lists.pageOf(list, page);
            vm.expectRevert(reason);
            lists.digestOf(list, page, 256);
        }
        assertTrue(!ledger.isClean(SHARD, list, 1), "clean without a proof");
        assertEq(lists.epochWithin(list, 0), 0);
    }

    /// A call that is sent twice appends once.
    function test_appendNamesTheExpectedCount() public {
        Accumulators memory points = accumulators(7, 0, 0);
        vm.expectRevert(abi.encodeWithSelector(IBlocklists.PageCountMismatch.selector, list, 2, 1));
        lists.appendWithAccumulators(list, 1, new Page[](0), points, CONTENT, "");
    }

    function test_appendRefusesStrangersAndNoContent() public {
        Accumulators memory points = accumulators(7, 0, 0);
        vm.expectRevert(IBlocklists.NoContentHash.selector);
        lists.appendWithAccumulators(list, 2, new Page[](0), points, 0, "");
        vm.prank(address(0xBAD));
        vm.expectRevert(abi.encodeWithSelector(IBlocklists.NotPublisher.selector, list, address(0xBAD)));
        lists.appendWithAccumulators(list, 2, new Page[](0), points, CONTENT, "");
    }

    function test_anEpochNeedsPagesOrAnAccumulator() public {
        vm.expectRevert(IBlocklists.NoPages.selector);
        lists.append(list, 2, new Page[](0), CONTENT, "");
        for (uint256 pages = 0; pages < 2; ++pages) {
            Page[] memory some = somePages(100, pages, 256);
            Accumulators memory nothing = accumulators(0, 0, 0);
            vm.expectRevert(IBlocklists.NoAccumulator.selector);
            lists.appendWithAccumulators(list, 2, some, nothing, CONTENT, "");
        }
    }

    /// `added` is after an earlier epoch, and only it has one.
    function testFuzz_addedNeedsAnEarlierEpoch(uint32 since, bool hasAdded) public {
        since = since % 5;
        bool valid = hasAdded ? since == 1 || since == 2 : since == 0;
        Accumulators memory points = accumulators(7, hasAdded ? 2 : 0, since);
        if (!valid) vm.expectRevert(abi.encodeWithSelector(IBlocklists.InvalidBase.selector, list, since));
        lists.appendWithAccumulators(list, 2, new Page[](0), points, CONTENT, "");
        assertEq(lists.epochCount(list), valid ? 3 : 2);
    }

    function test_aFirstEpochHasNothingBefore() public {
        ListId fresh = newList("fresh");
        Accumulators memory points = accumulators(2, 3, 1);
        vm.expectRevert(abi.encodeWithSelector(IBlocklists.InvalidBase.selector, fresh, 1));
        lists.appendWithAccumulators(fresh, 0, new Page[](0), points, CONTENT, "");
    }

    function test_onlyAddedIsEnough() public {
        assertEq(accumulate(list, 0, 7, 2), 3);
        same(3, true, hashOf(7), 2, 3);
        vm.expectRevert(IBlocklists.NoAccumulator.selector);
        lists.accumulatorAt(list, 3, false);
        vm.expectRevert(IBlocklists.NoAccumulator.selector);
        lists.accumulatorAt(list, 1, true);
    }

    /// Each coordinate off the curve and beyond the field; a point with some zeros is not "none".
    function test_appendRefusesWhatIsNotOnTheTwist() public {
        for (uint256 i = 0; i < 4; ++i) {
            uint256[4] memory point = Simulator.g2(2);
            point[i] += 1;
            refusePoint(point);
            point[i] += Bn254.BASE_ORDER - 1;
            refusePoint(point);
            uint256[4] memory sparse;
            sparse[i] = 1;
            refusePoint(sparse);
        }
    }

    function test_readersNeedAnEpochThatCounts() public {
        ListId reviewed = reviewedList();
        accumulate(reviewed, 2, 0, 0);
        assertEq(lists.accumulatorsOf(reviewed, 1).whole, hashOf(2));
        vm.expectRevert(abi.encodeWithSelector(IBlocklists.EpochNotConfirmed.selector, reviewed, 1));
        lists.accumulatorAt(reviewed, 1, false);
        for (uint256 epoch = 0; epoch <= 2; epoch += 2) {
            bytes memory reason = abi.encodeWithSelector(IBlocklists.UnknownEpoch.selector, reviewed, epoch);
            vm.expectRevert(reason);
            lists.accumulatorsOf(reviewed, epoch);
            vm.expectRevert(reason);
            lists.accumulatorAt(reviewed, epoch, false);
        }
        lists.review(reviewed, 1, CONTENT);
        (bytes32 hash, , ) = lists.accumulatorAt(reviewed, 1, false);
        assertEq(hash, hashOf(2));
    }

    /// An epoch that takes a dropped one's number has nothing of it.
    function test_dropRemovesAccumulators() public {
        ListId reviewed = reviewedList();
        accumulate(reviewed, 2, 0, 0);
        accumulate(reviewed, 3, 5, 1);
        accumulate(reviewed, 7, 2, 2);
        lists.drop(reviewed, 2, CONTENT);
        append(reviewed, 100, 1);
        append(reviewed, 200, 1);
        for (uint256 epoch = 2; epoch <= 3; ++epoch) {
            AccumulatorHashes memory hashes = lists.accumulatorsOf(reviewed, epoch);
            assertEq(hashes.whole | hashes.added, 0);
            assertEq(hashes.since, 0);
        }
        assertEq(lists.accumulatorsOf(reviewed, 1).whole, hashOf(2));
    }

    function refusePoint(uint256[4] memory point) private {
        Accumulators memory points = accumulators(2, 0, 0);
        points.whole = point;
        vm.expectRevert(abi.encodeWithSelector(IBlocklists.InvalidAccumulator.selector, point));
        lists.appendWithAccumulators(list, 2, new Page[](0), points, CONTENT, "");
        points = accumulators(2, 3, 1);
        points.added = point;
        vm.expectRevert(abi.encodeWithSelector(IBlocklists.InvalidAccumulator.selector, point));
        lists.appendWithAccumulators(list, 2, new Page[](0), points, CONTENT, "");
    }

    function same(uint256 epoch, bool ofAdded, bytes32 hash, uint256 since, uint256 pages) private view {
        (bytes32 h, uint256 s, uint256 p) = lists.accumulatorAt(list, epoch, ofAdded);
        assertEq(h, hash);
        assertEq(s, since);
        assertEq(p, pages);
    }

    function hashOf(uint256 multiple) private pure returns (bytes32) {
        return keccak256(abi.encode(POWERS, Simulator.g2(multiple)));
    }
}
