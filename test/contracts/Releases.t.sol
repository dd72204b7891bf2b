// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ReleaseId} from "../../contracts/interfaces/Ids.sol";
import {FirstRegistration, IReleases, Release, Shard} from "../../contracts/interfaces/IReleases.sol";
import {Base32} from "./support/Base32.sol";
import {ReleaseFixture} from "./support/ReleaseFixture.sol";

/// Properties of releases:
///   a version of a vendor's model is one release
///   a release never changes (ReleaseStatus.t.sol has its status)
///   the first vendor of a commitment is kept, regardless of later registrations
///   only the vendor can publish evidence, by its content identifier
contract ReleasesTest is ReleaseFixture {
    function testFuzz_aReleaseIsWhatWasSaid(string calldata model, bytes32 weights, uint48 time) public {
        Release memory content = someRelease(1, none());
        (content.model, content.weights) = (model, weights);
        ReleaseId expected = ReleaseId.wrap(keccak256(abi.encode(VENDOR, content)));
        vm.warp(time);
        vm.expectEmit(address(releases));
        emit IReleases.ReleaseRegistered(expected, VENDOR, weights, content);
        vm.prank(VENDOR);
        ReleaseId release = releases.register(content);
        assertEq(ReleaseId.unwrap(release), ReleaseId.unwrap(expected));
        assertEq(keccak256(abi.encode(releases.releaseOf(release))), keccak256(abi.encode(content)));
        assertEq(releases.vendorOf(release), VENDOR);
        assertEq(releases.timeOf(release), time);
        vm.prank(VENDOR);
        vm.expectRevert(abi.encodeWithSelector(IReleases.ReleaseExists.selector, release));
        releases.register(content);
    }

    function testFuzz_aVersionMeansOneThing(bytes32 weights) public {
        Release memory content = someRelease(1, none());
        assertEq(ReleaseId.unwrap(releases.releaseTagged(VENDOR, content.model, content.version)), 0);
        ReleaseId first = register(VENDOR, content);
        ReleaseId tagged = releases.releaseTagged(VENDOR, content.model, content.version);
        assertEq(ReleaseId.unwrap(tagged), ReleaseId.unwrap(first));
        vm.assume(weights != content.weights);
        content.weights = weights;
        vm.prank(VENDOR);
        vm.expectRevert(abi.encodeWithSelector(IReleases.TagTaken.selector, first));
        releases.register(content);
        assertEq(ReleaseId.unwrap(releases.releaseTagged(FORKER, content.model, content.version)), 0);
        assertEq(ReleaseId.unwrap(releases.releaseTagged(VENDOR, "other", content.version)), 0);
        content.version = "another";
        ReleaseId second = register(VENDOR, content);
        assertEq(ReleaseId.unwrap(releases.releaseTagged(VENDOR, content.model, "another")), ReleaseId.unwrap(second));
        shardOf(FORKER, 1, "sha256");
        register(FORKER, someRelease(1, none()));
    }

    function test_shardsAreTheirVendors() public {
        bytes32[] memory schemes = new bytes32[](2);
        (schemes[0], schemes[1]) = ("text", "url");
        Shard memory shard = Shard(schemes, "ipfs://shard");
        vm.expectEmit(address(releases));
        emit IReleases.ShardRegistered(VENDOR, 9, shard);
        vm.prank(VENDOR);
        releases.registerShard(9, shard);
        assertEq(keccak256(abi.encode(releases.shardOf(VENDOR, 9))), keccak256(abi.encode(shard)));
        assertTrue(releases.hasScheme(VENDOR, 9, "text") && releases.hasScheme(VENDOR, 9, "url"), "schemes");
        assertTrue(!releases.hasScheme(VENDOR, 9, "sha256") && !releases.hasScheme(FORKER, 9, "text"), "other schemes");
        vm.prank(VENDOR);
        vm.expectRevert(abi.encodeWithSelector(IReleases.ShardExists.selector, VENDOR, 9));
        releases.registerShard(9, shard);
        vm.expectRevert(IReleases.NoSchemes.selector);
        releases.registerShard(9, Shard(new bytes32[](0), ""));
    }

    /// A vendor that copies another vendor's commitment is not the first.
    function testFuzz_theFirstToDescribeACommitmentIsKept(uint256 commitment, uint48 time, uint16 wait) public {
        vm.assume(commitment > 5);
        sameFirst(commitment, address(0), 0);
        vm.prank(FORKER);
        vm.expectRevert(IReleases.NoSchemes.selector);
        releases.registerShard(commitment, Shard(new bytes32[](0), ""));
        sameFirst(commitment, address(0), 0);
        vm.warp(time);
        shardOf(VENDOR, commitment, "sha256");
        sameFirst(commitment, VENDOR, time);
        vm.warp(uint256(time) + wait);
        shardOf(FORKER, commitment, "sha256");
        sameFirst(commitment, VENDOR, time);
    }

    /// First registrations are kept per commitment, regardless of who is first for another one.
    function test_commitmentsHaveTheirOwnFirst() public {
        shardOf(FORKER, 1, "sha256");
        shardOf(FORKER, 9, "sha256");
        shardOf(VENDOR, 9, "text");
        sameFirst(1, VENDOR, block.timestamp);
        sameFirst(5, FORKER, block.timestamp);
        sameFirst(9, FORKER, block.timestamp);
    }

    function sameFirst(uint256 commitment, address vendor, uint256 time) private view {
        FirstRegistration memory first = releases.firstRegistrationOf(commitment);
        assertEq(first.vendor, vendor);
        assertEq(first.time, time);
    }

    function test_registerRefusesWhatIsMissing() public {
        Release memory content = someRelease(1, none());
        vm.prank(FORKER);
        vm.expectRevert(abi.encodeWithSelector(IReleases.UnknownShard.selector, FORKER, 1));
        releases.register(content);
        content.shards = new uint256[](0);
        vm.prank(VENDOR);
        vm.expectRevert(IReleases.NoShards.selector);
        releases.register(content);
        content = someRelease(1, one(ReleaseId.wrap("nowhere")));
        vm.prank(VENDOR);
        vm.expectRevert(abi.encodeWithSelector(IReleases.UnknownRelease.selector, ReleaseId.wrap("nowhere")));
        releases.register(content);
    }

    function testFuzz_unknownReleasesAreErrors(ReleaseId release) public {
        bytes memory reason = abi.encodeWithSelector(IReleases.UnknownRelease.selector, release);
        vm.expectRevert(reason);
        releases.releaseOf(release);
        vm.expectRevert(reason);
        releases.vendorOf(release);
        vm.expectRevert(reason);
        releases.statusOf(release, list);
        vm.expectRevert(reason);
        releases.isClean(release, list, 1);
        vm.expectRevert(reason);
        releases.requireClean(release, list, type(uint256).max);
    }

    function testFuzz_evidenceIsTheVendorsLastWord(bytes32 first, bytes32 second, address stranger) public {
        ReleaseId release = register(VENDOR, someRelease(1, none()));
        assertEq(bytes(releases.evidenceOf(release)).length, 0);
        vm.assume(stranger != VENDOR);
        vm.prank(stranger);
        vm.expectRevert(abi.encodeWithSelector(IReleases.NotVendor.selector, release, stranger));
        releases.publishEvidence(release, Base32.cid(0x70, first));
        bytes32[3] memory hashes = [first, second, first];
        for (uint256 i = 0; i < 3; ++i) {
            string memory cid = Base32.cid(0x70, hashes[i]);
            vm.expectEmit(address(releases));
            emit IReleases.EvidencePublished(release, cid);
            vm.prank(VENDOR);
            releases.publishEvidence(release, cid);
            assertEq(keccak256(bytes(releases.evidenceOf(release))), keccak256(bytes(cid)));
        }
    }

    function testFuzz_evidenceOfUnknownReleasesIsAnError(ReleaseId release) public {
        bytes memory reason = abi.encodeWithSelector(IReleases.UnknownRelease.selector, release);
        vm.expectRevert(reason);
        releases.evidenceOf(release);
        vm.expectRevert(reason);
        releases.publishEvidence(release, Base32.cid(0x70, 0));
    }

    function test_evidenceIsNamedByACid() public {
        ReleaseId release = register(VENDOR, someRelease(1, none()));
        string[3] memory bad = ["", "ipfs://bafybeibnoelefnzgwbcacyt4vh52ymxvzbjq7mmqhtcnwarfq4lzegsiqe", "bafy"];
        for (uint256 i = 0; i < bad.length; ++i) {
            vm.prank(VENDOR);
            vm.expectRevert(abi.encodeWithSelector(IReleases.InvalidCid.selector, bad[i]));
            releases.publishEvidence(release, bad[i]);
        }
        assertEq(bytes(releases.evidenceOf(release)).length, 0);
    }
}
