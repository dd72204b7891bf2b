// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {EpochOracle, SignedAt} from "../../contracts/adapters/EpochOracle.sol";
import {IBlocklists, ListConfig} from "../../contracts/interfaces/IBlocklists.sol";
import {ListId} from "../../contracts/interfaces/Ids.sol";
import {Deploy} from "./support/Deploy.sol";
import {Fixture} from "./support/Fixture.sol";

/// Properties of the oracle consumer:
///   an epoch is published exactly when enough signers report the same content within an hour
///   a report is for one oracle and one place in the list: none is replayed
///   Chainlink's reports come from its forwarder and the list's workflow
contract EpochOracleTest is Fixture {
    address private constant FORWARDER = address(0xF0);
    bytes32 private constant WORKFLOW = keccak256("workflow");
    uint256 private constant NOW = 1_800_000_000;

    EpochOracle private oracle;
    ListId private list;
    uint256[3] private keys;
    address[] private signers;

    function setUp() public override {
        super.setUp();
        vm.warp(NOW);
        keys = [uint256(11), 22, 33];
        for (uint256 i = 0; i < 3; ++i) {
            for (uint256 j = i + 1; j < 3; ++j) {
                if (vm.addr(keys[j]) < vm.addr(keys[i])) (keys[i], keys[j]) = (keys[j], keys[i]);
            }
            signers.push(vm.addr(keys[i]));
        }
        list = newList("oracle");
        oracle = newOracle(signers, 2, FORWARDER);
        lists.setPublisher(list, address(oracle), true);
    }

    function testFuzz_publishesWhatEnoughReport(uint8 who, uint16 age) public {
        age = uint16(bound(age, 0, 3600));
        bytes memory data = content(0);
        SignedAt[] memory all = new SignedAt[](3);
        uint256 count = 0;
        for (uint256 i = 0; i < 3; ++i) {
            if ((who >> i) & 1 == 0) continue;
            all[i] = signed(keys[i], data, NOW - age);
            ++count;
        }
        if (count < 2) {
            vm.expectRevert(abi.encodeWithSelector(EpochOracle.TooFewSignatures.selector, count));
            oracle.publish(data, all);
            assertEq(lists.epochCount(list), 0);
            return;
        }
        vm.expectEmit(address(oracle));
        emit EpochOracle.Reported(list, 1, CONTENT);
        assertEq(oracle.publish(data, all), 1);
        assertEq(lists.pageCount(list), 2);
        assertEq(lists.epochOf(list, 1).contentHash, CONTENT);
    }

    function test_isWhatWasDeployed() public view {
        assertEq(keccak256(abi.encode(oracle.signersOf())), keccak256(abi.encode(signers)));
        assertEq(oracle.threshold(), 2);
        assertEq(oracle.forwarder(), FORWARDER);
        assertEq(oracle.workflow(), WORKFLOW);
        assertEq(address(oracle.blocklists()), address(lists));
        assertEq(ListId.unwrap(oracle.list()), ListId.unwrap(list));
        assertEq(oracle.templateId(), keccak256(abi.encode(block.chainid, oracle, list)));
        bytes4 receiver = EpochOracle.onReport.selector;
        assertTrue(oracle.supportsInterface(receiver) && oracle.supportsInterface(0x01ffc9a7), "interfaces");
        assertTrue(!oracle.supportsInterface(0xffffffff), "others");
        assertEq(bytes32(receiver), bytes32(bytes4(0x805f2132)));
    }

    function test_refusesAReplay() public {
        bytes memory data = content(0);
        SignedAt[] memory all = both(data, NOW);
        oracle.publish(data, all);
        vm.expectRevert(abi.encodeWithSelector(EpochOracle.StaleSignature.selector, 0, NOW));
        oracle.publish(data, all);
        EpochOracle other = newOracle(signers, 2, FORWARDER);
        lists.setPublisher(list, address(other), true);
        bytes memory next = content(2);
        SignedAt[] memory forFirst = both(next, NOW);
        vm.expectRevert(abi.encodeWithSelector(EpochOracle.InvalidSignature.selector, 0));
        other.publish(next, forFirst);
        assertEq(oracle.publish(next, forFirst), 2);
    }

    /// A dropped epoch leaves its place free. What was signed before it was published is not for that place.
    function testFuzz_refusesAReplayAfterTheEpochWasDropped(uint16 later, uint16 age) public {
        later = uint16(bound(later, 0, 3600));
        list = reviewedList();
        oracle = newOracle(signers, 2, FORWARDER);
        lists.setPublisher(list, address(oracle), true);
        bytes memory data = content(0);
        oracle.publish(data, both(data, NOW));
        lists.drop(list, 1, CONTENT);
        vm.warp(NOW + later);
        age = uint16(bound(age, 0, 3600));
        uint256 time = NOW + later - age;
        SignedAt[] memory all = both(data, time);
        if (age >= later) {
            vm.expectRevert(abi.encodeWithSelector(EpochOracle.StaleSignature.selector, 0, time));
            oracle.publish(data, all);
            assertEq(lists.epochCount(list), 0);
        } else {
            assertEq(oracle.publish(data, all), 1);
        }
    }

    function test_takesSignaturesOfAnHourAgo() public {
        bytes memory data = content(0);
        assertEq(oracle.publish(data, both(data, NOW - 3600)), 1);
    }

    function testFuzz_refusesStaleSignatures(uint32 age, bool future) public {
        age = uint32(bound(age, 1, type(uint32).max / 4));
        uint256 time = future ? NOW + age : NOW - 3600 - age;
        bytes memory data = content(0);
        SignedAt[] memory all = both(data, NOW);
        all[1] = signed(keys[1], data, time);
        vm.expectRevert(abi.encodeWithSelector(EpochOracle.StaleSignature.selector, 1, time));
        oracle.publish(data, all);
    }

    function testFuzz_refusesForgeries(uint256 key, uint64 page) public {
        key = bound(key, 34, type(uint128).max);
        bytes memory data = content(0);
        SignedAt[] memory all = both(data, NOW);
        all[1] = signed(key, data, NOW);
        vm.expectRevert(abi.encodeWithSelector(EpochOracle.InvalidSignature.selector, 1));
        oracle.publish(data, all);
        all[1] = signed(keys[1], abi.encode(page), NOW);
        vm.expectRevert(abi.encodeWithSelector(EpochOracle.InvalidSignature.selector, 1));
        oracle.publish(data, all);
        (all[1], all[0]) = (all[0], signed(keys[1], data, NOW));
        vm.expectRevert(abi.encodeWithSelector(EpochOracle.InvalidSignature.selector, 0));
        oracle.publish(data, all);
        all[0] = SignedAt(NOW, "short");
        vm.expectRevert(abi.encodeWithSelector(EpochOracle.InvalidSignature.selector, 0));
        oracle.publish(data, all);
        all = new SignedAt[](2);
        vm.expectRevert(abi.encodeWithSelector(EpochOracle.WrongSignatureCount.selector, 2));
        oracle.publish(data, all);
    }

    function testFuzz_publishesChainlinksReports(address caller, bytes32 workflow, bytes32 template) public {
        vm.assume(caller != FORWARDER && workflow != WORKFLOW && template != oracle.templateId());
        bytes memory report = abi.encode(oracle.templateId(), content(0));
        vm.expectRevert(abi.encodeWithSelector(EpochOracle.NotForwarder.selector, caller));
        vm.prank(caller);
        oracle.onReport(metadata(WORKFLOW), report);
        vm.expectRevert(EpochOracle.WrongWorkflow.selector);
        vm.prank(FORWARDER);
        oracle.onReport(metadata(workflow), report);
        vm.expectRevert(EpochOracle.WrongWorkflow.selector);
        vm.prank(FORWARDER);
        oracle.onReport(abi.encodePacked(WORKFLOW, bytes31(0)), report);
        vm.expectRevert(abi.encodeWithSelector(EpochOracle.WrongTemplate.selector, template));
        vm.prank(FORWARDER);
        oracle.onReport(metadata(WORKFLOW), abi.encode(template, content(0)));
        vm.prank(FORWARDER);
        oracle.onReport(metadata(WORKFLOW), report);
        assertEq(lists.epochCount(list), 1);
        vm.expectRevert(abi.encodeWithSelector(IBlocklists.PageCountMismatch.selector, list, 2, 0));
        vm.prank(FORWARDER);
        oracle.onReport(metadata(WORKFLOW), report);
    }

    /// Without a threshold, no number of signatures publishes.
    function test_signersAreAscendingAndEnough() public {
        EpochOracle reportsOnly = newOracle(new address[](0), 0, FORWARDER);
        vm.expectRevert(abi.encodeWithSelector(EpochOracle.TooFewSignatures.selector, 0));
        reportsOnly.publish(content(0), new SignedAt[](0));
        newOracle(signers, 3, address(0));
        refusesToDeploy(new address[](0), 0, address(0));
        refusesToDeploy(signers, 4, FORWARDER);
        refusesToDeploy(signers, 0, FORWARDER);
        (signers[0], signers[1]) = (signers[1], signers[0]);
        refusesToDeploy(signers, 2, FORWARDER);
        signers[1] = signers[0];
        refusesToDeploy(signers, 2, FORWARDER);
        signers[0] = address(0);
        refusesToDeploy(signers, 2, FORWARDER);
    }

    function deploy(address[] memory all, uint256 threshold, address forwarder) external returns (EpochOracle) {
        return newOracle(all, threshold, forwarder);
    }

    function refusesToDeploy(address[] memory all, uint256 threshold, address forwarder) private {
        vm.expectRevert(EpochOracle.InvalidSigners.selector);
        this.deploy(all, threshold, forwarder);
    }

    function reviewedList() private returns (ListId) {
        address[] memory reviewers = new address[](1);
        reviewers[0] = address(this);
        return lists.create(ListConfig("sha256", "reviewed", reviewers, 1), 0);
    }

    function newOracle(address[] memory all, uint256 threshold, address forwarder) private returns (EpochOracle) {
        return Deploy.epochOracle(abi.encode(lists, list, all, threshold, forwarder, WORKFLOW));
    }

    function content(uint256 firstPage) private pure returns (bytes memory) {
        return abi.encode(firstPage, somePages(firstPage + 1, 2, 256), CONTENT, "ipfs://content");
    }

    function metadata(bytes32 workflow) private pure returns (bytes memory) {
        return abi.encodePacked(workflow, bytes10("name"), address(0xBEEF), bytes2(0x0001));
    }

    function both(bytes memory data, uint256 time) private view returns (SignedAt[] memory all) {
        all = new SignedAt[](3);
        (all[0], all[1]) = (signed(keys[0], data, time), signed(keys[1], data, time));
    }

    function signed(uint256 key, bytes memory data, uint256 time) private view returns (SignedAt memory) {
        bytes32 message = keccak256(abi.encodePacked(oracle.templateId(), time, data));
        bytes32 digest = keccak256(abi.encodePacked("\x19Ethereum Signed Message:\n32", message));
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest);
        return SignedAt(time, abi.encodePacked(r, s, v));
    }
}
