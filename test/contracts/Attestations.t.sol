// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Releases} from "../../contracts/Releases.sol";
import {CleanAttestation, CleanAttestations} from "../../contracts/attestations/CleanAttestation.sol";
import {EasAttestation, EasResolver} from "../../contracts/attestations/EasResolver.sol";
import {IVeraxModule, VeraxModule, VeraxPayload} from "../../contracts/attestations/VeraxModule.sol";
import {IBlocklists, ListConfig} from "../../contracts/interfaces/IBlocklists.sol";
import {ListId, ReleaseId} from "../../contracts/interfaces/Ids.sol";
import {Release, Shard} from "../../contracts/interfaces/IReleases.sol";
import {Deploy} from "./support/Deploy.sol";
import {Fixture} from "./support/Fixture.sol";

/// Properties of the attestation checks (attestations.test.ts calls them through the real services):
///   an attestation passes exactly if it is true now
///   only the service may call, only for the contract's own schema, and no value is accepted
contract AttestationsTest is Fixture {
    address private constant EAS = address(0xEA5);

    Releases private releases;
    EasResolver private resolver;
    VeraxModule private module;
    ListId private list;
    ReleaseId private release;

    function setUp() public override {
        super.setUp();
        releases = Deploy.releases(ledger);
        resolver = Deploy.easResolver(EAS, releases);
        module = Deploy.veraxModule(releases);
        list = newList("m", 100, 1);
        append(list, 200, 1);
        bytes32[] memory schemes = new bytes32[](1);
        schemes[0] = "sha256";
        releases.registerShard(4, Shard(schemes, ""));
        uint256[] memory shards = new uint256[](1);
        shards[0] = 4;
        release = releases.register(Release("m", "1", 0, shards, new ReleaseId[](0), ""));
    }

    function test_aClaimPassesWhileItIsTrue() public {
        refuse(claim(1), isFalse(1));
        submit(4, list, 0);
        pass(claim(1));
        refuse(claim(2), isFalse(2));
        submit(4, list, 1);
        pass(claim(2));
        vm.prank(GUARDIAN);
        ledger.revoke(large, "");
        refuse(claim(1), isFalse(1));
    }

    /// Neither service attests anything about a list without confirmed epochs, whatever epoch is named.
    function testFuzz_nothingIsAttestedBeforeAnEpochCounts(uint64 epoch) public {
        address[] memory reviewers = new address[](1);
        reviewers[0] = address(this);
        list = lists.create(ListConfig("sha256", "reviewed", reviewers, 1), 0);
        append(list, 100, 1);
        bytes4 error = epoch == 1 ? IBlocklists.EpochNotConfirmed.selector : IBlocklists.UnknownEpoch.selector;
        refuse(claim(epoch), abi.encodeWithSelector(error, list, uint256(epoch)));
        lists.review(list, 1, CONTENT);
        submit(4, list, 0);
        pass(claim(1));
    }

    function testFuzz_whatIsNoClaimIsRefused(bytes calldata data) public {
        vm.assume(data.length != 96);
        refuse(data, abi.encodeWithSelector(CleanAttestations.InvalidAttestation.selector));
    }

    function test_oneFalseClaimAmongManyRefusesAll() public {
        submit(4, list, 0);
        EasAttestation[] memory many = new EasAttestation[](2);
        (many[0], many[1]) = (attestation(claim(1)), attestation(claim(1)));
        vm.prank(EAS);
        assertTrue(resolver.multiAttest(many, new uint256[](2)), "two true ones");
        for (uint256 i = 0; i < 2; ++i) {
            many[i].data = claim(2);
            vm.prank(EAS);
            vm.expectRevert(isFalse(2));
            resolver.multiAttest(many, new uint256[](2));
            many[i].data = claim(1);
        }
    }

    function testFuzz_otherSchemasAreRefused(bytes32 schema) public {
        submit(4, list, 0);
        vm.assume(schema != resolver.schemaUID() && schema != module.SCHEMA_ID());
        EasAttestation memory one = attestation(claim(1));
        one.schema = schema;
        vm.prank(EAS);
        vm.expectRevert(abi.encodeWithSelector(EasResolver.WrongSchema.selector, schema));
        resolver.attest(one);
        VeraxPayload memory payload = VeraxPayload(schema, 0, "", claim(1));
        vm.expectRevert(abi.encodeWithSelector(VeraxModule.WrongSchema.selector, schema));
        module.run(payload, "", address(0), 0, address(0), address(0), 0);
    }

    function testFuzz_onlyTheServiceIsAnswered(address stranger) public {
        vm.assume(stranger != EAS);
        submit(4, list, 0);
        bytes[4] memory calls = resolverCalls();
        for (uint256 i = 0; i < 4; ++i) {
            vm.prank(stranger);
            (bool ok, bytes memory answer) = address(resolver).call(calls[i]);
            assertEq(keccak256(answer), keccak256(abi.encodeWithSelector(EasResolver.OnlyEas.selector, stranger)));
            vm.prank(EAS);
            (ok, answer) = address(resolver).call(calls[i]);
            assertTrue(ok && abi.decode(answer, (bool)), "the service");
        }
    }

    function test_nothingIsTaken() public {
        submit(4, list, 0);
        bytes[4] memory calls = resolverCalls();
        vm.deal(EAS, 1 ether);
        for (uint256 i = 0; i < 4; ++i) {
            vm.prank(EAS);
            (, bytes memory answer) = address(resolver).call{value: 1}(calls[i]);
            assertEq(keccak256(answer), keccak256(abi.encodeWithSelector(EasResolver.NoValue.selector)));
        }
        assertEq(address(resolver).balance, 0);
        assertTrue(!resolver.isPayable(), "payable");
    }

    function testFuzz_theModuleSaysWhatItIs(bytes4 id) public view {
        assertTrue(module.supportsInterface(0x01ffc9a7), "ERC-165");
        assertTrue(module.supportsInterface(type(IVeraxModule).interfaceId), "module");
        bool isOurs = id == 0x01ffc9a7 || id == type(IVeraxModule).interfaceId;
        assertTrue(module.supportsInterface(id) == isOurs, "another");
    }

    function test_theSchemaIsTheServices() public view {
        bytes memory packed = abi.encodePacked("bytes32 release,bytes32 list,uint64 epoch", address(resolver), true);
        assertEq(resolver.schemaUID(), keccak256(packed));
        assertEq(module.SCHEMA_ID(), keccak256("bytes32 release,bytes32 list,uint64 epoch"));
        assertEq(address(resolver.releases()), address(releases));
        assertEq(address(module.releases()), address(releases));
    }

    function pass(bytes memory data) private {
        (EasAttestation memory one, VeraxPayload memory payload) = (attestation(data), payloadOf(data));
        vm.prank(EAS);
        assertTrue(resolver.attest(one), "EAS");
        module.run(payload, "", address(0), 0, address(0), address(0), 0);
    }

    function refuse(bytes memory data, bytes memory reason) private {
        EasAttestation memory one = attestation(data);
        VeraxPayload memory payload = payloadOf(data);
        vm.prank(EAS);
        vm.expectRevert(reason);
        resolver.attest(one);
        vm.expectRevert(reason);
        module.run(payload, "", address(0), 0, address(0), address(0), 0);
    }

    function resolverCalls() private view returns (bytes[4] memory) {
        EasAttestation memory one = attestation(claim(1));
        EasAttestation[] memory many = new EasAttestation[](1);
        many[0] = one;
        return [
            abi.encodeCall(resolver.attest, (one)),
            abi.encodeCall(resolver.multiAttest, (many, new uint256[](1))),
            abi.encodeCall(resolver.revoke, (one)),
            abi.encodeCall(resolver.multiRevoke, (many, new uint256[](1)))
        ];
    }

    function attestation(bytes memory data) private view returns (EasAttestation memory) {
        bytes32 schema = resolver.schemaUID();
        return EasAttestation(0, schema, 0, 0, 0, 0, address(0), address(0), true, data);
    }

    function payloadOf(bytes memory data) private view returns (VeraxPayload memory) {
        return VeraxPayload(module.SCHEMA_ID(), 0, "", data);
    }

    function claim(uint64 epoch) private view returns (bytes memory) {
        return abi.encode(CleanAttestation(release, list, epoch));
    }

    function isFalse(uint64 epoch) private view returns (bytes memory) {
        return abi.encodeWithSelector(CleanAttestations.AttestationIsFalse.selector, release, list, epoch);
    }
}
