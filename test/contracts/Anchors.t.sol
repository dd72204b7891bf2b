// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Anchors} from "../../contracts/custody/Anchors.sol";
import {IAnchors} from "../../contracts/interfaces/IAnchors.sol";
import {ReleaseId} from "../../contracts/interfaces/Ids.sol";
import {IReleases} from "../../contracts/interfaces/IReleases.sol";
import {Deploy} from "./support/Deploy.sol";
import {ReleaseFixture} from "./support/ReleaseFixture.sol";

/// Properties of anchors:
///   only the vendor of a release anchors for it
///   a root keeps its first time
///   exactly the digests under an anchored root have its time
contract AnchorsTest is ReleaseFixture {
    Anchors private anchors;
    ReleaseId private release;
    ReleaseId private other;

    function setUp() public override {
        super.setUp();
        anchors = Deploy.anchors(releases);
        release = register(VENDOR, someRelease(1, none()));
        other = register(VENDOR, someRelease(2, none()));
    }

    function testFuzz_aRootKeepsItsFirstTime(bytes32 root, uint48 time, uint48 wait) public {
        vm.assume(root != 0 && time != 0);
        assertEq(address(anchors.releases()), address(releases));
        assertEq(anchors.timeOf(release, root), 0);
        vm.warp(time);
        vm.expectEmit(address(anchors));
        emit IAnchors.Anchored(release, root, VENDOR);
        vm.prank(VENDOR);
        anchors.anchor(release, root);
        assertEq(anchors.timeOf(release, root), time);
        assertEq(anchors.timeOf(other, root), 0);
        vm.warp(uint256(time) + wait);
        vm.expectRevert(abi.encodeWithSelector(IAnchors.AlreadyAnchored.selector, release, root, time));
        vm.prank(VENDOR);
        anchors.anchor(release, root);
        vm.prank(VENDOR);
        anchors.anchor(other, root);
        assertEq(anchors.timeOf(other, root), uint256(time) + wait);
        assertEq(anchors.timeOf(release, root), time);
    }

    function testFuzz_onlyTheVendorAnchors(address caller, bytes32 root) public {
        vm.assume(caller != VENDOR);
        vm.expectRevert(abi.encodeWithSelector(IReleases.NotVendor.selector, release, caller));
        vm.prank(caller);
        anchors.anchor(release, root);
        assertEq(anchors.timeOf(release, root), 0);
    }

    function test_thereMustBeARootAndARelease() public {
        vm.expectRevert(IAnchors.NoRoot.selector);
        vm.prank(VENDOR);
        anchors.anchor(release, 0);
        vm.expectRevert(abi.encodeWithSelector(IReleases.UnknownRelease.selector, ReleaseId.wrap("nowhere")));
        vm.prank(VENDOR);
        anchors.anchor(ReleaseId.wrap("nowhere"), "root");
    }

    function testFuzz_exactlyTheDigestsUnderARootHaveItsTime(bytes32[3] memory digests, bytes32 stranger) public {
        vm.assume(stranger != digests[0] && stranger != digests[1] && stranger != digests[2]);
        // Of two equal digests, each has the other's path as well.
        vm.assume(digests[0] != digests[2]);
        bytes32 pair = parentOf(leafOf(digests[0]), leafOf(digests[1]));
        bytes32 root = parentOf(pair, leafOf(digests[2]));
        bytes32[][3] memory proofs = [
            path(leafOf(digests[1]), leafOf(digests[2])),
            path(leafOf(digests[0]), leafOf(digests[2])),
            path(pair)
        ];
        for (uint256 i = 0; i < 3; ++i) assertEq(anchors.timeOfDigest(release, root, digests[i], proofs[i]), 0);
        vm.warp(1_800_000_000);
        vm.prank(VENDOR);
        anchors.anchor(release, root);
        for (uint256 i = 0; i < 3; ++i) {
            assertEq(anchors.timeOfDigest(release, root, digests[i], proofs[i]), 1_800_000_000);
            assertEq(anchors.timeOfDigest(other, root, digests[i], proofs[i]), 0);
            assertEq(anchors.timeOfDigest(release, root, stranger, proofs[i]), 0);
        }
        assertEq(anchors.timeOfDigest(release, root, digests[0], path(pair)), 0);
        assertEq(anchors.timeOfDigest(release, root, root, new bytes32[](0)), 0);
        assertEq(anchors.timeOfDigest(release, root, pair, path(leafOf(digests[2]))), 0);
    }

    /// The root that the package merkle-tree 1.0.8 of OpenZeppelin gives for the digests 0x11…, 0x22… and 0x33….
    function test_rootsAreThoseOfOpenZeppelin() public pure {
        (bytes32 a, bytes32 b, bytes32 c) = (repeated(0x11), repeated(0x22), repeated(0x33));
        bytes32 root = 0xa9b9d19e00269b8e357d6b17ae987e7f306e63b8e77615ce706ec522974d2fea;
        bytes32[3] memory roots = [
            parentOf(parentOf(leafOf(a), leafOf(b)), leafOf(c)),
            parentOf(parentOf(leafOf(a), leafOf(c)), leafOf(b)),
            parentOf(parentOf(leafOf(b), leafOf(c)), leafOf(a))
        ];
        assertTrue(roots[0] == root || roots[1] == root || roots[2] == root, "root");
    }

    function repeated(uint8 value) private pure returns (bytes32) {
        return bytes32((type(uint256).max / 255) * value);
    }

    function leafOf(bytes32 digest) private pure returns (bytes32) {
        return keccak256(abi.encode(keccak256(abi.encode(digest))));
    }

    function parentOf(bytes32 a, bytes32 b) private pure returns (bytes32) {
        return a < b ? keccak256(abi.encode(a, b)) : keccak256(abi.encode(b, a));
    }

    function path(bytes32 only) private pure returns (bytes32[] memory proof) {
        proof = new bytes32[](1);
        proof[0] = only;
    }

    function path(bytes32 first, bytes32 second) private pure returns (bytes32[] memory proof) {
        proof = new bytes32[](2);
        (proof[0], proof[1]) = (first, second);
    }
}
