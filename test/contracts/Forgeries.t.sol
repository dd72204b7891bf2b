// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Ledger} from "../../contracts/Ledger.sol";
import {Page} from "../../contracts/interfaces/IBlocklists.sol";
import {CircuitId, ListId} from "../../contracts/interfaces/Ids.sol";
import {Claim, ILedger} from "../../contracts/interfaces/ILedger.sol";
import {IBlocklists} from "../../contracts/interfaces/IBlocklists.sol";
import {Bn254} from "../../contracts/libraries/Bn254.sol";
import {Groth16Verifier} from "../../contracts/verifiers/Groth16Verifier.sol";
import {VerifyingKey, VerifyingKeys} from "../../contracts/verifiers/VerifyingKey.sol";
import {Scene} from "./support/Scene.sol";
import {Simulator, Trapdoor} from "./support/Simulator.sol";

/// FORGERIES.md, by name: each is brought to the ledger through every door, `submit`, `submitBatch` beside a good proof
/// and `submitEach` beside a good one, and leaves no trace.
contract ForgeriesTest is Scene {
    uint256 private constant R = Bn254.FIELD_ORDER;
    uint256 private constant Q = Bn254.BASE_ORDER;
    uint256 private constant SHARD = 4;
    uint256 private constant CAP = 400_000;

    ListId private list;
    /// A shard that nothing was proved of yet comes after this one.
    uint256 private good = 1000;

    function setUp() public override {
        super.setUp();
        list = newList("m", 100, 3);
    }

    /// Digests come from the list, which takes none beyond the order.
    function test_forgery_signalPlusOrder() public {
        for (uint256 k = 1; k <= 4; ++k) refuse(SHARD + k * R, list, 0, prove(SHARD, 100));
        Page[] memory pages = somePages(100 + R, 1, 256);
        vm.expectRevert(abi.encodeWithSelector(IBlocklists.BadPage.selector, 0, pages[0]));
        lists.append(list, 3, pages, CONTENT, "");
    }

    function test_forgery_coordinatePlusOrder() public {
        for (uint256 i = 0; i < 8; ++i) {
            uint256[8] memory proof = prove(SHARD, 100);
            for (uint256 k = 1; k <= 4 && proof[i] <= type(uint256).max - Q; ++k) {
                proof[i] += Q;
                refuse(SHARD, list, 0, proof);
            }
        }
    }

    function test_forgery_pointOffTheCurve() public {
        for (uint256 i = 0; i < 8; ++i) {
            uint256[8] memory proof = prove(SHARD, 100);
            proof[i] = addmod(proof[i], 1, Q);
            refuse(SHARD, list, 0, proof);
        }
    }

    function test_forgery_pointOutsideTheSubgroup() public {
        uint256[8] memory proof = prove(SHARD, 100);
        uint256[4] memory point = Simulator.outsideSubgroup();
        for (uint256 i = 0; i < 4; ++i) proof[2 + i] = point[i];
        refuse(SHARD, list, 0, proof);
    }

    function test_forgery_pointAtInfinity() public {
        uint256[3] memory ends = [uint256(2), 6, 8];
        uint256 from;
        for (uint256 point = 0; point < 3; ++point) {
            uint256[8] memory proof = prove(SHARD, 100);
            for (uint256 i = from; i < ends[point]; ++i) proof[i] = 0;
            refuse(SHARD, list, 0, proof);
            from = ends[point];
        }
        uint256[8] memory nothing;
        refuse(SHARD, list, 0, nothing);
    }

    /// C = 0 solves the equation for this A and B.
    function test_forgery_pointAtInfinityThatFits() public {
        Trapdoor memory t = Simulator.usual();
        uint256 a = t.alpha * t.beta + (t.ic[0] + t.ic[1] * SHARD + t.ic[2] * 100) * t.gamma;
        same(Simulator.cOf(t, SHARD, 100, a, 1), 0);
        refuse(SHARD, list, 0, Simulator.assemble(a, 1, 0));
    }

    /// What anyone can make of a proof without knowing anything: (-A, -B, C), (A·2/3, B·3/2, C) and (A, B + delta, C +
    /// A) are other bytes, and one fact: whichever comes first is accepted, and then none of them.
    function test_forgery_malleation() public {
        uint256[8][4] memory proofs = malleated();
        for (uint256 first = 0; first < 4; ++first) {
            ListId fresh = newList(string(abi.encodePacked("m", first)), 100, 2);
            ledger.submit(large, SHARD, fresh, 0, proofs[first]);
            bytes memory reason = abi.encodeWithSelector(ILedger.AlreadyAccepted.selector, SHARD, fresh, 0);
            for (uint256 i = 0; i < 4; ++i) refuseFor(large, SHARD, fresh, 0, proofs[i], reason);
            same(ledger.acceptedWord(SHARD, fresh, 0), 1);
        }
    }

    function test_forgery_malleationInOneBatch() public {
        uint256[8][4] memory proofs = malleated();
        for (uint256 i = 1; i < 4; ++i) {
            ListId fresh = newList(string(abi.encodePacked("twice", i)), 100, 1);
            vm.recordLogs();
            ledger.submitBatch(large, claim(SHARD, fresh, 0, 0), pair(proofs[0], proofs[i]));
            same(vm.getRecordedLogs().length, 1);
            same(ledger.acceptedWord(SHARD, fresh, 0), 1);
        }
    }

    function test_forgery_proofOfAnotherCircuit() public {
        refuse(SHARD, list, 0, Simulator.prove(Simulator.other(), SHARD, 100));
        refuse(SHARD, list, 0, Simulator.prove(smallTrapdoor(), SHARD, 100));
        bytes memory reason = abi.encodeWithSelector(IBlocklists.PageSizeDiffers.selector, list, 0, 16);
        uint256[8] memory proof = Simulator.prove(smallTrapdoor(), SHARD, 100);
        vm.expectRevert(reason);
        ledger.submit(small, SHARD, list, 0, proof);
    }

    function test_forgery_anotherListsPage() public {
        ListId another = newList("another", 200, 3);
        refuse(SHARD, list, 0, prove(SHARD, 200));
        refuse(SHARD, another, 0, prove(SHARD, 100));
        refuse(SHARD, list, 1, prove(SHARD, 100));
    }

    /// A page that was replaced before it was published, then one that a new epoch brought.
    function test_forgery_stalePage() public {
        ListId draft = newList("draft", 100, 4);
        submit(SHARD, draft, 3);
        append(list, 999, 1);
        refuse(SHARD, list, 3, prove(SHARD, 103));
        vm.expectRevert(abi.encodeWithSelector(ILedger.PagesDiffer.selector, 103, 999));
        ledger.carryOver(large, SHARD, draft, 3, list, 3);
        check(!ledger.isClean(SHARD, list, 2), "clean by a stale page");
    }

    function test_forgery_swappedShards() public {
        refuse(5, list, 0, prove(SHARD, 100));
        Claim[] memory claims = new Claim[](2);
        (claims[0], claims[1]) = (claim(5, list, 0), claim(SHARD, list, 0));
        uint256[8][] memory proofs = pair(prove(SHARD, 100), prove(5, 100));
        vm.expectRevert(abi.encodeWithSelector(ILedger.ProofRefused.selector, 0));
        ledger.submitBatch(large, claims, proofs);
        same(ledger.submitEach(large, claims, proofs, CAP), 0);
        same(ledger.acceptedWord(SHARD, list, 0) | ledger.acceptedWord(5, list, 0), 0);
    }

    /// C + s and C - s: with equal coefficients their errors would cancel. And with every small constant ratio, too.
    function test_forgery_errorsThatCancel() public {
        Trapdoor memory t = Simulator.usual();
        uint256[2] memory c = [Simulator.cOf(t, SHARD, 100, 101, 1), Simulator.cOf(t, SHARD, 101, 101, 1)];
        for (uint256 ratio = 1; ratio <= 8; ++ratio) {
            uint256[8] memory more = Simulator.assemble(101, 1, addmod(c[0], ratio * 7, R));
            uint256[8] memory less = Simulator.assemble(101, 1, addmod(c[1], R - 7, R));
            Claim[] memory claims = claim(SHARD, list, 0, 1);
            vm.expectRevert(abi.encodeWithSelector(ILedger.ProofRefused.selector, 0));
            ledger.submitBatch(large, claims, pair(more, less));
            same(ledger.submitEach(large, claims, pair(more, less), CAP), 0);
        }
        same(ledger.acceptedWord(SHARD, list, 0), 0);
    }

    /// A valid proof with 100 amounts of gas, through every door: accepted, or reverted for lack of gas. "Refused" is
    /// never said, and nothing is stored but what was accepted.
    function test_forgery_starvedOfGas() public {
        uint256[8][] memory proofs = pair(prove(SHARD, 100), prove(SHARD, 101));
        Claim[] memory claims = claim(SHARD, list, 0, 1);
        starve(abi.encodeCall(ILedger.submit, (large, SHARD, list, 0, proofs[0])), 4_000, 1, ledger.gasFloor(1));
        starve(abi.encodeCall(ILedger.submitBatch, (large, claims, proofs)), 5_000, 3, ledger.gasFloor(2));
        starve(abi.encodeCall(ILedger.submitEach, (large, claims, proofs, CAP)), 12_000, 3, CAP + CAP / 32 + 50_000);
    }

    /// With delta = gamma anyone proves anything: A = alpha, B = beta, C = -L. The equation holds, so that the key must
    /// not be taken, and under a sound key the same does not work.
    function test_forgery_deltaIsGamma() public {
        Trapdoor memory t = Simulator.usual();
        t.delta = t.gamma;
        VerifyingKey memory key = Simulator.key(t);
        uint256 l = t.ic[0] + t.ic[1] * SHARD + t.ic[2] * 100;
        uint256[8] memory forged = Simulator.assemble(t.alpha, t.beta, R - l);
        check(holds(key, forged, Simulator.g1(l)), "the test's forgery does not work");
        vm.expectRevert(VerifyingKeys.ForgeableKey.selector);
        new Groth16Verifier(key);
        (key.delta[2], key.delta[3]) = (Q - key.delta[2], Q - key.delta[3]);
        vm.expectRevert(VerifyingKeys.ForgeableKey.selector);
        new Groth16Verifier(key);
        refuse(SHARD, list, 0, forged);
    }

    function refuse(uint256 commitment, ListId of_, uint256 page, uint256[8] memory proof) private {
        refuseFor(large, commitment, of_, page, proof, abi.encodeWithSelector(ILedger.ProofRefused.selector, 0));
    }

    /// Through every door; `reason` is what a single submission says. Beside it stands a good proof for another shard,
    /// whose bit alone is set afterwards, and only where items are apart.
    function refuseFor(
        CircuitId circuit,
        uint256 commitment,
        ListId of_,
        uint256 page,
        uint256[8] memory proof,
        bytes memory reason
    ) private {
        uint256 before = ledger.acceptedWord(commitment, of_, 0);
        vm.expectRevert(reason);
        ledger.submit(circuit, commitment, of_, page, proof);
        Claim[] memory claims = new Claim[](2);
        (claims[0], claims[1]) = (claim(++good, list, 1), claim(commitment, of_, page));
        uint256[8][] memory proofs = pair(prove(good, 101), proof);
        if (bytes4(reason) == ILedger.AlreadyAccepted.selector) {
            ledger.submitBatch(circuit, claims, proofs);
            same(ledger.acceptedWord(good, list, 0), 1 << 1);
            (claims[0], proofs[0]) = (claim(++good, list, 1), prove(good, 101));
        } else {
            bool isRefusal = bytes4(reason) == ILedger.ProofRefused.selector;
            vm.expectRevert(isRefusal ? abi.encodeWithSelector(ILedger.ProofRefused.selector, 1) : reason);
            ledger.submitBatch(circuit, claims, proofs);
        }
        same(ledger.acceptedWord(good, list, 0), 0);
        same(ledger.submitEach(circuit, claims, proofs, CAP), 1);
        same(ledger.acceptedWord(good, list, 0), 1 << 1);
        same(ledger.acceptedWord(commitment, of_, 0), before);
    }

    /// `all`: the bits once it is accepted; `floor`: what has to be left before the verification begins.
    function starve(bytes memory call, uint256 step, uint256 all, uint256 floor) private {
        uint256 accepted;
        Ledger fresh = newLedger();
        for (uint256 level = 1; level <= 100; ++level) {
            (bool ok, bytes memory answer) = address(fresh).call{gas: level * step}(call);
            same(fresh.acceptedWord(SHARD, list, 0), ok ? all : 0);
            if (!ok) checkLackOfGas(answer, floor);
            if (!ok) continue;
            ++accepted;
            fresh = newLedger();
        }
        check(accepted > 5 && accepted < 90, "the levels miss the floor");
    }

    function checkLackOfGas(bytes memory answer, uint256 floor) private pure {
        if (answer.length == 0) return;
        check(bytes4(answer) == ILedger.GasBelowFloor.selector && answer.length == 68, "a verdict");
        uint256 told;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            told := mload(add(answer, 68))
        }
        same(told, floor);
    }

    /// The four pairings of Groth16 for a proof under a key, L given.
    function holds(VerifyingKey memory key, uint256[8] memory proof, uint256[2] memory l) private view returns (bool) {
        uint256[] memory pairs = Bn254.newPairs(4);
        Bn254.putG1(pairs, 0, proof[0], Q - proof[1]);
        Bn254.putG2(pairs, 0, proof[2], proof[3], proof[4], proof[5]);
        putPair(pairs, 1, key.alpha, key.beta);
        putPair(pairs, 2, l, key.gamma);
        putPair(pairs, 3, [proof[6], proof[7]], key.delta);
        (, bool isOne) = Bn254.pairingIsOne(pairs);
        return isOne;
    }

    function putPair(uint256[] memory pairs, uint256 at, uint256[2] memory p, uint256[4] memory q) private pure {
        Bn254.putG1(pairs, at, p[0], p[1]);
        Bn254.putG2(pairs, at, q[0], q[1], q[2], q[3]);
    }

    function malleated() private view returns (uint256[8][4] memory proofs) {
        uint256 c = Simulator.cOf(Simulator.usual(), SHARD, 100, 101, 2);
        proofs[0] = Simulator.assemble(101, 2, c);
        proofs[1] = Simulator.assemble(R - 101, 2, c);
        for (uint256 i = 4; i < 6; ++i) proofs[1][i] = Q - proofs[1][i];
        proofs[2] = Simulator.assemble(mulmod(202, Simulator.inverse(3), R), 3, c);
        proofs[3] = Simulator.assemble(101, 7, addmod(c, 101, R));
    }

    function claim(uint256 commitment, ListId of_, uint256 page) private pure returns (Claim memory one) {
        one = Claim(commitment, of_, new uint256[](1));
        one.pages[0] = page;
    }

    function claim(uint256 commitment, ListId of_, uint256 a, uint256 b) private pure returns (Claim[] memory claims) {
        claims = new Claim[](1);
        claims[0] = Claim(commitment, of_, new uint256[](2));
        (claims[0].pages[0], claims[0].pages[1]) = (a, b);
    }

    function pair(uint256[8] memory one, uint256[8] memory two) private pure returns (uint256[8][] memory proofs) {
        proofs = new uint256[8][](2);
        (proofs[0], proofs[1]) = (one, two);
    }
}
