// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Releases} from "../../contracts/Releases.sol";
import {ModelGate} from "../../contracts/examples/ModelGate.sol";
import {IBlocklists, Terms} from "../../contracts/interfaces/IBlocklists.sol";
import {ListId, ReleaseId} from "../../contracts/interfaces/Ids.sol";
import {IReleases, Release, ReleaseStatus, ShardTerms} from "../../contracts/interfaces/IReleases.sol";
import {Base32} from "./support/Base32.sol";
import {Scene} from "./support/Scene.sol";

/// Properties of releases:
///   a release is what its vendor said once; a status is what the ledger says now
///   clean pages are the fewest of all shards of the release and of everything that it descends from
///   a shard that has no keys of the list's scheme is clean of nothing
///   evidence is named by the vendor alone, by a content identifier
///   nobody is clean against a list with no epoch, or with less than an epoch
contract ReleasesTest is Scene {
    address private constant VENDOR = address(0xBEEF);
    address private constant FORKER = address(0xF0);

    Releases private releases;
    ListId private list;

    function setUp() public override {
        super.setUp();
        releases = new Releases(ledger);
        list = newList("m", 100, 2);
        append(list, 200, 1);
        for (uint256 shard = 1; shard <= 4; ++shard) shardOf(VENDOR, shard, "sha256");
        shardOf(FORKER, 5, "sha256");
    }

    function testFuzz_aReleaseIsWhatWasSaid(string calldata model, bytes32 weights, uint64 time) public {
        Release memory content = someRelease(1, none());
        (content.model, content.weights) = (model, weights);
        ReleaseId expected = ReleaseId.wrap(keccak256(abi.encode(VENDOR, content)));
        vm.warp(time);
        vm.expectEmit(address(releases));
        emit IReleases.ReleaseRegistered(expected, VENDOR, weights, content);
        vm.prank(VENDOR);
        ReleaseId release = releases.register(content);
        same(ReleaseId.unwrap(release), ReleaseId.unwrap(expected));
        same(keccak256(abi.encode(releases.releaseOf(release))), keccak256(abi.encode(content)));
        same(releases.vendorOf(release), VENDOR);
        same(releases.timeOf(release), time);
        vm.prank(VENDOR);
        vm.expectRevert(abi.encodeWithSelector(IReleases.ReleaseExists.selector, release));
        releases.register(content);
    }

    function test_shardsAreTheirVendors() public {
        bytes32[] memory schemes = new bytes32[](2);
        (schemes[0], schemes[1]) = ("text", "url");
        ShardTerms memory terms = ShardTerms(schemes, "ipfs://shard");
        vm.expectEmit(address(releases));
        emit IReleases.ShardRegistered(VENDOR, 9, terms);
        vm.prank(VENDOR);
        releases.registerShard(9, terms);
        same(keccak256(abi.encode(releases.shardOf(VENDOR, 9))), keccak256(abi.encode(terms)));
        check(releases.hasScheme(VENDOR, 9, "text") && releases.hasScheme(VENDOR, 9, "url"), "schemes");
        check(!releases.hasScheme(VENDOR, 9, "sha256") && !releases.hasScheme(FORKER, 9, "text"), "other schemes");
        vm.prank(VENDOR);
        vm.expectRevert(abi.encodeWithSelector(IReleases.ShardExists.selector, VENDOR, 9));
        releases.registerShard(9, terms);
        vm.expectRevert(IReleases.NoSchemes.selector);
        releases.registerShard(9, ShardTerms(new bytes32[](0), ""));
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

    function test_theShardFurthestBehindCounts() public {
        Release memory content = someRelease(1, none());
        content.shards = new uint256[](3);
        (content.shards[0], content.shards[1], content.shards[2]) = (1, 2, 3);
        ReleaseId release = register(VENDOR, content);
        submitPages(1, 3);
        submitPages(2, 2);
        submitPages(3, 3);
        sameStatus(release, ReleaseStatus(2, 1, 2, 1, release, 2));
        check(releases.isClean(release, list, 1) && !releases.isClean(release, list, 2), "epochs");
        submit(2, list, 2);
        sameStatus(release, ReleaseStatus(3, 2, 2, 0, release, 1));
        check(releases.isClean(release, list, 2), "clean");
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

    /// base <- left, right <- merged: base is looked at once.
    function test_eachAncestorIsListedOnce() public {
        ReleaseId base = register(VENDOR, someRelease(1, none()));
        ReleaseId left = register(VENDOR, someRelease(2, one(base)));
        ReleaseId right = register(VENDOR, someRelease(3, one(base)));
        ReleaseId[] memory parents = new ReleaseId[](3);
        (parents[0], parents[1], parents[2]) = (left, right, left);
        ReleaseId merged = register(VENDOR, someRelease(4, parents));
        ReleaseId[] memory ancestors = releases.ancestorsOf(merged);
        same(ancestors.length, 3);
        same(ReleaseId.unwrap(ancestors[0]), ReleaseId.unwrap(left));
        same(ReleaseId.unwrap(ancestors[1]), ReleaseId.unwrap(base));
        same(ReleaseId.unwrap(ancestors[2]), ReleaseId.unwrap(right));
    }

    function test_thereAreAtMost64Ancestors() public {
        ReleaseId last = register(VENDOR, someRelease(1, none()));
        for (uint256 i = 1; i <= 64; ++i) last = register(VENDOR, someRelease(1, one(last)));
        same(releases.ancestorsOf(last).length, 64);
        vm.prank(VENDOR);
        vm.expectRevert(IReleases.TooManyAncestors.selector);
        releases.register(someRelease(1, one(last)));
    }

    function test_aShardWithoutTheListsSchemeIsCleanOfNothing() public {
        shardOf(VENDOR, 7, "text");
        submitPages(7, 3);
        ReleaseId release = register(VENDOR, someRelease(7, none()));
        sameStatus(release, ReleaseStatus(0, 0, 2, 3, release, 7));
        check(!releases.isClean(release, list, 1), "clean");
    }

    /// A release that names another vendor's commitment needs its own word on the schemes; facts are facts.
    function test_schemesAreSaidByTheReleasesVendor() public {
        submitPages(1, 3);
        shardOf(FORKER, 1, "text");
        ReleaseId release = register(FORKER, someRelease(1, none()));
        check(!releases.isClean(release, list, 1), "clean by another vendor's word");
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

    /// Pages of an epoch that does not count yet are no lag, and being ahead is none either.
    function test_onlyEpochsThatCountAreLag() public {
        address[] memory reviewers = new address[](1);
        reviewers[0] = address(this);
        ListId reviewed = lists.create(Terms("sha256", "reviewed", reviewers, 1), 0);
        append(reviewed, 100, 1);
        append(reviewed, 200, 1);
        lists.review(reviewed, 1, CONTENT);
        ReleaseId release = register(VENDOR, someRelease(1, none()));
        submit(1, reviewed, 0);
        same(releases.statusOf(release, reviewed).lag, 0);
        submit(1, reviewed, 1);
        same(releases.statusOf(release, reviewed).lag, 0);
        releases.requireClean(release, reviewed, 0);
        lists.review(reviewed, 2, CONTENT);
        same(releases.statusOf(release, reviewed).cleanEpoch, 2);
    }

    function test_theStatusFallsWithTrust() public {
        submitPages(1, 3);
        ReleaseId release = register(VENDOR, someRelease(1, none()));
        releases.requireClean(release, list, 0);
        vm.prank(GUARDIAN);
        ledger.distrust(large, "broken");
        vm.expectRevert(abi.encodeWithSelector(IReleases.NotClean.selector, release, list, 3, release, 1));
        releases.requireClean(release, list, 0);
    }

    function test_aGateLetsCleanReleasesIn() public {
        ModelGate gate = new ModelGate(releases, list, 1);
        ReleaseId release = register(VENDOR, someRelease(1, none()));
        vm.expectRevert(abi.encodeWithSelector(IReleases.NotClean.selector, release, list, 3, release, 1));
        gate.admit(release);
        submitPages(1, 2);
        vm.expectEmit(address(gate));
        emit ModelGate.Admitted(release, address(this));
        gate.admit(release);
    }

    function testFuzz_evidenceIsTheVendorsLastWord(bytes32 first, bytes32 second, address stranger) public {
        ReleaseId release = register(VENDOR, someRelease(1, none()));
        same(bytes(releases.evidenceOf(release)).length, 0);
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
            same(keccak256(bytes(releases.evidenceOf(release))), keccak256(bytes(cid)));
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
            vm.expectRevert(abi.encodeWithSelector(IReleases.BadCid.selector, bad[i]));
            releases.publishEvidence(release, bad[i]);
        }
        same(bytes(releases.evidenceOf(release)).length, 0);
    }

    function register(address vendor, Release memory content) private returns (ReleaseId) {
        vm.prank(vendor);
        return releases.register(content);
    }

    function someRelease(uint256 shard, ReleaseId[] memory parents) private pure returns (Release memory) {
        uint256[] memory shards = new uint256[](1);
        shards[0] = shard;
        return Release("model", "1.0", keccak256("weights"), shards, parents, "https://example.org/terms");
    }

    function none() private pure returns (ReleaseId[] memory) {
        return new ReleaseId[](0);
    }

    function one(ReleaseId parent) private pure returns (ReleaseId[] memory parents) {
        parents = new ReleaseId[](1);
        parents[0] = parent;
    }

    function shardOf(address vendor, uint256 commitment, bytes32 scheme) private {
        bytes32[] memory schemes = new bytes32[](1);
        schemes[0] = scheme;
        vm.prank(vendor);
        releases.registerShard(commitment, ShardTerms(schemes, "ipfs://shard"));
    }

    function submitPages(uint256 commitment, uint256 count) private {
        for (uint256 page = 0; page < count; ++page) submit(commitment, list, page);
    }

    function sameStatus(ReleaseId release, ReleaseStatus memory expected) private view {
        same(keccak256(abi.encode(releases.statusOf(release, list))), keccak256(abi.encode(expected)));
    }
}
