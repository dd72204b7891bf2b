// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ModelRegistry} from "../../contracts/examples/ModelRegistry.sol";
import {IBlocklists, ListConfig} from "../../contracts/interfaces/IBlocklists.sol";
import {ListId, ReleaseId} from "../../contracts/interfaces/Ids.sol";
import {IReleases, Release, ReleaseStatus} from "../../contracts/interfaces/IReleases.sol";
import {Deploy} from "./support/Deploy.sol";
import {ReleaseFixture} from "./support/ReleaseFixture.sol";

/// Properties of a release's status:
///   a status reflects the ledger's current state
///   clean pages are the minimum over all shards of the release and of its ancestors
///   a shard without keys of the list's scheme has no clean pages
///   no release is clean against a list without epochs, or with fewer clean pages than the first epoch has
contract ReleaseStatusTest is ReleaseFixture {
    function test_theShardFurthestBehindCounts() public {
        Release memory content = someRelease(1, none());
        content.shards = new uint256[](3);
        (content.shards[0], content.shards[1], content.shards[2]) = (1, 2, 3);
        ReleaseId release = register(VENDOR, content);
        submitPages(1, 3);
        submitPages(2, 2);
        submitPages(3, 3);
        sameStatus(release, ReleaseStatus(2, 1, 2, 1, release, 2));
        assertTrue(releases.isClean(release, list, 1) && !releases.isClean(release, list, 2), "epochs");
        submit(2, list, 2);
        sameStatus(release, ReleaseStatus(3, 2, 2, 0, release, 1));
        assertTrue(releases.isClean(release, list, 2), "clean");
    }

    function test_ancestorsCount() public {
        ReleaseId base = register(VENDOR, someRelease(1, none()));
        ReleaseId tuned = register(VENDOR, someRelease(2, one(base)));
        ReleaseId merged = register(FORKER, someRelease(5, one(tuned)));
        submitPages(5, 3);
        submitPages(2, 3);
        submitPages(1, 2);
        sameStatus(merged, ReleaseStatus(2, 1, 2, 1, base, 1));
        sameStatus(tuned, ReleaseStatus(2, 1, 2, 1, base, 1));
        submit(1, list, 2);
        sameStatus(merged, ReleaseStatus(3, 2, 2, 0, merged, 5));
    }

    /// base <- left, right <- merged: base is visited once.
    function test_eachAncestorIsListedOnce() public {
        ReleaseId base = register(VENDOR, someRelease(1, none()));
        ReleaseId left = register(VENDOR, someRelease(2, one(base)));
        ReleaseId right = register(VENDOR, someRelease(3, one(base)));
        ReleaseId[] memory parents = new ReleaseId[](3);
        (parents[0], parents[1], parents[2]) = (left, right, left);
        ReleaseId merged = register(VENDOR, someRelease(4, parents));
        ReleaseId[] memory ancestors = releases.ancestorsOf(merged);
        assertEq(ancestors.length, 3);
        assertEq(ReleaseId.unwrap(ancestors[0]), ReleaseId.unwrap(left));
        assertEq(ReleaseId.unwrap(ancestors[1]), ReleaseId.unwrap(base));
        assertEq(ReleaseId.unwrap(ancestors[2]), ReleaseId.unwrap(right));
    }

    function test_thereAreAtMost64Ancestors() public {
        ReleaseId last = register(VENDOR, someRelease(1, none()));
        for (uint256 i = 1; i <= 64; ++i) last = register(VENDOR, someRelease(1, one(last)));
        assertEq(releases.ancestorsOf(last).length, 64);
        vm.prank(VENDOR);
        vm.expectRevert(IReleases.TooManyAncestors.selector);
        releases.register(someRelease(1, one(last)));
    }

    function test_aShardWithoutTheListsSchemeIsCleanOfNothing() public {
        shardOf(VENDOR, 7, "text");
        submitPages(7, 3);
        ReleaseId release = register(VENDOR, someRelease(7, none()));
        sameStatus(release, ReleaseStatus(0, 0, 2, 3, release, 7));
        assertTrue(!releases.isClean(release, list, 1), "clean");
    }

    /// A vendor that uses another vendor's commitment must register its schemes itself; the proofs are shared.
    function test_schemesAreSaidByTheReleasesVendor() public {
        submitPages(1, 3);
        shardOf(FORKER, 1, "text");
        ReleaseId release = register(FORKER, someRelease(1, none()));
        assertTrue(!releases.isClean(release, list, 1), "clean by another vendor's word");
    }

    function testFuzz_requireCleanAllowsTheLagItIsTold(uint8 accepted, uint256 maxLag) public {
        accepted %= 4;
        submitPages(1, accepted);
        ReleaseId release = register(VENDOR, someRelease(1, none()));
        uint256 lag = 3 - accepted;
        if (accepted < 2 || lag > maxLag) {
            vm.expectRevert(abi.encodeWithSelector(IReleases.NotClean.selector, release, list, lag, release, 1));
        }
        releases.requireClean(release, list, maxLag);
    }

    function test_aReleaseThatLagsTooMuchIsNotClean() public {
        submitPages(1, 2);
        ReleaseId release = register(VENDOR, someRelease(1, none()));
        releases.requireClean(release, list, 1);
        vm.expectRevert(abi.encodeWithSelector(IReleases.NotClean.selector, release, list, 1, release, 1));
        releases.requireClean(release, list, 0);
    }

    function testFuzz_nobodyIsCleanAgainstNothing(ListId unknown, uint256 maxLag) public {
        vm.assume(ListId.unwrap(unknown) != ListId.unwrap(list));
        ReleaseId release = register(VENDOR, someRelease(1, none()));
        vm.expectRevert(abi.encodeWithSelector(IBlocklists.UnknownList.selector, unknown));
        releases.requireClean(release, unknown, maxLag);
        ListId empty = newList("empty");
        vm.expectRevert(abi.encodeWithSelector(IReleases.NotClean.selector, release, empty, 0, release, 1));
        releases.requireClean(release, empty, maxLag);
        vm.expectRevert(abi.encodeWithSelector(IBlocklists.UnknownEpoch.selector, empty, 0));
        releases.isClean(release, empty, 0);
        vm.expectRevert(abi.encodeWithSelector(IBlocklists.UnknownEpoch.selector, list, 3));
        releases.isClean(release, list, 3);
    }

    /// Pages of an unconfirmed epoch do not count as lag, and neither does being ahead.
    function test_onlyEpochsThatCountAreLag() public {
        address[] memory reviewers = new address[](1);
        reviewers[0] = address(this);
        ListId reviewed = lists.create(ListConfig("sha256", "reviewed", reviewers, 1), 0);
        append(reviewed, 100, 1);
        append(reviewed, 200, 1);
        lists.review(reviewed, 1, CONTENT);
        ReleaseId release = register(VENDOR, someRelease(1, none()));
        submit(1, reviewed, 0);
        assertEq(releases.statusOf(release, reviewed).lag, 0);
        releases.requireClean(release, reviewed, 0);
        vm.expectRevert(abi.encodeWithSelector(IBlocklists.EpochNotConfirmed.selector, reviewed, 2));
        releases.isClean(release, reviewed, 2);
        lists.review(reviewed, 2, CONTENT);
        assertEq(releases.statusOf(release, reviewed).lag, 1);
        submit(1, reviewed, 1);
        assertEq(releases.statusOf(release, reviewed).cleanEpoch, 2);
    }

    /// No release is clean against a list without confirmed epochs, whatever the maximum lag.
    function testFuzz_nobodyIsCleanBeforeAnEpochCounts(uint256 maxLag) public {
        address[] memory reviewers = new address[](1);
        reviewers[0] = address(this);
        ListId reviewed = lists.create(ListConfig("sha256", "reviewed", reviewers, 1), 0);
        append(reviewed, 100, 1);
        ReleaseId release = register(VENDOR, someRelease(1, none()));
        assertEq(releases.statusOf(release, reviewed).cleanEpoch, 0);
        vm.expectRevert(abi.encodeWithSelector(IReleases.NotClean.selector, release, reviewed, 0, release, 1));
        releases.requireClean(release, reviewed, maxLag);
        vm.expectRevert(abi.encodeWithSelector(IBlocklists.EpochNotConfirmed.selector, reviewed, 1));
        releases.isClean(release, reviewed, 1);
    }

    /// The example contract adds no release then, nor after all appended epochs were dropped.
    function testFuzz_aGateIsShutBeforeAnEpochCounts(uint256 maxLag) public {
        address[] memory reviewers = new address[](1);
        reviewers[0] = address(this);
        ListId reviewed = lists.create(ListConfig("sha256", "reviewed", reviewers, 1), 0);
        ModelRegistry registry = Deploy.modelRegistry(releases, reviewed, maxLag);
        ReleaseId release = register(VENDOR, someRelease(1, none()));
        bytes memory reason = abi.encodeWithSelector(IReleases.NotClean.selector, release, reviewed, 0, release, 1);
        vm.expectRevert(reason);
        registry.add(release);
        append(reviewed, 100, 1);
        vm.expectRevert(reason);
        registry.add(release);
        lists.drop(reviewed, 1, CONTENT);
        vm.expectRevert(reason);
        registry.add(release);
        append(reviewed, 101, 1);
        lists.review(reviewed, 1, CONTENT);
        submit(1, reviewed, 0);
        registry.add(release);
    }

    function test_theStatusFallsWhenACircuitIsRevoked() public {
        submitPages(1, 3);
        ReleaseId release = register(VENDOR, someRelease(1, none()));
        releases.requireClean(release, list, 0);
        vm.prank(GUARDIAN);
        ledger.revoke(large, "broken");
        vm.expectRevert(abi.encodeWithSelector(IReleases.NotClean.selector, release, list, 3, release, 1));
        releases.requireClean(release, list, 0);
    }

    function test_aGateLetsCleanReleasesIn() public {
        ModelRegistry registry = Deploy.modelRegistry(releases, list, 1);
        ReleaseId release = register(VENDOR, someRelease(1, none()));
        vm.expectRevert(abi.encodeWithSelector(IReleases.NotClean.selector, release, list, 3, release, 1));
        registry.add(release);
        submitPages(1, 2);
        vm.expectEmit(address(registry));
        emit ModelRegistry.Added(release, address(this));
        registry.add(release);
    }

    function sameStatus(ReleaseId release, ReleaseStatus memory expected) private view {
        assertEq(keccak256(abi.encode(releases.statusOf(release, list))), keccak256(abi.encode(expected)));
    }
}
