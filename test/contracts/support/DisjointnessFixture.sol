// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Accumulators, ListConfig, Page} from "../../../contracts/interfaces/IBlocklists.sol";
import {Admission} from "../../../contracts/interfaces/ICircuits.sol";
import {DisjointnessClaim, ShardProof} from "../../../contracts/interfaces/IDisjointnessVerifier.sol";
import {CircuitId, ListId} from "../../../contracts/interfaces/Ids.sol";
import {IVerifier} from "../../../contracts/interfaces/IVerifier.sol";
import {DisjointnessVerifier} from "../../../contracts/verifiers/DisjointnessVerifier.sol";
import {Deploy} from "./Deploy.sol";
import {AccumulatorSimulator} from "./Accumulators.sol";
import {Fixture} from "./Fixture.sol";
import {Simulator} from "./Simulator.sol";

/// @notice A ledger with powers of tau beside the circuits, and a list of two epochs without pages: the accumulators
/// are 2·G2 for epoch 1, 3·G2 for both epochs together, and 5·G2 for what epoch 2 added.
abstract contract DisjointnessFixture is Fixture {
    CircuitId internal constant POWERS = CircuitId.wrap(keccak256("powers"));
    uint256 internal constant SHARD = 11;
    uint256 internal constant OTHER = 13;

    DisjointnessVerifier internal verifier;
    ListId internal list;

    function setUp() public virtual override {
        verifier = Deploy.disjointnessVerifier(POWERS);
        admissions.push(Admission(IVerifier(address(verifier)), 0));
        super.setUp();
        list = newList("accumulators");
        accumulate(list, 2, 0, 0);
        accumulate(list, 3, 5, 1);
    }

    /// @notice Appends an epoch without pages; a multiple of 0 means no accumulator.
    function accumulate(ListId to, uint256 whole, uint256 added, uint32 since) internal returns (uint256) {
        return accumulate(to, 0, accumulators(whole, added, since));
    }

    function accumulate(ListId to, uint256 pages, Accumulators memory points) internal returns (uint256) {
        Page[] memory some = somePages(100, pages, 256);
        return lists.appendWithAccumulators(to, lists.pageCount(to), some, points, CONTENT, "ipfs://content");
    }

    function accumulators(
        uint256 whole,
        uint256 added,
        uint32 since
    ) internal pure returns (Accumulators memory points) {
        (points.powers, points.since) = (POWERS, since);
        if (whole != 0) points.whole = Simulator.g2(whole);
        if (added != 0) points.added = Simulator.g2(added);
    }

    function reviewedList() internal returns (ListId) {
        address[] memory reviewers = new address[](1);
        reviewers[0] = address(this);
        return lists.create(ListConfig("sha256", "reviewed", reviewers, 1), 0);
    }

    /// @notice The commitment of the shard with the accumulator a·G1.
    function commitment(uint256 a) internal view returns (uint256) {
        return ledger.commitmentOf(POWERS, Simulator.g1(a));
    }

    /// @notice A claim about one list with accumulator b·G2, without shards.
    function claimOf(
        ListId of_,
        uint256 epoch,
        bool added,
        uint256 b,
        uint256 shards
    ) internal pure returns (DisjointnessClaim memory) {
        return DisjointnessClaim(of_, epoch, added, Simulator.g2(b), new ShardProof[](shards));
    }

    /// @notice A claim about one shard with accumulator a·G1.
    function claimOf(
        ListId of_,
        uint256 epoch,
        bool added,
        uint256 b,
        ShardProof memory proof
    ) internal pure returns (DisjointnessClaim memory claim) {
        claim = claimOf(of_, epoch, added, b, 1);
        claim.shards[0] = proof;
    }

    function againstWhole(uint256 epoch, ShardProof memory proof) internal view returns (DisjointnessClaim[] memory) {
        return alone(claimOf(list, epoch, false, epoch + 1, proof));
    }

    function againstAdded(ShardProof memory proof) internal view returns (DisjointnessClaim[] memory) {
        return alone(claimOf(list, 2, true, 5, proof));
    }

    function alone(DisjointnessClaim memory claim) internal pure returns (DisjointnessClaim[] memory claims) {
        claims = new DisjointnessClaim[](1);
        claims[0] = claim;
    }

    function proofOf(uint256 a, uint256 b) internal view returns (ShardProof memory) {
        return AccumulatorSimulator.prove(a, b, 7);
    }
}
