// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Ledger} from "../../contracts/Ledger.sol";
import {Accumulators, IBlocklists} from "../../contracts/interfaces/IBlocklists.sol";
import {CircuitStatus, ICircuits} from "../../contracts/interfaces/ICircuits.sol";
import {
    DisjointnessClaim,
    IDisjointnessVerifier,
    ShardProof
} from "../../contracts/interfaces/IDisjointnessVerifier.sol";
import {CircuitId, ListId} from "../../contracts/interfaces/Ids.sol";
import {ILedger} from "../../contracts/interfaces/ILedger.sol";
import {IVerifier} from "../../contracts/interfaces/IVerifier.sol";
import {Bn254} from "../../contracts/libraries/Bn254.sol";
import {AccumulatorSimulator} from "./support/Accumulators.sol";
import {DisjointnessFixture} from "./support/DisjointnessFixture.sol";
import {Simulator} from "./support/Simulator.sol";
import {TwistPoints} from "./support/TwistPoints.sol";

/// FORGERIES.md, the second table, by name: each is submitted to the ledger alone and beside a valid proof, and leaves
/// no trace.
contract DisjointnessForgeriesTest is DisjointnessFixture {
    uint256 private constant R = Bn254.FIELD_ORDER;
    uint256 private constant Q = Bn254.BASE_ORDER;
    /// The multiple of the list's accumulator at epoch 2, and that of an accumulator that no list has.
    uint256 private constant B = 3;
    uint256 private constant UNPUBLISHED = 7;
    bytes32 private constant GOOD = keccak256("good");

    function test_forgery_disjointness_coordinatePlusOrder() public {
        for (uint256 word = 0; word < 8; ++word) {
            ShardProof memory proof = proofOf(SHARD, B);
            set(proof, word, get(proof, word) + Q);
            refuse(proof, invalid(word));
        }
        refuseList(2, [uint256(Q), 0, 0, 0]);
    }

    function test_forgery_disjointness_pointOffTheCurve() public {
        for (uint256 word = 0; word < 8; ++word) {
            ShardProof memory proof = proofOf(SHARD, B);
            set(proof, word, addmod(get(proof, word), 1, Q));
            refuse(proof, invalid(word));
        }
        refuseList(2, [uint256(0), 0, 0, 1]);
    }

    /// e(0, P) is one for every P, so infinity in one pair leaves one factor that anyone can choose.
    function test_forgery_disjointness_pointAtInfinity() public {
        uint256[4] memory ends = [uint256(0), 2, 6, 8];
        for (uint256 point = 0; point < 3; ++point) {
            ShardProof memory proof = proofOf(SHARD, B);
            for (uint256 word = ends[point]; word < ends[point + 1]; ++word) set(proof, word, 0);
            refuse(proof, invalid(ends[point]));
        }
        ShardProof memory nothing;
        refuse(nothing, invalid(0));
    }

    /// With P at infinity, Q = b⁻¹·G1 solves the equation for every shard; with Q at infinity, P = a⁻¹·G2 does for
    /// every list.
    function test_forgery_disjointness_infinityThatFits() public {
        ShardProof memory proof = AccumulatorSimulator.assemble(SHARD, 1, Simulator.inverse(B));
        (proof.p[0], proof.p[1], proof.p[2], proof.p[3]) = (0, 0, 0, 0);
        refuse(proof, invalid(2));
        proof = AccumulatorSimulator.assemble(Simulator.inverse(5), 5, 1);
        (proof.q[0], proof.q[1]) = (0, 0);
        refuse(proof, invalid(6));
    }

    /// The generator of G2 plus a point of small order, a point of small order, and points of large order.
    function test_forgery_disjointness_smallSubgroup() public {
        uint256[4][10] memory points = TwistPoints.outside();
        for (uint256 i = 0; i < TwistPoints.COUNT; ++i) {
            ShardProof memory proof = proofOf(SHARD, B);
            proof.p = points[i];
            refuse(proof, invalid(2));
        }
    }

    /// A publisher may publish a point outside G2: nothing is provable against it.
    function test_forgery_disjointness_listInSmallSubgroup() public {
        uint256[4][10] memory points = TwistPoints.outside();
        for (uint256 i = 0; i < TwistPoints.COUNT; ++i) {
            Accumulators memory published = accumulators(2, 0, 0);
            published.whole = points[i];
            uint256 epoch = accumulate(list, 0, published);
            DisjointnessClaim memory claim = claimOf(list, epoch, false, 2, proofOf(SHARD, 2));
            claim.accumulator = points[i];
            bytes memory reason = abi.encodeWithSelector(IDisjointnessVerifier.InvalidPoint.selector, 0, "list");
            vm.expectRevert(reason);
            ledger.submitDisjointness{gas: 200_000_000}(POWERS, alone(claim));
        }
        untouched();
    }

    function test_forgery_disjointness_swappedPoints() public {
        ShardProof memory proof = proofOf(SHARD, B);
        (proof.accumulator, proof.q) = (proof.q, proof.accumulator);
        refuse(proof, refused());
        proof = proofOf(SHARD, B);
        proof.q = Simulator.negated(proof.q);
        refuse(proof, refused());
        proof = proofOf(SHARD, B);
        proof.p = Simulator.g2(B);
        refuse(proof, refused());
    }

    /// For another shard, and with another shard's accumulator put in front.
    function test_forgery_disjointness_anotherShard() public {
        ShardProof memory proof = proofOf(OTHER, B);
        proof.accumulator = Simulator.g1(SHARD);
        refuse(proof, refused());
        DisjointnessClaim memory claim = claimOf(list, 2, false, B, 2);
        (claim.shards[0], claim.shards[1]) = (proofOf(SHARD, B), proofOf(OTHER, B));
        (claim.shards[0].accumulator, claim.shards[1].accumulator) = (Simulator.g1(OTHER), Simulator.g1(SHARD));
        refuseClaim(claim, refused());
    }

    /// Behind a valid claim whose A and P are taken for those of the forgery: another shard's
    /// accumulator, the same negated, another P, and the same negated. What is left of the equation would hold.
    function test_forgery_disjointness_notTheSharedPoints() public {
        DisjointnessClaim[] memory claims = new DisjointnessClaim[](2);
        claims[0] = againstWhole(1, proofOf(SHARD, 2))[0];
        for (uint256 i = 0; i < 4; ++i) {
            ShardProof memory proof = proofOf(SHARD, B);
            if (i == 0) proof.accumulator = Simulator.g1(OTHER);
            if (i == 1) proof.accumulator = Simulator.negated(proof.accumulator);
            if (i == 2) proof.p = Simulator.g2(5);
            if (i == 3) (proof.p[2], proof.p[3]) = (Q - proof.p[2], Q - proof.p[3]);
            claims[1] = claimOf(list, 2, false, B, proof);
            vm.expectRevert(abi.encodeWithSelector(ILedger.ProofRefused.selector, 1));
            ledger.submitDisjointness(POWERS, claims);
            assertEq(ledger.disjointEpoch(ledger.commitmentOf(POWERS, proof.accumulator), list), 0);
        }
        untouched();
        claims[1] = claimOf(list, 2, false, B, proofOf(SHARD, B));
        ledger.submitDisjointness(POWERS, claims);
        assertEq(ledger.disjointEpoch(commitment(SHARD), list), 2);
    }

    /// A valid proof against an accumulator that is another list's, or nobody's.
    function test_forgery_disjointness_anotherList() public {
        ListId another = newList("another");
        accumulate(another, UNPUBLISHED, 0, 0);
        refuseClaim(claimOf(list, 2, false, UNPUBLISHED, proofOf(SHARD, UNPUBLISHED)), mismatch(list, 2));
        refuseClaim(claimOf(another, 1, false, B, proofOf(SHARD, B)), mismatch(another, 1));
        refuse(proofOf(SHARD, UNPUBLISHED), refused());
    }

    /// What epoch 2 added is not the whole list, and the whole list is not what it added.
    function test_forgery_disjointness_wholeForAdded() public {
        refuseClaim(claimOf(list, 2, false, 5, proofOf(SHARD, 5)), mismatch(list, 2));
        ledger.submitDisjointness(POWERS, againstWhole(1, proofOf(SHARD, 2)));
        refuseClaim(claimOf(list, 2, true, B, proofOf(SHARD, B)), mismatch(list, 2));
        assertEq(ledger.disjointEpoch(commitment(SHARD), list), 1);
    }

    function test_forgery_disjointness_staleEpoch() public {
        refuseClaim(claimOf(list, 2, false, 2, proofOf(SHARD, 2)), mismatch(list, 2));
        append(list, 100, 1);
        bytes memory none = abi.encodeWithSelector(IBlocklists.NoAccumulator.selector);
        refuseClaim(claimOf(list, 3, false, B, proofOf(SHARD, B)), none);
        bytes memory unknown = abi.encodeWithSelector(IBlocklists.UnknownEpoch.selector, list, 4);
        refuseClaim(claimOf(list, 4, false, B, proofOf(SHARD, B)), unknown);
        ledger.submitDisjointness(POWERS, againstWhole(2, proofOf(SHARD, B)));
        assertTrue(!ledger.isClean(commitment(SHARD), list, 3), "clean by a stale epoch");
    }

    function test_forgery_disjointness_addedWithoutItsBase() public {
        bytes memory reason = abi.encodeWithSelector(ILedger.BaseNotAccepted.selector, commitment(SHARD), list, 1);
        refuseClaim(claimOf(list, 2, true, 5, proofOf(SHARD, 5)), reason);
        ListId another = newList("another");
        accumulate(another, 2, 0, 0);
        ledger.submitDisjointness(POWERS, alone(claimOf(another, 1, false, 2, proofOf(SHARD, 2))));
        refuseClaim(claimOf(list, 2, true, 5, proofOf(SHARD, 5)), reason);
    }

    /// Someone who chooses points freely: multiples of one another's solutions, in every small ratio.
    function test_forgery_disjointness_chosenPoints() public {
        uint256 q = mulmod(addmod(1, R - 7 * SHARD, R), Simulator.inverse(B), R);
        for (uint256 ratio = 1; ratio <= 8; ++ratio) {
            DisjointnessClaim memory claim = claimOf(list, 2, false, B, 2);
            claim.shards[0] = AccumulatorSimulator.assemble(SHARD, 7, addmod(q, ratio * 9, R));
            claim.shards[1] = AccumulatorSimulator.assemble(SHARD, 7, addmod(q, R - 9, R));
            refuseClaim(claim, refused());
        }
        DisjointnessClaim[] memory claims = new DisjointnessClaim[](2);
        ShardProof memory one = AccumulatorSimulator.assemble(SHARD, 7, addmod(q, 6, R));
        claims[0] = claimOf(list, 2, false, B, one);
        claims[1] = claimOf(list, 1, false, 2, AccumulatorSimulator.prove(SHARD, 2, 7));
        uint256 rest = mulmod(addmod(1, R - 7 * SHARD, R), Simulator.inverse(2), R);
        claims[1].shards[0].q = Simulator.g1(addmod(rest, R - 9, R));
        vm.expectRevert(refused());
        ledger.submitDisjointness(POWERS, claims);
        untouched();
    }

    /// An accumulator that was published with other powers of tau, and a shard's of other powers.
    function test_forgery_disjointness_otherPowers() public {
        Accumulators memory published = accumulators(2, 0, 0);
        published.powers = CircuitId.wrap(keccak256("other powers"));
        uint256 epoch = accumulate(list, 0, published);
        refuseClaim(claimOf(list, epoch, false, 2, proofOf(SHARD, 2)), mismatch(list, epoch));
        DisjointnessClaim[] memory claims = againstWhole(2, proofOf(SHARD, B));
        vm.expectRevert(abi.encodeWithSelector(ICircuits.UnknownCircuit.selector, published.powers));
        ledger.submitDisjointness(published.powers, claims);
        uint256 others = ledger.commitmentOf(published.powers, Simulator.g1(SHARD));
        ledger.submitDisjointness(POWERS, claims);
        assertEq(ledger.disjointEpoch(others, list), 0);
    }

    function test_forgery_disjointness_revokedPowers() public {
        vm.prank(GUARDIAN);
        ledger.revoke(POWERS, "tau is known");
        vm.expectRevert(
            abi.encodeWithSelector(ICircuits.CircuitNotActive.selector, POWERS, CircuitStatus.Revoked)
        );
        ledger.submitDisjointness(POWERS, alone(claimOf(list, 2, false, B, ofShard())));
        untouched();
    }

    /// A circuit for pages has no accumulators, and powers of tau have no pages.
    function test_forgery_disjointness_circuitForPowers() public {
        DisjointnessClaim[] memory claims = againstWhole(2, proofOf(SHARD, B));
        vm.expectRevert(abi.encodeWithSelector(ILedger.NotPowers.selector, large));
        ledger.submitDisjointness(large, claims);
        ListId pages = newList("pages", 100, 1);
        uint256[8] memory proof = prove(4, 100);
        vm.expectRevert(abi.encodeWithSelector(IBlocklists.PageSizeMismatch.selector, pages, 0, 0));
        ledger.submit(POWERS, 4, pages, 0, proof);
        untouched();
    }

    /// An epoch that reviewers have not confirmed, then one that took its number.
    function test_forgery_disjointness_unconfirmedEpoch() public {
        ListId reviewed = reviewedList();
        accumulate(reviewed, 2, 0, 0);
        bytes memory reason = abi.encodeWithSelector(IBlocklists.EpochNotConfirmed.selector, reviewed, 1);
        refuseClaim(claimOf(reviewed, 1, false, 2, proofOf(SHARD, 2)), reason);
        lists.drop(reviewed, 1, CONTENT);
        accumulate(reviewed, 5, 0, 0);
        lists.review(reviewed, 1, CONTENT);
        refuseClaim(claimOf(reviewed, 1, false, 2, proofOf(SHARD, 2)), mismatch(reviewed, 1));
        assertEq(ledger.disjointEpoch(commitment(SHARD), reviewed), 0);
    }

    /// The publisher's point is not that of the entries: a reviewer who recomputed it names it, and it is dropped
    /// before anything is proved against it.
    function test_forgery_disjointness_wrongAccumulatorInReview() public {
        ListId reviewed = reviewedList();
        accumulate(reviewed, 7, 0, 0);
        assertTrue(
            lists.accumulatorsOf(reviewed, 1).whole != keccak256(abi.encode(POWERS, Simulator.g2(2))),
            "what the reviewer computes"
        );
        lists.drop(reviewed, 1, CONTENT);
        assertEq(lists.epochCount(reviewed), 0);
        bytes memory unknown = abi.encodeWithSelector(IBlocklists.UnknownEpoch.selector, reviewed, 1);
        refuseClaim(claimOf(reviewed, 1, false, 7, proofOf(SHARD, 7)), unknown);
    }

    /// The commitment of an accumulator is no commitment of a tree, and a page has no proof for a whole list.
    function test_forgery_disjointness_pageFactForEpochFact() public {
        ListId both = newList("both");
        accumulate(both, 2, accumulators(2, 0, 0));
        submit(4, both, 0);
        submit(4, both, 1);
        assertTrue(ledger.isClean(4, both, 1), "pages");
        assertEq(ledger.disjointEpoch(4, both), 0);
        assertTrue(!ledger.isClean(commitment(4), both, 1), "counted for the other commitment");
        accumulate(both, 3, 0, 0);
        assertTrue(!ledger.isClean(4, both, 2), "clean up to an epoch without pages");
    }

    /// A valid proof with 100 amounts of gas: it is accepted, or the call reverts for lack of gas. It is never refused.
    function test_forgery_disjointness_starvedOfGas() public {
        DisjointnessClaim memory claim = claimOf(list, 2, false, B, 2);
        (claim.shards[0], claim.shards[1]) = (proofOf(SHARD, B), proofOf(OTHER, B));
        bytes memory call = abi.encodeCall(ILedger.submitDisjointness, (POWERS, alone(claim)));
        uint256 accepted;
        for (uint256 level = 1; level <= 100; ++level) {
            Ledger fresh = newLedger();
            (bool ok, bytes memory answer) = address(fresh).call{gas: level * 6_000}(call);
            assertEq(fresh.disjointEpoch(commitment(SHARD), list), ok ? 2 : 0);
            assertEq(fresh.disjointEpoch(commitment(OTHER), list), ok ? 2 : 0);
            if (ok) ++accepted;
            else if (answer.length != 0) assertTrue(bytes4(answer) == ILedger.GasBelowFloor.selector, "a verdict");
        }
        assertTrue(accepted > 5 && accepted < 90, "the levels miss the floor");
        bytes memory verification = abi.encodeCall(IDisjointnessVerifier.verify, (alone(claim)));
        for (uint256 level = 1; level <= 100; ++level) {
            (bool ok, bytes memory answer) = address(verifier).staticcall{gas: level * 3_000}(verification);
            if (ok) assertTrue(abi.decode(answer, (bool)), "refused");
            else if (answer.length != 0) assertTrue(bytes4(answer) == IVerifier.NotEnoughGas.selector, "a verdict");
        }
    }

    function refuse(ShardProof memory proof, bytes memory reason) private {
        refuseClaim(claimOf(list, 2, false, B, proof), reason);
    }

    /// Alone, and behind a valid proof for another shard.
    function refuseClaim(DisjointnessClaim memory claim, bytes memory reason) private {
        DisjointnessClaim[] memory claims = new DisjointnessClaim[](2);
        (claims[0], claims[1]) = (claimOf(list, 1, false, 2, proofOf(uint256(GOOD) % R, 2)), claim);
        bool hasPosition = bytes4(reason) == ILedger.ProofRefused.selector;
        bool hasPoint = bytes4(reason) == IDisjointnessVerifier.InvalidPoint.selector;
        vm.expectRevert(reason);
        ledger.submitDisjointness{gas: 4_000_000_000}(POWERS, alone(claim));
        // The position is the first word after the selector.
        if (hasPosition || hasPoint) reason[35] = 0x01;
        vm.expectRevert(reason);
        ledger.submitDisjointness{gas: 4_000_000_000}(POWERS, claims);
        untouched();
    }

    /// What is no point cannot be published, and so has no hash that a claim would meet.
    function refuseList(uint256 epoch, uint256[4] memory more) private {
        DisjointnessClaim memory claim = claimOf(list, epoch, false, B, proofOf(SHARD, B));
        for (uint256 i = 0; i < 4; ++i) claim.accumulator[i] += more[i];
        refuseClaim(claim, mismatch(list, epoch));
        Accumulators memory published = accumulators(2, 0, 0);
        published.whole = claim.accumulator;
        vm.expectRevert(abi.encodeWithSelector(IBlocklists.InvalidAccumulator.selector, claim.accumulator));
        lists.appendWithAccumulators(list, epoch, somePages(0, 0, 256), published, CONTENT, "");
    }

    function untouched() private view {
        assertTrue(ledger.disjointEpoch(commitment(SHARD), list) < 2, "a forgery is accepted");
        assertEq(ledger.disjointEpoch(commitment(OTHER), list), 0);
        assertEq(ledger.disjointEpoch(commitment(uint256(GOOD) % R), list), 0);
    }

    function ofShard() private pure returns (ShardProof memory proof) {
        proof.p = Simulator.g2(1);
    }

    function invalid(uint256 word) private pure returns (bytes memory) {
        string memory name = word < 2 ? "accumulator" : word < 6 ? "p" : "q";
        return abi.encodeWithSelector(IDisjointnessVerifier.InvalidPoint.selector, 0, name);
    }

    function refused() private pure returns (bytes memory) {
        return abi.encodeWithSelector(ILedger.ProofRefused.selector, 0);
    }

    function mismatch(ListId of_, uint256 epoch) private pure returns (bytes memory) {
        return abi.encodeWithSelector(ILedger.AccumulatorMismatch.selector, of_, epoch);
    }

    function get(ShardProof memory proof, uint256 word) private pure returns (uint256) {
        return word < 2 ? proof.accumulator[word] : word < 6 ? proof.p[word - 2] : proof.q[word - 6];
    }

    function set(ShardProof memory proof, uint256 word, uint256 value) private pure {
        if (word < 2) proof.accumulator[word] = value;
        else if (word < 6) proof.p[word - 2] = value;
        else proof.q[word - 6] = value;
    }
}
