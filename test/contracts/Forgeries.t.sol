// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Ledger} from "../../contracts/Ledger.sol";
import {Page} from "../../contracts/interfaces/IBlocklists.sol";
import {CircuitId, ListId} from "../../contracts/interfaces/Ids.sol";
import {ILedger, PageClaim} from "../../contracts/interfaces/ILedger.sol";
import {IBlocklists} from "../../contracts/interfaces/IBlocklists.sol";
import {Bn254} from "../../contracts/libraries/Bn254.sol";
import {VerifyingKey, VerifyingKeys} from "../../contracts/verifiers/VerifyingKey.sol";
import {Deploy} from "./support/Deploy.sol";
import {Fixture} from "./support/Fixture.sol";
import {Simulator, Trapdoor} from "./support/Simulator.sol";

/// FORGERIES.md, by name: each is submitted to the ledger in every way (`submit`, and beside a valid proof
/// `submitBatch` and `submitEach`), and leaves no trace.
contract ForgeriesTest is Fixture {
    uint256 private constant R = Bn254.FIELD_ORDER;
    uint256 private constant Q = Bn254.BASE_ORDER;
    uint256 private constant SHARD = 4;
    uint256 private constant CAP = 400_000;

    ListId private list;
    /// Shards after this one have no proofs yet.
    uint256 private good = 1000;

    function setUp() public override {
        super.setUp();
        list = newList("m", 100, 3);
    }

    /// Digests are read from the list, which accepts none beyond the order.
    function test_forgery_signalPlusOrder() public {
        for (uint256 k = 1; k <= 4; ++k) refuse(SHARD + k * R, list, 0, prove(SHARD, 100));
        Page[] memory pages = somePages(100 + R, 1, 256);
        vm.expectRevert(abi.encodeWithSelector(IBlocklists.InvalidPage.selector, 0, pages[0]));
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
        assertEq(Simulator.cOf(t, SHARD, 100, a, 1), 0);
        refuse(SHARD, list, 0, Simulator.assemble(a, 1, 0));
    }

    /// Anyone can derive (-A, -B, C), (A·2/3, B·3/2, C) and (A, B + delta, C + A) from a proof. The bytes differ, but
    /// the fact is the same: whichever comes first is accepted, and afterwards none of them.
    function test_forgery_malleation() public {
        uint256[8][4] memory proofs = malleated();
        for (uint256 first = 0; first < 4; ++first) {
            ListId fresh = newList(string(abi.encodePacked("m", first)), 100, 2);
            ledger.submit(large, SHARD, fresh, 0, proofs[first]);
            bytes memory reason = abi.encodeWithSelector(ILedger.AlreadyAccepted.selector, SHARD, fresh, 0);
            for (uint256 i = 0; i < 4; ++i) refuseFor(large, SHARD, fresh, 0, proofs[i], reason);
            assertEq(ledger.acceptedWord(SHARD, fresh, 0), 1);
        }
    }

    function test_forgery_malleationInOneBatch() public {
        uint256[8][4] memory proofs = malleated();
        for (uint256 i = 1; i < 4; ++i) {
            ListId fresh = newList(string(abi.encodePacked("twice", i)), 100, 1);
            vm.recordLogs();
            ledger.submitBatch(large, claim(SHARD, fresh, 0, 0), pair(proofs[0], proofs[i]));
            assertEq(vm.getRecordedLogs().length, 1);
            assertEq(ledger.acceptedWord(SHARD, fresh, 0), 1);
        }
    }

    function test_forgery_proofOfAnotherCircuit() public {
        refuse(SHARD, list, 0, Simulator.prove(Simulator.other(), SHARD, 100));
        refuse(SHARD, list, 0, Simulator.prove(smallTrapdoor(), SHARD, 100));
        bytes memory reason = abi.encodeWithSelector(IBlocklists.PageSizeMismatch.selector, list, 0, 16);
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

    /// A page that was replaced before it was published, then one that a new epoch added.
    function test_forgery_stalePage() public {
        ListId draft = newList("draft", 100, 4);
        submit(SHARD, draft, 3);
        append(list, 999, 1);
        refuse(SHARD, list, 3, prove(SHARD, 103));
        vm.expectRevert(abi.encodeWithSelector(ILedger.PageMismatch.selector, 103, 999));
        ledger.carryOver(large, SHARD, draft, 3, list, 3);
        assertTrue(!ledger.isClean(SHARD, list, 2), "clean by a stale page");
    }

    function test_forgery_swappedShards() public {
        refuse(5, list, 0, prove(SHARD, 100));
        PageClaim[] memory claims = new PageClaim[](2);
        (claims[0], claims[1]) = (claim(5, list, 0), claim(SHARD, list, 0));
        uint256[8][] memory proofs = pair(prove(SHARD, 100), prove(5, 100));
        vm.expectRevert(abi.encodeWithSelector(ILedger.ProofRefused.selector, 0));
        ledger.submitBatch(large, claims, proofs);
        assertEq(ledger.submitEach(large, claims, proofs, CAP), 0);
        assertEq(ledger.acceptedWord(SHARD, list, 0) | ledger.acceptedWord(5, list, 0), 0);
    }

    /// C + s and C - s: with equal coefficients, their errors would cancel. The same for every small constant ratio.
    function test_forgery_errorsThatCancel() public {
        Trapdoor memory t = Simulator.usual();
        uint256[2] memory c = [Simulator.cOf(t, SHARD, 100, 101, 1), Simulator.cOf(t, SHARD, 101, 101, 1)];
        for (uint256 ratio = 1; ratio <= 8; ++ratio) {
            uint256[8] memory more = Simulator.assemble(101, 1, addmod(c[0], ratio * 7, R));
            uint256[8] memory less = Simulator.assemble(101, 1, addmod(c[1], R - 7, R));
            PageClaim[] memory claims = claim(SHARD, list, 0, 1);
            vm.expectRevert(abi.encodeWithSelector(ILedger.ProofRefused.selector, 0));
            ledger.submitBatch(large, claims, pair(more, less));
            assertEq(ledger.submitEach(large, claims, pair(more, less), CAP), 0);
        }
        assertEq(ledger.acceptedWord(SHARD, list, 0), 0);
    }

    /// A valid proof with 100 amounts of gas, in every way: it is accepted, or the call reverts for lack of gas. It is
    /// never refused, and nothing is stored except what was accepted.
    function test_forgery_starvedOfGas() public {
        uint256[8][] memory proofs = pair(prove(SHARD, 100), prove(SHARD, 101));
        PageClaim[] memory claims = claim(SHARD, list, 0, 1);
        starve(abi.encodeCall(ILedger.submit, (large, SHARD, list, 0, proofs[0])), 4_000, 1, ledger.gasFloor(1));
        starve(abi.encodeCall(ILedger.submitBatch, (large, claims, proofs)), 5_000, 3, ledger.gasFloor(2));
        starve(abi.encodeCall(ILedger.submitEach, (large, claims, proofs, CAP)), 12_000, 3, CAP + CAP / 32 + 50_000);
    }

    /// With delta = gamma, anyone can prove anything: A = alpha, B = beta, C = -L. The equation holds, so the key must
    /// be rejected; under a sound key, the same proof is refused.
    function test_forgery_deltaIsGamma() public {
        Trapdoor memory t = Simulator.usual();
        t.delta = t.gamma;
        VerifyingKey memory key = Simulator.key(t);
        uint256 l = t.ic[0] + t.ic[1] * SHARD + t.ic[2] * 100;
        uint256[8] memory forged = Simulator.assemble(t.alpha, t.beta, R - l);
        assertTrue(holds(key, forged, Simulator.g1(l)), "the test's forgery does not work");
        vm.expectRevert(VerifyingKeys.ForgeableKey.selector);
        Deploy.verifier(key);
        (key.delta[2], key.delta[3]) = (Q - key.delta[2], Q - key.delta[3]);
        vm.expectRevert(VerifyingKeys.ForgeableKey.selector);
        Deploy.verifier(key);
        refuse(SHARD, list, 0, forged);
    }

    function refuse(uint256 commitment, ListId of_, uint256 page, uint256[8] memory proof) private {
        refuseFor(large, commitment, of_, page, proof, abi.encodeWithSelector(ILedger.ProofRefused.selector, 0));
    }

    /// In every way; `reason` is the revert data of a single submission. A valid proof for another shard is beside it,
    /// whose bit alone is set afterwards, and only where items are independent.
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
        PageClaim[] memory claims = new PageClaim[](2);
        (claims[0], claims[1]) = (claim(++good, list, 1), claim(commitment, of_, page));
        uint256[8][] memory proofs = pair(prove(good, 101), proof);
        if (bytes4(reason) == ILedger.AlreadyAccepted.selector) {
            ledger.submitBatch(circuit, claims, proofs);
            assertEq(ledger.acceptedWord(good, list, 0), 1 << 1);
            (claims[0], proofs[0]) = (claim(++good, list, 1), prove(good, 101));
        } else {
            bool isRefusal = bytes4(reason) == ILedger.ProofRefused.selector;
            vm.expectRevert(isRefusal ? abi.encodeWithSelector(ILedger.ProofRefused.selector, 1) : reason);
            ledger.submitBatch(circuit, claims, proofs);
        }
        assertEq(ledger.acceptedWord(good, list, 0), 0);
        assertEq(ledger.submitEach(circuit, claims, proofs, CAP), 1);
        assertEq(ledger.acceptedWord(good, list, 0), 1 << 1);
        assertEq(ledger.acceptedWord(commitment, of_, 0), before);
    }

    /// `all`: the bits once it is accepted; `floor`: the gas that must be left when the verification starts.
    function starve(bytes memory call, uint256 step, uint256 all, uint256 floor) private {
        uint256 accepted;
        Ledger fresh = newLedger();
        for (uint256 level = 1; level <= 100; ++level) {
            (bool ok, bytes memory answer) = address(fresh).call{gas: level * step}(call);
            assertEq(fresh.acceptedWord(SHARD, list, 0), ok ? all : 0);
            if (!ok) checkLackOfGas(answer, floor);
            if (!ok) continue;
            ++accepted;
            fresh = newLedger();
        }
        assertTrue(accepted > 5 && accepted < 90, "the levels miss the floor");
    }

    function checkLackOfGas(bytes memory answer, uint256 floor) private pure {
        if (answer.length == 0) return;
        assertTrue(bytes4(answer) == ILedger.GasBelowFloor.selector && answer.length == 68, "a verdict");
        uint256 told;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            told := mload(add(answer, 68))
        }
        assertEq(told, floor);
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

    function claim(uint256 commitment, ListId of_, uint256 page) private pure returns (PageClaim memory one) {
        one = PageClaim(commitment, of_, new uint256[](1));
        one.pages[0] = page;
    }

    function claim(
        uint256 commitment,
        ListId of_,
        uint256 a,
        uint256 b
    ) private pure returns (PageClaim[] memory claims) {
        claims = new PageClaim[](1);
        claims[0] = PageClaim(commitment, of_, new uint256[](2));
        (claims[0].pages[0], claims[0].pages[1]) = (a, b);
    }

    function pair(uint256[8] memory one, uint256[8] memory two) private pure returns (uint256[8][] memory proofs) {
        proofs = new uint256[8][](2);
        (proofs[0], proofs[1]) = (one, two);
    }
}
