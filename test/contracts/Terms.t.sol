// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ReleaseId} from "../../contracts/interfaces/Ids.sol";
import {IReleases} from "../../contracts/interfaces/IReleases.sol";
import {ITerms, UseTerms} from "../../contracts/interfaces/ITerms.sol";
import {Terms} from "../../contracts/royalties/Terms.sol";
import {Deploy} from "./support/Deploy.sol";
import {ReleaseFixture} from "./support/ReleaseFixture.sol";

/// Properties of terms:
///   only the vendor states them, once
///   a use is permitted if the release and every ancestor have terms that permit it
///   no terms permit nothing
contract TermsTest is ReleaseFixture {
    Terms private terms;
    ReleaseId private root;
    ReleaseId private middle;
    ReleaseId private last;

    function setUp() public override {
        super.setUp();
        terms = Deploy.terms(releases);
        root = register(VENDOR, someRelease(1, none()));
        middle = register(VENDOR, someRelease(2, one(root)));
        last = register(VENDOR, someRelease(3, one(middle)));
    }

    function testFuzz_onlyTheVendorStatesTermsAndOnce(address caller, string calldata license) public {
        vm.assume(caller != VENDOR && bytes(license).length != 0);
        UseTerms memory content = UseTerms(license, "policy", "ipfs://policy", false, uses("military"));
        vm.expectRevert(abi.encodeWithSelector(IReleases.NotVendor.selector, root, caller));
        vm.prank(caller);
        terms.set(root, content);
        vm.expectEmit(address(terms));
        emit ITerms.TermsSet(root, VENDOR, content);
        set(root, content);
        assertEq(keccak256(abi.encode(terms.termsOf(root))), keccak256(abi.encode(content)));
        assertEq(bytes(terms.termsOf(middle).license).length, 0);
        assertEq(address(terms.releases()), address(releases));
        vm.expectRevert(abi.encodeWithSelector(ITerms.TermsExist.selector, root));
        set(root, content);
    }

    function testFuzz_everyAncestorMustPermit(uint8 stated, uint8 listed, bool onlyListed, bytes32 use) public {
        vm.assume(use != 0);
        ReleaseId[3] memory line = [last, middle, root];
        bool expected = true;
        bytes memory reason;
        for (uint256 i = 0; i < 3; ++i) {
            bool has = (stated >> i) & 1 == 1;
            bool lists = (listed >> i) & 1 == 1;
            if (has) set(line[i], UseTerms("MIT", 0, "", onlyListed, lists ? uses(use) : new bytes32[](0)));
            if (!expected || (has && lists == onlyListed)) continue;
            expected = false;
            reason = has
                ? abi.encodeWithSelector(ITerms.UseProhibited.selector, last, use, line[i])
                : abi.encodeWithSelector(ITerms.NoTerms.selector, last, line[i]);
        }
        assertTrue(terms.permits(last, use) == expected, "permits");
        if (!expected) vm.expectRevert(reason);
        terms.requireTerms(last, use);
    }

    function test_aUseIsOneOfMany() public {
        set(root, UseTerms("LicenseRef-example", 0, "", true, uses("commercial", "research")));
        terms.requireTerms(root, "commercial");
        terms.requireTerms(root, "research");
        vm.expectRevert(abi.encodeWithSelector(ITerms.UseProhibited.selector, root, bytes32("military"), root));
        terms.requireTerms(root, "military");
        set(middle, UseTerms("MIT", 0, "", false, uses("research")));
        assertTrue(terms.permits(middle, "commercial") && !terms.permits(middle, "research"), "both");
    }

    function testFuzz_unknownReleasesAreErrors(ReleaseId release) public {
        vm.assume(!(release == root || release == middle || release == last));
        bytes memory reason = abi.encodeWithSelector(IReleases.UnknownRelease.selector, release);
        vm.expectRevert(reason);
        terms.requireTerms(release, "military");
        vm.expectRevert(reason);
        terms.permits(release, "military");
        vm.expectRevert(reason);
        terms.set(release, UseTerms("MIT", 0, "", false, new bytes32[](0)));
    }

    function test_termsAreComplete() public {
        bytes32[] memory nothing = new bytes32[](0);
        UseTerms[3] memory bad = [
            UseTerms("", "policy", "ipfs://policy", false, nothing),
            UseTerms("MIT", "policy", "", false, nothing),
            UseTerms("MIT", 0, "ipfs://policy", false, nothing)
        ];
        for (uint256 i = 0; i < 3; ++i) {
            vm.expectRevert(abi.encodeWithSelector(ITerms.IncompleteTerms.selector, root));
            set(root, bad[i]);
        }
        bytes32[3] memory invalid = [bytes32("b"), "a", 0];
        for (uint256 i = 0; i < 3; ++i) {
            vm.expectRevert(abi.encodeWithSelector(ITerms.InvalidUse.selector, invalid[i]));
            set(root, UseTerms("MIT", 0, "", false, i == 2 ? uses(0) : uses("b", invalid[i])));
        }
        bytes32[] memory many = new bytes32[](65);
        for (uint256 i = 0; i < 65; ++i) many[i] = bytes32(i + 1);
        vm.expectRevert(abi.encodeWithSelector(ITerms.TooManyUses.selector, 65));
        set(root, UseTerms("MIT", 0, "", false, many));
        assembly ("memory-safe") {
            mstore(many, 64)
        }
        set(root, UseTerms("MIT", 0, "", false, many));
        assertTrue(!terms.permits(root, bytes32(uint256(64))) && terms.permits(root, bytes32(uint256(65))), "64");
    }

    function set(ReleaseId release, UseTerms memory content) private {
        vm.prank(VENDOR);
        terms.set(release, content);
    }

    function uses(bytes32 only) private pure returns (bytes32[] memory all) {
        all = new bytes32[](1);
        all[0] = only;
    }

    function uses(bytes32 first, bytes32 second) private pure returns (bytes32[] memory all) {
        all = new bytes32[](2);
        (all[0], all[1]) = (first, second);
    }
}
