// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Ledger} from "../../contracts/Ledger.sol";
import {Admission, Circuit, ICircuits, Offices, Trust} from "../../contracts/interfaces/ICircuits.sol";
import {CircuitId, ListId} from "../../contracts/interfaces/Ids.sol";
import {ILedger} from "../../contracts/interfaces/ILedger.sol";
import {IVerifier} from "../../contracts/interfaces/IVerifier.sol";
import {Groth16Verifier} from "../../contracts/verifiers/Groth16Verifier.sol";
import {Scene} from "./support/Scene.sol";
import {Simulator, Trapdoor} from "./support/Simulator.sol";

/// @notice Says any circuit id: 256 of them fill a ledger.
contract NamedVerifier {
    CircuitId public immutable circuitId;

    constructor(uint256 id) {
        circuitId = CircuitId.wrap(bytes32(id));
    }
}

/// Properties of the circuits:
///   a circuit's verifier never changes and its trust only falls
///   nobody but the owner adds one, and not before the delay; without an owner nobody does
///   nobody but the guardian lowers trust; the guardian can make the ledger say less, never more
contract CircuitsTest is Scene {
    Admission private candidate;

    function setUp() public override {
        super.setUp();
        candidate = Admission(new Groth16Verifier(Simulator.key(candidateTrapdoor())), 256);
    }

    function test_theFirstCircuitsAreOpen() public view {
        CircuitId[] memory ids = ledger.circuits();
        same(ids.length, 3);
        check(areSame(ids[0], large) && areSame(ids[1], otherLarge) && areSame(ids[2], small), "order");
        Circuit memory circuit = ledger.circuitOf(small);
        check(circuit.trust == Trust.Open && circuit.entries == 16 && circuit.index == 2, "record");
        check(areSame(circuit.verifier.circuitId(), small), "verifier");
        same(ledger.owner(), OWNER);
        same(ledger.guardian(), GUARDIAN);
        same(ledger.delay(), DELAY);
    }

    function testFuzz_aCircuitIsAdmittedAfterTheDelay(uint64 wait) public {
        Admission memory admission = candidate;
        vm.warp(1_000);
        vm.expectEmit(address(ledger));
        CircuitId id = admission.verifier.circuitId();
        emit ICircuits.CircuitProposed(id, admission.verifier, 256, 1_000 + DELAY);
        vm.prank(OWNER);
        check(areSame(ledger.propose(admission), id), "id");
        same(ledger.admissibleAt(id), 1_000 + DELAY);
        check(ledger.circuitOf(id).trust == Trust.Unknown, "admitted at once");
        vm.warp(1_000 + within(wait, 0, DELAY - 1));
        vm.expectRevert(abi.encodeWithSelector(ICircuits.TooEarly.selector, id, 1_000 + DELAY));
        ledger.admit(id);
        vm.warp(1_000 + DELAY);
        vm.expectEmit(address(ledger));
        emit ICircuits.CircuitAdmitted(id, admission.verifier, 256, 3);
        ledger.admit(id);
        Circuit memory circuit = ledger.circuitOf(id);
        check(circuit.trust == Trust.Open && circuit.index == 3, "record");
        same(address(circuit.verifier), address(admission.verifier));
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
        check(ledger.isAccepted(4, list, 0), "accepted");
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
        same(ledger.admissibleAt(id), 0);
        vm.warp(block.timestamp + DELAY);
        vm.expectRevert(abi.encodeWithSelector(ICircuits.NotProposed.selector, id));
        ledger.admit(id);
        vm.prank(OWNER);
        vm.expectRevert(abi.encodeWithSelector(ICircuits.NotProposed.selector, id));
        ledger.withdraw(id);
    }

    /// The guardian's veto comes before the circuit could show anything.
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

    /// What was vetoed may be proposed again, and waits again, as if for the first time.
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
        same(ledger.admissibleAt(id), 0);
    }

    /// A proposal cannot be exchanged under the guardian's eyes: the time begins again with every change.
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
        same(ledger.circuitOf(id).entries, 16);
    }

    /// The guardian may veto, and a veto is of that proposal alone.
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
        check(ledger.circuitOf(kept).trust == Trust.Open && ledger.circuitOf(id).trust == Trust.Unknown, "trust");
    }

    function testFuzz_withoutAnOwnerNobodyProposes(address anyone) public {
        Admission[] memory none = new Admission[](0);
        Ledger closed = new Ledger(lists, Offices(address(0), 0, GUARDIAN), none);
        Admission memory admission = candidate;
        vm.assume(anyone != address(0));
        vm.prank(anyone);
        vm.expectRevert(abi.encodeWithSelector(ICircuits.NotOwner.selector, anyone));
        closed.propose(admission);
    }

    function testFuzz_anOwnerHasToWait(uint64 delay) public {
        delay = uint64(within(delay, 0, 2 days - 1));
        vm.expectRevert(abi.encodeWithSelector(ICircuits.DelayTooShort.selector, delay));
        new Ledger(lists, Offices(OWNER, delay, GUARDIAN), new Admission[](0));
        new Ledger(lists, Offices(OWNER, 2 days, GUARDIAN), new Admission[](0));
    }

    function test_aCircuitIsAdmittedOnce() public {
        Admission memory again = Admission(new Groth16Verifier(Simulator.key(Simulator.usual())), 256);
        bytes memory reason = abi.encodeWithSelector(ICircuits.CircuitExists.selector, large);
        vm.prank(OWNER);
        vm.expectRevert(reason);
        ledger.propose(again);
        Admission[] memory twice = new Admission[](2);
        (twice[0], twice[1]) = (again, again);
        vm.expectRevert(reason);
        new Ledger(lists, Offices(OWNER, DELAY, GUARDIAN), twice);
    }

    function testFuzz_entriesAreSixteenOr256(uint16 entries) public {
        vm.assume(entries != 16 && entries != 256);
        Admission memory admission = candidate;
        admission.entries = entries;
        vm.prank(OWNER);
        vm.expectRevert(abi.encodeWithSelector(ICircuits.BadEntries.selector, entries));
        ledger.propose(admission);
    }

    function test_thereIsRoomFor256Circuits() public {
        Admission[] memory first = new Admission[](256);
        for (uint256 i = 0; i < 256; ++i) first[i] = Admission(IVerifier(address(new NamedVerifier(i + 1))), 16);
        Ledger full = new Ledger(lists, Offices(OWNER, DELAY, GUARDIAN), first);
        same(full.circuitOf(CircuitId.wrap(bytes32(uint256(256)))).index, 255);
        Admission memory more = Admission(IVerifier(address(new NamedVerifier(257))), 16);
        vm.prank(OWNER);
        CircuitId id = full.propose(more);
        vm.warp(block.timestamp + DELAY);
        vm.expectRevert(ICircuits.TooManyCircuits.selector);
        full.admit(id);
    }

    function test_aStoppedCircuitTakesNothingNewAndKeepsWhatItShowed() public {
        ListId list = newList("m", 100, 2);
        submit(4, list, 0);
        vm.prank(GUARDIAN);
        vm.expectEmit(address(ledger));
        emit ICircuits.CircuitStopped(large, "doubt");
        ledger.stop(large, "doubt");
        check(ledger.isAccepted(4, list, 0), "what it showed is gone");
        uint256[8] memory proof = prove(4, 101);
        vm.expectRevert(abi.encodeWithSelector(ICircuits.CircuitNotOpen.selector, large, Trust.Stopped));
        ledger.submit(large, 4, list, 1, proof);
        ListId copy = newList("copy", 100, 1);
        vm.expectRevert(abi.encodeWithSelector(ICircuits.CircuitNotOpen.selector, large, Trust.Stopped));
        ledger.carryOver(large, 4, list, 0, copy, 0);
        ledger.submit(otherLarge, 4, list, 1, Simulator.prove(Simulator.other(), 4, 101));
        check(ledger.isClean(4, list, 1), "another circuit goes on");
    }

    function test_aDistrustedCircuitsFactsAreGoneAndCanBeShownByAnother() public {
        ListId list = newList("m", 100, 2);
        submit(4, list, 0);
        submit(4, list, 1);
        ledger.submit(otherLarge, 4, list, 1, Simulator.prove(Simulator.other(), 4, 101));
        check(ledger.isClean(4, list, 1), "clean before");
        vm.prank(GUARDIAN);
        vm.expectEmit(address(ledger));
        emit ICircuits.CircuitDistrusted(large, "broken");
        ledger.distrust(large, "broken");
        check(!ledger.isAccepted(4, list, 0) && ledger.isAccepted(4, list, 1), "only its own facts go");
        check(!ledger.isClean(4, list, 1), "clean after");
        same(ledger.statusOf(4, list).cleanPages, 0);
        uint256[8] memory proof = prove(4, 100);
        vm.expectRevert(abi.encodeWithSelector(ICircuits.CircuitNotOpen.selector, large, Trust.Distrusted));
        ledger.submit(large, 4, list, 0, proof);
        ledger.submit(otherLarge, 4, list, 0, Simulator.prove(Simulator.other(), 4, 100));
        check(ledger.isClean(4, list, 1), "shown by another");
    }

    function test_trustOnlyFalls() public {
        vm.prank(GUARDIAN);
        ledger.stop(large, "");
        refuseTrust(abi.encodeCall(ICircuits.stop, (large, "")), Trust.Stopped);
        vm.prank(GUARDIAN);
        ledger.distrust(large, "");
        refuseTrust(abi.encodeCall(ICircuits.stop, (large, "")), Trust.Distrusted);
        refuseTrust(abi.encodeCall(ICircuits.distrust, (large, "")), Trust.Distrusted);
        check(ledger.circuitOf(large).trust == Trust.Distrusted, "trust");
        check(ledger.circuitOf(otherLarge).trust == Trust.Open, "another's trust");
    }

    function testFuzz_onlyTheGuardianLowersTrust(address stranger) public {
        vm.assume(stranger != GUARDIAN);
        bytes memory reason = abi.encodeWithSelector(ICircuits.NotGuardian.selector, stranger);
        vm.prank(stranger);
        vm.expectRevert(reason);
        ledger.stop(large, "");
        vm.prank(stranger);
        vm.expectRevert(reason);
        ledger.distrust(large, "");
    }

    function testFuzz_unknownCircuitsCannotBeStopped(CircuitId id) public {
        vm.assume(!areSame(id, large) && !areSame(id, otherLarge) && !areSame(id, small));
        vm.prank(GUARDIAN);
        vm.expectRevert(abi.encodeWithSelector(ICircuits.UnknownCircuit.selector, id));
        ledger.stop(id, "");
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

    function refuseTrust(bytes memory call, Trust trust) private {
        vm.prank(GUARDIAN);
        (bool ok, bytes memory answer) = address(ledger).call(call);
        check(!ok, "trust rose");
        same(keccak256(answer), keccak256(abi.encodeWithSelector(ICircuits.CircuitNotOpen.selector, large, trust)));
    }

    function candidateTrapdoor() private pure returns (Trapdoor memory t) {
        t = Simulator.usual();
        t.alpha = 19;
    }
}
