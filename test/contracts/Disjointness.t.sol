// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Releases} from "../../contracts/Releases.sol";
import {Accumulators} from "../../contracts/interfaces/IBlocklists.sol";
import {Admission, CircuitStatus, ICircuits, Roles} from "../../contracts/interfaces/ICircuits.sol";
import {DisjointnessClaim} from "../../contracts/interfaces/IDisjointnessVerifier.sol";
import {CircuitId, ListId, ReleaseId} from "../../contracts/interfaces/Ids.sol";
import {ILedger, ShardStatus} from "../../contracts/interfaces/ILedger.sol";
import {IReleases, Release, Shard} from "../../contracts/interfaces/IReleases.sol";
import {IVerifier} from "../../contracts/interfaces/IVerifier.sol";
import {Bn254} from "../../contracts/libraries/Bn254.sol";
import {DisjointnessVerifier} from "../../contracts/verifiers/DisjointnessVerifier.sol";
import {Deploy} from "./support/Deploy.sol";
import {AccumulatorSimulator} from "./support/Accumulators.sol";
import {DisjointnessFixture} from "./support/DisjointnessFixture.sol";
import {LyingDisjointnessVerifier} from "./support/LyingDisjointnessVerifier.sol";
import {Simulator} from "./support/Simulator.sol";

/// Properties of facts by epoch:
///   a proof against the whole list sets its epoch; one against what was added needs the epoch before it
///   a fact never falls, except when its powers of tau are revoked
///   facts by page and by epoch are of different commitments, and mix in a release
contract DisjointnessTest is DisjointnessFixture {
    ListId private another;

    function setUp() public override {
        super.setUp();
        another = newList("another");
        accumulate(another, 7, 0, 0);
    }

    function test_aWholeListIsOneProof() public {
        vm.expectEmit(address(ledger));
        emit ILedger.DisjointnessAccepted(commitment(SHARD), list, POWERS, 2);
        ledger.submitDisjointness(POWERS, againstWhole(2, proofOf(SHARD, 3)));
        reached(SHARD, 2);
        reached(OTHER, 0);
        ShardStatus memory status = ledger.statusOf(commitment(SHARD), list);
        assertEq(status.cleanPages, 2);
        assertEq(status.cleanEpoch, 2);
        assertTrue(ledger.isClean(commitment(SHARD), list, 1) && ledger.isClean(commitment(SHARD), list, 2), "clean");
        assertEq(ledger.acceptedWord(commitment(SHARD), list, 0), 0);
    }

    function test_whatWasAddedExtendsAFact() public {
        bytes memory reason = abi.encodeWithSelector(ILedger.BaseNotAccepted.selector, commitment(SHARD), list, 1);
        DisjointnessClaim[] memory claims = againstAdded(proofOf(SHARD, 5));
        vm.expectRevert(reason);
        ledger.submitDisjointness(POWERS, claims);
        ledger.submitDisjointness(POWERS, againstWhole(1, proofOf(SHARD, 2)));
        reached(SHARD, 1);
        ledger.submitDisjointness(POWERS, claims);
        reached(SHARD, 2);
    }

    /// The order of the claims counts: the first sets what the second needs.
    function test_bothInOneCall() public {
        DisjointnessClaim[] memory claims = new DisjointnessClaim[](2);
        (claims[0], claims[1]) = (againstWhole(1, proofOf(SHARD, 2))[0], againstAdded(proofOf(SHARD, 5))[0]);
        DisjointnessClaim[] memory turned = new DisjointnessClaim[](2);
        (turned[0], turned[1]) = (claims[1], claims[0]);
        bytes memory reason = abi.encodeWithSelector(ILedger.BaseNotAccepted.selector, commitment(SHARD), list, 1);
        vm.expectRevert(reason);
        ledger.submitDisjointness(POWERS, turned);
        ledger.submitDisjointness(POWERS, claims);
        reached(SHARD, 2);
    }

    function test_addedMayStartAtAnyEarlierEpoch() public {
        accumulate(list, 0, 7, 1);
        ledger.submitDisjointness(POWERS, againstWhole(1, proofOf(SHARD, 2)));
        ledger.submitDisjointness(POWERS, alone(claimOf(list, 3, true, 7, proofOf(SHARD, 7))));
        reached(SHARD, 3);
    }

    /// Nothing is verified and nothing happens, not even for an invalid proof.
    function test_whatIsAcceptedIsNoFailure() public {
        ledger.submitDisjointness(POWERS, againstWhole(2, proofOf(SHARD, 3)));
        vm.recordLogs();
        ledger.submitDisjointness(POWERS, againstWhole(2, proofOf(SHARD, 3)));
        ledger.submitDisjointness(POWERS, againstWhole(1, proofOf(SHARD, 3)));
        ledger.submitDisjointness(POWERS, againstAdded(proofOf(SHARD, 5)));
        assertEq(vm.getRecordedLogs().length, 0);
        reached(SHARD, 2);
    }

    /// Beside a new fact, it is verified again.
    function test_whatIsAcceptedIsVerifiedBesideWhatIsNot() public {
        ledger.submitDisjointness(POWERS, againstWhole(2, proofOf(SHARD, 3)));
        DisjointnessClaim memory claim = claimOf(list, 2, false, 3, 2);
        (claim.shards[0], claim.shards[1]) = (proofOf(SHARD, 2), proofOf(OTHER, 3));
        vm.expectRevert(abi.encodeWithSelector(ILedger.ProofRefused.selector, 0));
        ledger.submitDisjointness(POWERS, alone(claim));
        claim.shards[0] = proofOf(SHARD, 3);
        vm.recordLogs();
        ledger.submitDisjointness(POWERS, alone(claim));
        assertEq(vm.getRecordedLogs().length, 1);
        reached(OTHER, 2);
    }

    /// One shard or two, each with one P: few pairings, so that many inputs take minutes.
    function testFuzz_manyShardsAndLists(uint256 seed, uint8 counts) public {
        DisjointnessClaim[] memory claims = new DisjointnessClaim[](3);
        claims[0] = claimOf(list, 1, false, 2, 2);
        claims[1] = claimOf(list, 2, true, 5, 1 + (counts & 1));
        claims[2] = claimOf(another, 1, false, 7, 1 + ((counts >> 1) & 1));
        for (uint256 i = 0; i < 3; ++i) {
            uint256 b = [uint256(2), 5, 7][i];
            for (uint256 j = 0; j < claims[i].shards.length; ++j) {
                claims[i].shards[j] = AccumulatorSimulator.prove(shardOf(seed, j), b, [uint256(1), 3][j]);
            }
        }
        ledger.submitDisjointness(POWERS, claims);
        for (uint256 j = 0; j < 2; ++j) {
            assertEq(ledger.disjointEpoch(commitment(shardOf(seed, j)), list), j < claims[1].shards.length ? 2 : 1);
            assertEq(ledger.disjointEpoch(commitment(shardOf(seed, j)), another), j < claims[2].shards.length ? 1 : 0);
        }
    }

    function test_aBatchNeedsShards() public {
        vm.expectRevert(ILedger.EmptyBatch.selector);
        ledger.submitDisjointness(POWERS, new DisjointnessClaim[](0));
        vm.expectRevert(ILedger.EmptyBatch.selector);
        ledger.submitDisjointness(POWERS, alone(claimOf(list, 2, false, 3, 0)));
    }

    /// A claim without shards beside another one proves nothing and costs a pairing.
    function test_aClaimWithoutShardsIsHarmless() public {
        DisjointnessClaim[] memory claims = new DisjointnessClaim[](2);
        (claims[0], claims[1]) = (claimOf(list, 1, false, 2, 0), againstWhole(2, proofOf(SHARD, 3))[0]);
        vm.recordLogs();
        ledger.submitDisjointness(POWERS, claims);
        assertEq(vm.getRecordedLogs().length, 1);
    }

    function testFuzz_commitmentsAreHashes(CircuitId powers, uint256[2] calldata point) public view {
        bytes32 hash = keccak256(abi.encode(keccak256("disjoint/accumulator/v1"), powers, point[0], point[1]));
        assertEq(ledger.commitmentOf(powers, point), uint256(hash) % Bn254.FIELD_ORDER);
    }

    function test_pausedPowersTakeNothingMore() public {
        ledger.submitDisjointness(POWERS, againstWhole(1, proofOf(SHARD, 2)));
        vm.prank(GUARDIAN);
        ledger.pause(POWERS, "doubt");
        bytes memory reason = abi.encodeWithSelector(
            ICircuits.CircuitNotActive.selector,
            POWERS,
            CircuitStatus.Paused
        );
        DisjointnessClaim[] memory claims = againstAdded(proofOf(SHARD, 5));
        vm.expectRevert(reason);
        ledger.submitDisjointness(POWERS, claims);
        reached(SHARD, 1);
        assertEq(ledger.cleanPages(commitment(SHARD), list), 1);
    }

    function test_revokedPowersCountNoMore() public {
        ledger.submitDisjointness(POWERS, againstWhole(2, proofOf(SHARD, 3)));
        vm.prank(GUARDIAN);
        ledger.revoke(POWERS, "tau is known");
        reached(SHARD, 0);
        assertEq(ledger.cleanPages(commitment(SHARD), list), 0);
        assertTrue(!ledger.isClean(commitment(SHARD), list, 1), "clean");
    }

    /// Page proofs and disjointness proofs are revoked apart from each other.
    function test_revokingPowersLeavesPagesAndViceVersa() public {
        ListId pages = newList("pages", 100, 1);
        submit(4, pages, 0);
        ledger.submitDisjointness(POWERS, againstWhole(2, proofOf(SHARD, 3)));
        vm.prank(GUARDIAN);
        ledger.revoke(large, "broken");
        assertTrue(!ledger.isClean(4, pages, 1) && ledger.isClean(commitment(SHARD), list, 2), "circuit");
        ledger = newLedger();
        submit(4, pages, 0);
        ledger.submitDisjointness(POWERS, againstWhole(2, proofOf(SHARD, 3)));
        vm.prank(GUARDIAN);
        ledger.revoke(POWERS, "tau is known");
        assertTrue(ledger.isClean(4, pages, 1) && !ledger.isClean(commitment(SHARD), list, 1), "powers");
    }

    /// Further powers are admitted by the rules for circuits; their shards have commitments of their own.
    function test_furtherPowersAreProposedAndAdmitted() public {
        CircuitId next = CircuitId.wrap(keccak256("next powers"));
        DisjointnessVerifier nextVerifier = Deploy.disjointnessVerifier(next);
        vm.prank(OWNER);
        ledger.propose(Admission(IVerifier(address(nextVerifier)), 0));
        DisjointnessClaim[] memory claims = againstWhole(2, proofOf(SHARD, 3));
        vm.expectRevert(abi.encodeWithSelector(ICircuits.UnknownCircuit.selector, next));
        ledger.submitDisjointness(next, claims);
        vm.warp(block.timestamp + DELAY);
        ledger.admit(next);
        assertEq(ledger.circuitOf(next).index, 4);
        vm.expectRevert(abi.encodeWithSelector(ILedger.AccumulatorMismatch.selector, list, 2));
        ledger.submitDisjointness(next, claims);
        ledger.submitDisjointness(POWERS, claims);
        assertTrue(ledger.commitmentOf(next, Simulator.g1(SHARD)) != commitment(SHARD), "one commitment");
        reached(SHARD, 2);
    }

    /// Facts of the second powers of tau, which have another index, are read and revoked by that index.
    function test_eachPowersHaveTheirOwnStatus() public {
        CircuitId next = CircuitId.wrap(keccak256("next powers"));
        Admission[] memory two = new Admission[](2);
        two[0] = Admission(IVerifier(address(verifier)), 0);
        two[1] = Admission(IVerifier(address(Deploy.disjointnessVerifier(next))), 0);
        ledger = Deploy.ledger(lists, Roles(OWNER, DELAY, GUARDIAN), two);
        ListId fresh = newList("fresh");
        ledger.submitDisjointness(POWERS, againstWhole(2, proofOf(SHARD, 3)));
        lists.appendWithAccumulators(fresh, 0, somePages(1, 0, 256), withPowers(next), CONTENT, "");
        ledger.submitDisjointness(next, alone(claimOf(fresh, 1, false, 2, proofOf(SHARD, 2))));
        uint256 other = ledger.commitmentOf(next, Simulator.g1(SHARD));
        assertEq(ledger.disjointEpoch(other, fresh), 1);
        vm.prank(GUARDIAN);
        ledger.revoke(next, "");
        assertEq(ledger.disjointEpoch(other, fresh), 0);
        reached(SHARD, 2);
    }

    /// The position is then the number of proofs.
    function test_aBatchIsRefusedEvenIfEachProofIsValidAlone() public {
        Admission[] memory first = new Admission[](1);
        first[0] = Admission(IVerifier(address(new LyingDisjointnessVerifier(POWERS))), 0);
        ledger = Deploy.ledger(lists, Roles(address(0), 0, address(0)), first);
        DisjointnessClaim memory claim = claimOf(list, 2, false, 3, 2);
        (claim.shards[0], claim.shards[1]) = (proofOf(SHARD, 3), proofOf(OTHER, 3));
        vm.expectRevert(abi.encodeWithSelector(ILedger.ProofRefused.selector, 2));
        ledger.submitDisjointness(POWERS, alone(claim));
    }

    /// The search for the invalid proof asks for the gas of each verification before it starts.
    function test_theSearchForAnInvalidProofAsksForGas() public {
        DisjointnessClaim memory claim = claimOf(list, 2, false, 3, 2);
        (claim.shards[0], claim.shards[1]) = (proofOf(SHARD, 3), proofOf(OTHER, 5));
        bytes memory call = abi.encodeCall(ILedger.submitDisjointness, (POWERS, alone(claim)));
        (uint256 found, uint256 asked) = (0, 0);
        for (uint256 level = 400_000; level < 1_200_000; level += 10_000) {
            (bool ok, bytes memory answer) = address(ledger).call{gas: level}(call);
            assertTrue(!ok, "accepted");
            bytes memory reason = abi.encodeWithSelector(ILedger.ProofRefused.selector, 1);
            if (bytes4(answer) == ILedger.ProofRefused.selector) {
                assertEq(keccak256(answer), keccak256(reason));
                ++found;
            } else {
                assertTrue(bytes4(answer) == ILedger.GasBelowFloor.selector, "no gas, and no word of it");
                if (floorIn(answer) == ledger.gasFloor(1)) ++asked;
            }
        }
        assertTrue(found > 3 && asked > 3, "the levels miss the cost");
    }

    function test_aReleaseMixesBothKinds() public {
        ListId both = newList("both");
        accumulate(both, 2, accumulators(2, 0, 0));
        accumulate(both, 1, accumulators(3, 5, 1));
        Releases releases = Deploy.releases(ledger);
        uint256[] memory shards = new uint256[](2);
        (shards[0], shards[1]) = (4, commitment(SHARD));
        bytes32[] memory schemes = new bytes32[](1);
        schemes[0] = "sha256";
        for (uint256 i = 0; i < 2; ++i) releases.registerShard(shards[i], Shard(schemes, ""));
        ReleaseId release = releases.register(Release("m", "1", 0, shards, new ReleaseId[](0), ""));
        for (uint256 page = 0; page < 2; ++page) submit(4, both, page);
        lagging(releases, release, both, 3, shards[1]);
        ledger.submitDisjointness(POWERS, alone(claimOf(both, 1, false, 2, proofOf(SHARD, 2))));
        assertTrue(releases.isClean(release, both, 1) && !releases.isClean(release, both, 2), "epoch 1");
        ledger.submitDisjointness(POWERS, alone(claimOf(both, 2, true, 5, proofOf(SHARD, 5))));
        assertEq(releases.statusOf(release, both).laggingShard, 4);
        lists.appendWithAccumulators(both, 3, somePages(1, 0, 256), accumulators(7, 0, 0), CONTENT, "");
        ledger.submitDisjointness(POWERS, alone(claimOf(both, 3, false, 7, proofOf(SHARD, 7))));
        lagging(releases, release, both, 2, 4);
        // The page of epoch 2 is where it was; the number of epoch 3 has no page.
        ledger.submit(large, 4, both, 2, prove(4, 100));
        lagging(releases, release, both, 1, 4);
        releases.requireClean(release, both, 1);
    }

    /// The second word of GasBelowFloor.
    function floorIn(bytes memory answer) private pure returns (uint256 floor) {
        for (uint256 i = 36; i < 68; ++i) floor = (floor << 8) | uint8(answer[i]);
    }

    function withPowers(CircuitId powers) private pure returns (Accumulators memory points) {
        points = accumulators(2, 0, 0);
        points.powers = powers;
    }

    function lagging(Releases releases, ReleaseId release, ListId of_, uint256 lag, uint256 shard) private {
        vm.expectRevert(abi.encodeWithSelector(IReleases.NotClean.selector, release, of_, lag, release, shard));
        releases.requireClean(release, of_, lag - 1);
    }

    function shardOf(uint256 seed, uint256 i) private pure returns (uint256) {
        return 1 + uint256(keccak256(abi.encode(seed, i))) % (Bn254.FIELD_ORDER - 1);
    }

    function reached(uint256 a, uint256 epoch) private view {
        assertEq(ledger.disjointEpoch(commitment(a), list), epoch);
    }
}
