// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Ledger} from "../../contracts/Ledger.sol";
import {Admission, Circuit, CircuitStatus, ICircuits, Roles} from "../../contracts/interfaces/ICircuits.sol";
import {CircuitId, ListId} from "../../contracts/interfaces/Ids.sol";
import {ILedger} from "../../contracts/interfaces/ILedger.sol";
import {IVerifier} from "../../contracts/interfaces/IVerifier.sol";
import {Deploy} from "./support/Deploy.sol";
import {Fixture} from "./support/Fixture.sol";
import {Simulator, Trapdoor} from "./support/Simulator.sol";

/// @notice Returns any circuit id, so that 256 of them can fill a ledger.
contract NamedVerifier {
    CircuitId public immutable circuitId;

    constructor(uint256 id) {
        circuitId = CircuitId.wrap(bytes32(id));
    }
}

/// Properties of the circuits:
///   a circuit's verifier never changes, and its status never moves back
///   only the owner can add one, and not before the delay; without an owner nobody can
///   only the guardian can pause or revoke one, and can only make fewer proofs count
contract CircuitsTest is Fixture {
    Admission private candidate;

    function setUp() public override {
        super.setUp();
        candidate = Admission(Deploy.verifier(Simulator.key(candidateTrapdoor())), 256);
    }

    function test_theFirstCircuitsAreActive() public view {
        CircuitId[] memory ids = ledger.circuits();
        assertEq(ids.length, 3);
        assertTrue(areSame(ids[0], large) && areSame(ids[1], otherLarge) && areSame(ids[2], small), "order");
        Circuit memory circuit = ledger.circuitOf(small);
        assertTrue(circuit.status == CircuitStatus.Active && circuit.entries == 16 && circuit.index == 2, "record");
        assertTrue(areSame(circuit.verifier.circuitId(), small), "verifier");
        assertEq(ledger.owner(), OWNER);
        assertEq(ledger.guardian(), GUARDIAN);
        assertEq(ledger.delay(), DELAY);
    }

    function testFuzz_aCircuitIsAdmittedAfterTheDelay(uint64 wait) public {
        Admission memory admission = candidate;
        vm.warp(1_000);
        vm.expectEmit(address(ledger));
        CircuitId id = admission.verifier.circuitId();
        emit ICircuits.CircuitProposed(id, admission.verifier, 256, 1_000 + DELAY);
        vm.prank(OWNER);
        assertTrue(areSame(ledger.propose(admission), id), "id");
        assertEq(ledger.admissibleAt(id), 1_000 + DELAY);
        assertTrue(ledger.circuitOf(id).status == CircuitStatus.Unknown, "admitted at once");
        vm.warp(1_000 + bound(wait, 0, DELAY - 1));
        vm.expectRevert(abi.encodeWithSelector(ICircuits.TooEarly.selector, id, 1_000 + DELAY));
        ledger.admit(id);
        vm.warp(1_000 + DELAY);
        vm.expectEmit(address(ledger));
        emit ICircuits.CircuitAdmitted(id, admission.verifier, 256, 3);
        ledger.admit(id);
        Circuit memory circuit = ledger.circuitOf(id);
        assertTrue(circuit.status == CircuitStatus.Active && circuit.index == 3, "record");
        assertEq(address(circuit.verifier), address(admission.verifier));
        vm.expectRevert(abi.encodeWithSelector(ICircuits.NotProposed.selector, id));
        ledger.admit(id);
    }

    function test_anAdmittedCircuitTakesProofs() public {
        Admission memory admission = candidate;
        ListId list = newList("m", 100, 1);
        vm.prank(OWNER);
        CircuitId id = ledger.propose(admission);
        uint256[8] memory proof = Simulator.prove(candidateTrapdoor(), 4, 100);
        vm.expectRevert(abi.encodeWithSelector(ICircuits.UnknownCircuit.selector, id));
        ledger.submit(id, 4, list, 0, proof);
        vm.warp(block.timestamp + DELAY);
        ledger.admit(id);
        ledger.submit(id, 4, list, 0, proof);
        assertTrue(ledger.isAccepted(4, list, 0), "accepted");
    }

    function testFuzz_onlyTheOwnerProposesAndWithdraws(address stranger) public {
        vm.assume(stranger != OWNER && stranger != GUARDIAN);
        Admission memory admission = candidate;
        bytes memory reason = abi.encodeWithSelector(ICircuits.NotOwner.selector, stranger);
        vm.prank(stranger);
        vm.expectRevert(reason);
        ledger.propose(admission);
        vm.prank(OWNER);
        CircuitId id = ledger.propose(admission);
        vm.prank(stranger);
        vm.expectRevert(reason);
        ledger.withdraw(id);
        vm.prank(OWNER);
        vm.expectEmit(address(ledger));
        emit ICircuits.CircuitWithdrawn(id);
        ledger.withdraw(id);
        assertEq(ledger.admissibleAt(id), 0);
        vm.warp(block.timestamp + DELAY);
        vm.expectRevert(abi.encodeWithSelector(ICircuits.NotProposed.selector, id));
        ledger.admit(id);
        vm.prank(OWNER);
        vm.expectRevert(abi.encodeWithSelector(ICircuits.NotProposed.selector, id));
        ledger.withdraw(id);
    }

    /// The guardian can veto a proposal before the circuit can prove anything.
    function test_theGuardianMayVetoAProposal() public {
        Admission memory admission = candidate;
        vm.prank(OWNER);
        CircuitId id = ledger.propose(admission);
        vm.prank(GUARDIAN);
        vm.expectEmit(address(ledger));
        emit ICircuits.CircuitWithdrawn(id);
        ledger.withdraw(id);
        vm.warp(block.timestamp + DELAY);
        vm.expectRevert(abi.encodeWithSelector(ICircuits.NotProposed.selector, id));
        ledger.admit(id);
    }

    /// A vetoed circuit can be proposed again, with the full delay.
    function test_whatWasVetoedWaitsAgain() public {
        Admission memory admission = candidate;
        vm.prank(OWNER);
        CircuitId id = ledger.propose(admission);
        vm.warp(block.timestamp + DELAY - 1);
        vm.prank(GUARDIAN);
        ledger.withdraw(id);
        vm.prank(OWNER);
        ledger.propose(admission);
        uint256 time = block.timestamp + DELAY;
        vm.warp(time - 1);
        vm.expectRevert(abi.encodeWithSelector(ICircuits.TooEarly.selector, id, time));
        ledger.admit(id);
        vm.prank(GUARDIAN);
        ledger.withdraw(id);
        assertEq(ledger.admissibleAt(id), 0);
    }

    /// A pending proposal cannot be replaced unnoticed: every change restarts the delay.
    function test_aChangedProposalWaitsAgain() public {
        Admission memory admission = candidate;
        vm.prank(OWNER);
        CircuitId id = ledger.propose(admission);
        vm.warp(block.timestamp + DELAY);
        admission.entries = 16;
        vm.prank(OWNER);
        ledger.propose(admission);
        uint256 time = block.timestamp + DELAY;
        vm.expectRevert(abi.encodeWithSelector(ICircuits.TooEarly.selector, id, time));
        ledger.admit(id);
        vm.warp(time);
        ledger.admit(id);
        assertEq(ledger.circuitOf(id).entries, 16);
    }

    /// A veto by the guardian affects that proposal alone.
    function testFuzz_aVetoIsTheGuardiansAndOfOneProposal(address stranger) public {
        vm.assume(stranger != OWNER && stranger != GUARDIAN);
        Admission memory other = candidate;
        vm.prank(OWNER);
        CircuitId id = ledger.propose(other);
        other.verifier = IVerifier(address(new NamedVerifier(7)));
        vm.prank(OWNER);
        CircuitId kept = ledger.propose(other);
        vm.prank(stranger);
        vm.expectRevert(abi.encodeWithSelector(ICircuits.NotOwner.selector, stranger));
        ledger.withdraw(id);
        vm.prank(GUARDIAN);
        ledger.withdraw(id);
        vm.warp(block.timestamp + DELAY);
        ledger.admit(kept);
        assertTrue(ledger.circuitOf(kept).status == CircuitStatus.Active, "admitted");
        assertTrue(ledger.circuitOf(id).status == CircuitStatus.Unknown, "vetoed");
    }

    function testFuzz_withoutAnOwnerNobodyProposes(address anyone) public {
        Admission[] memory none = new Admission[](0);
        Ledger closed = Deploy.ledger(lists, Roles(address(0), 0, GUARDIAN), none);
        Admission memory admission = candidate;
        vm.assume(anyone != address(0));
        vm.prank(anyone);
        vm.expectRevert(abi.encodeWithSelector(ICircuits.NotOwner.selector, anyone));
        closed.propose(admission);
    }

    function testFuzz_anOwnerHasToWait(uint64 delay) public {
        delay = uint64(bound(delay, 0, 2 days - 1));
        vm.expectRevert(abi.encodeWithSelector(ICircuits.DelayTooShort.selector, delay));
        Deploy.ledger(lists, Roles(OWNER, delay, GUARDIAN), new Admission[](0));
        Deploy.ledger(lists, Roles(OWNER, 2 days, GUARDIAN), new Admission[](0));
    }

    function test_aCircuitIsAdmittedOnce() public {
        Admission memory again = Admission(Deploy.verifier(Simulator.key(Simulator.usual())), 256);
        bytes memory reason = abi.encodeWithSelector(ICircuits.CircuitExists.selector, large);
        vm.prank(OWNER);
        vm.expectRevert(reason);
        ledger.propose(again);
        Admission[] memory twice = new Admission[](2);
        (twice[0], twice[1]) = (again, again);
        vm.expectRevert(reason);
        Deploy.ledger(lists, Roles(OWNER, DELAY, GUARDIAN), twice);
    }

    function testFuzz_entriesAreSixteenOr256OrNone(uint16 entries) public {
        vm.assume(entries != 16 && entries != 256 && entries != 0);
        Admission memory admission = candidate;
        admission.entries = entries;
        vm.prank(OWNER);
        vm.expectRevert(abi.encodeWithSelector(ICircuits.InvalidEntries.selector, entries));
        ledger.propose(admission);
    }

    function test_thereIsRoomFor256Circuits() public {
        Admission[] memory first = new Admission[](256);
        for (uint256 i = 0; i < 256; ++i) first[i] = Admission(IVerifier(address(new NamedVerifier(i + 1))), 16);
        Ledger full = Deploy.ledger(lists, Roles(OWNER, DELAY, GUARDIAN), first);
        assertEq(full.circuitOf(CircuitId.wrap(bytes32(uint256(256)))).index, 255);
        Admission memory more = Admission(IVerifier(address(new NamedVerifier(257))), 16);
        vm.prank(OWNER);
        CircuitId id = full.propose(more);
        vm.warp(block.timestamp + DELAY);
        vm.expectRevert(ICircuits.TooManyCircuits.selector);
        full.admit(id);
    }

    function test_aPausedCircuitAcceptsNothingNewAndKeepsItsFacts() public {
        ListId list = newList("m", 100, 2);
        submit(4, list, 0);
        vm.prank(GUARDIAN);
        vm.expectEmit(address(ledger));
        emit ICircuits.CircuitPaused(large, "doubt");
        ledger.pause(large, "doubt");
        assertTrue(ledger.isAccepted(4, list, 0), "what it showed is gone");
        uint256[8] memory proof = prove(4, 101);
        vm.expectRevert(abi.encodeWithSelector(ICircuits.CircuitNotActive.selector, large, CircuitStatus.Paused));
        ledger.submit(large, 4, list, 1, proof);
        ListId copy = newList("copy", 100, 1);
        vm.expectRevert(abi.encodeWithSelector(ICircuits.CircuitNotActive.selector, large, CircuitStatus.Paused));
        ledger.carryOver(large, 4, list, 0, copy, 0);
        ledger.submit(otherLarge, 4, list, 1, Simulator.prove(Simulator.other(), 4, 101));
        assertTrue(ledger.isClean(4, list, 1), "another circuit goes on");
    }

    function test_aRevokedCircuitsFactsNoLongerCountAndAnotherCanProveThem() public {
        ListId list = newList("m", 100, 2);
        submit(4, list, 0);
        submit(4, list, 1);
        ledger.submit(otherLarge, 4, list, 1, Simulator.prove(Simulator.other(), 4, 101));
        assertTrue(ledger.isClean(4, list, 1), "clean before");
        vm.prank(GUARDIAN);
        vm.expectEmit(address(ledger));
        emit ICircuits.CircuitRevoked(large, "broken");
        ledger.revoke(large, "broken");
        assertTrue(!ledger.isAccepted(4, list, 0) && ledger.isAccepted(4, list, 1), "only its own facts go");
        assertTrue(!ledger.isClean(4, list, 1), "clean after");
        assertEq(ledger.statusOf(4, list).cleanPages, 0);
        uint256[8] memory proof = prove(4, 100);
        vm.expectRevert(abi.encodeWithSelector(ICircuits.CircuitNotActive.selector, large, CircuitStatus.Revoked));
        ledger.submit(large, 4, list, 0, proof);
        ledger.submit(otherLarge, 4, list, 0, Simulator.prove(Simulator.other(), 4, 100));
        assertTrue(ledger.isClean(4, list, 1), "shown by another");
    }

    function test_statusNeverMovesBack() public {
        vm.prank(GUARDIAN);
        ledger.pause(large, "");
        refuseStatus(abi.encodeCall(ICircuits.pause, (large, "")), CircuitStatus.Paused);
        vm.prank(GUARDIAN);
        ledger.revoke(large, "");
        refuseStatus(abi.encodeCall(ICircuits.pause, (large, "")), CircuitStatus.Revoked);
        refuseStatus(abi.encodeCall(ICircuits.revoke, (large, "")), CircuitStatus.Revoked);
        assertTrue(ledger.circuitOf(large).status == CircuitStatus.Revoked, "status");
        assertTrue(ledger.circuitOf(otherLarge).status == CircuitStatus.Active, "status of another circuit");
    }

    function testFuzz_onlyTheGuardianPausesAndRevokes(address stranger) public {
        vm.assume(stranger != GUARDIAN);
        bytes memory reason = abi.encodeWithSelector(ICircuits.NotGuardian.selector, stranger);
        vm.prank(stranger);
        vm.expectRevert(reason);
        ledger.pause(large, "");
        vm.prank(stranger);
        vm.expectRevert(reason);
        ledger.revoke(large, "");
    }

    function testFuzz_unknownCircuitsCannotBePaused(CircuitId id) public {
        vm.assume(!areSame(id, large) && !areSame(id, otherLarge) && !areSame(id, small));
        vm.prank(GUARDIAN);
        vm.expectRevert(abi.encodeWithSelector(ICircuits.UnknownCircuit.selector, id));
        ledger.pause(id, "");
    }

    function test_theGuardianAcceptsNothing() public {
        ListId list = newList("m", 100, 1);
        uint256[8] memory forged = Simulator.assemble(1, 1, 1);
        vm.prank(GUARDIAN);
        vm.expectRevert(abi.encodeWithSelector(ILedger.ProofRefused.selector, 0));
        ledger.submit(large, 4, list, 0, forged);
        Admission memory admission = candidate;
        vm.prank(GUARDIAN);
        vm.expectRevert(abi.encodeWithSelector(ICircuits.NotOwner.selector, GUARDIAN));
        ledger.propose(admission);
    }

    function refuseStatus(bytes memory call, CircuitStatus status) private {
        vm.prank(GUARDIAN);
        (bool ok, bytes memory answer) = address(ledger).call(call);
        assertTrue(!ok, "status moved back");
        bytes memory reason = abi.encodeWithSelector(ICircuits.CircuitNotActive.selector, large, status);
        assertEq(keccak256(answer), keccak256(reason));
    }

    function candidateTrapdoor() private pure returns (Trapdoor memory t) {
        t = Simulator.usual();
        t.alpha = 19;
    }
}
