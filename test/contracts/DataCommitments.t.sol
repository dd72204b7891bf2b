// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {DataCommitments} from "../../contracts/adapters/DataCommitments.sol";
import {IBlocklists} from "../../contracts/interfaces/IBlocklists.sol";
import {ListId, ReleaseId} from "../../contracts/interfaces/Ids.sol";
import {IReleases, Release} from "../../contracts/interfaces/IReleases.sol";
import {Deploy} from "./support/Deploy.sol";
import {ReleaseFixture} from "./support/ReleaseFixture.sol";

/// Properties of commit and reveal:
///   only what the vendor committed to is revealed, for its own release
///   data are fixed before an epoch if release and ancestors were committed to in an earlier block
contract DataCommitmentsTest is ReleaseFixture {
    bytes32 private constant SALT = keccak256("salt");

    DataCommitments private data;
    ReleaseId private parent;
    ReleaseId private child;
    ListId private confidential;

    function setUp() public override {
        super.setUp();
        data = Deploy.dataCommitments(releases);
        parent = register(VENDOR, someRelease(1, none()));
        child = register(VENDOR, someRelease(2, one(parent)));
        confidential = newList("confidential");
        assertEq(address(data.releases()), address(releases));
    }

    function testFuzz_fixedMeansCommittedBefore(uint16 ofParent, uint16 ofChild) public {
        (uint256 first, uint256 second) = (1_000_000 + uint256(ofParent), 1_000_000 + uint256(ofChild));
        commitAt(first < second ? first : second, first < second ? parent : child);
        commitAt(first < second ? second : first, first < second ? child : parent);
        vm.warp(1_032_768);
        append(confidential, 1, 2);
        requireNotFixed(child);
        data.reveal(parent, SALT);
        requireNotFixed(child);
        data.reveal(child, SALT);
        assertEq(data.fixedAt(child), second);
        if (first < 1_032_768) data.requireFixedBefore(parent, confidential, 1);
        else requireNotFixed(parent);
        if (second >= 1_032_768) requireNotFixed(child);
        else if (first < 1_032_768) data.requireFixedBefore(child, confidential, 1);
        else requireNotFixed(child, parent);
    }

    function test_theSameBlockIsNotBefore() public {
        commitAt(1_000_000, parent);
        append(confidential, 1, 2);
        data.reveal(parent, SALT);
        requireNotFixed(parent);
    }

    function test_everyAncestorIsFixedBefore() public {
        commitAt(1_000_000, child);
        vm.warp(1_000_001);
        append(confidential, 1, 2);
        data.reveal(child, SALT);
        requireNotFixed(child, parent);
        commitAt(1_000_002, parent);
        data.reveal(parent, SALT);
        requireNotFixed(child, parent);
    }

    function testFuzz_onlyWhatWasCommittedIsRevealed(bytes32 salt, address other) public {
        vm.assume(salt != SALT && other != VENDOR);
        bytes32 hash = hashOf(parent, SALT);
        vm.prank(other);
        data.commit(hash);
        vm.expectRevert(abi.encodeWithSelector(DataCommitments.NotCommitted.selector, parent, hash));
        data.reveal(parent, SALT);
        vm.warp(7);
        vm.expectEmit(address(data));
        emit DataCommitments.Committed(VENDOR, hash);
        vm.prank(VENDOR);
        data.commit(hash);
        assertEq(data.committedAt(VENDOR, hash), 7);
        vm.expectRevert(abi.encodeWithSelector(DataCommitments.NotCommitted.selector, parent, hashOf(parent, salt)));
        data.reveal(parent, salt);
        vm.expectRevert(abi.encodeWithSelector(DataCommitments.NotCommitted.selector, child, hashOf(child, SALT)));
        data.reveal(child, SALT);
        vm.expectEmit(address(data));
        emit DataCommitments.Revealed(parent, hash, 7);
        data.reveal(parent, SALT);
        vm.warp(8);
        vm.expectRevert(abi.encodeWithSelector(DataCommitments.AlreadyCommitted.selector, hash, 7));
        vm.prank(VENDOR);
        data.commit(hash);
        assertEq(data.commitmentCount(VENDOR), 1);
    }

    /// Whichever is revealed last, and by whom.
    function test_theEarliestCounts() public {
        bytes32 later = keccak256("later");
        bytes32[2] memory hashes = [hashOf(parent, SALT), hashOf(parent, later)];
        for (uint256 i = 0; i < 2; ++i) {
            vm.warp(10 + i);
            vm.prank(VENDOR);
            data.commit(hashes[i]);
        }
        assertEq(data.commitmentCount(VENDOR), 2);
        data.reveal(parent, later);
        assertEq(data.fixedAt(parent), 11);
        data.reveal(parent, SALT);
        data.reveal(parent, later);
        assertEq(data.fixedAt(parent), 10);
    }

    function test_unknownReleasesAndEpochsAreErrors() public {
        ReleaseId nowhere = ReleaseId.wrap("nowhere");
        vm.expectRevert(abi.encodeWithSelector(IReleases.UnknownRelease.selector, nowhere));
        data.reveal(nowhere, SALT);
        vm.expectRevert(abi.encodeWithSelector(IReleases.UnknownRelease.selector, nowhere));
        data.requireFixedBefore(nowhere, list, 1);
        vm.expectRevert(abi.encodeWithSelector(IBlocklists.UnknownEpoch.selector, list, 9));
        data.requireFixedBefore(parent, list, 9);
    }

    function requireNotFixed(ReleaseId release) private {
        requireNotFixed(release, release);
    }

    function requireNotFixed(ReleaseId release, ReleaseId because) private {
        bytes4 selector = DataCommitments.NotFixedBefore.selector;
        vm.expectRevert(abi.encodeWithSelector(selector, because, confidential, 1));
        data.requireFixedBefore(release, confidential, 1);
    }

    function commitAt(uint256 time, ReleaseId release) private {
        bytes32 hash = hashOf(release, SALT);
        vm.warp(time);
        vm.prank(VENDOR);
        data.commit(hash);
    }

    function hashOf(ReleaseId release, bytes32 salt) private view returns (bytes32) {
        Release memory content = releases.releaseOf(release);
        return keccak256(abi.encode(VENDOR, content.weights, content.shards, salt));
    }
}
