// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {
    DisjointnessClaim,
    IDisjointnessVerifier,
    ShardProof
} from "../../contracts/interfaces/IDisjointnessVerifier.sol";
import {CircuitId} from "../../contracts/interfaces/Ids.sol";
import {IVerifier} from "../../contracts/interfaces/IVerifier.sol";
import {Bn254} from "../../contracts/libraries/Bn254.sol";
import {AccumulatorSimulator} from "./support/Accumulators.sol";
import {DisjointnessFixture} from "./support/DisjointnessFixture.sol";
import {Simulator} from "./support/Simulator.sol";
import {TwistPoints} from "./support/TwistPoints.sol";

/// Properties of the verifier of disjointness proofs:
///   accepts exactly the solutions of e(A, P) · e(Q, B) = e(G1, G2), one or many at once
///   errors do not cancel out: each proof's coefficient is a hash of the whole call
///   proofs with the same A and P share a pair, and no others do
///   names a point that is invalid; never takes lack of gas for a verdict
contract DisjointnessVerifierTest is DisjointnessFixture {
    uint256 private constant R = Bn254.FIELD_ORDER;
    uint256 private constant Q = Bn254.BASE_ORDER;

    function test_itIsForItsPowers() public view {
        assertTrue(areSame(verifier.circuitId(), POWERS), "powers");
    }

    /// Of a and p whose product is 1, Q is at infinity, which is refused: a blinded proof never has it.
    function testFuzz_takesWhatSolvesTheEquation(uint256 a, uint8 b, uint8 p) public view {
        (uint256 x, uint256 y, uint256 z) = (nonZero(a), multiple(b), multiple(p));
        vm.assume(mulmod(x, z, R) != 1);
        assertTrue(verify(y, AccumulatorSimulator.prove(x, y, z)), "a solution is refused");
    }

    function testFuzz_refusesEveryOtherQ(uint256 a, uint8 b, uint8 p, uint256 shift) public view {
        (uint256 x, uint256 y, uint256 z) = (nonZero(a), multiple(b), multiple(p));
        uint256 q = mulmod(addmod(1, R - mulmod(z, x, R), R), Simulator.inverse(y), R);
        q = addmod(q, bound(shift, 1, R - 1), R);
        if (q != 0) assertTrue(!verify(y, AccumulatorSimulator.assemble(x, z, q)), "another Q is taken");
    }

    function testFuzz_refusesOneWrongAmongMany(uint256 seed, uint8 at, uint256 shift) public view {
        DisjointnessClaim[] memory claims = batch(seed);
        assertTrue(verifier.verify(claims), "a valid batch is refused");
        ShardProof[] memory shards = claims[at % 2].shards;
        uint256 i = (at >> 1) % shards.length;
        shards[i].accumulator = Simulator.g1(nonZero(shift));
        assertTrue(!verifier.verify(claims), "a wrong batch is taken");
    }

    /// Two invalid proofs with opposite errors: with equal coefficients, their product would be valid.
    function testFuzz_refusesErrorsThatCancel(uint256 shift) public view {
        shift = bound(shift, 1, R - 1);
        DisjointnessClaim memory claim = claimOf(list, 1, false, 3, 2);
        uint256 q = mulmod(addmod(1, R - 7 * SHARD, R), Simulator.inverse(3), R);
        claim.shards[0] = AccumulatorSimulator.assemble(SHARD, 7, addmod(q, shift, R));
        claim.shards[1] = AccumulatorSimulator.assemble(SHARD, 7, addmod(q, R - shift, R));
        assertTrue(!verifier.verify(alone(claim)), "errors cancel");
    }

    /// A coefficient is observed where a proof's points are multiplied by it: the test makes that call fail. The first
    /// one makes the sum 1.
    function test_coefficientsAreHashesOfTheWholeCall() public {
        for (uint256 seed = 1; seed <= 3; ++seed) {
            DisjointnessClaim[] memory claims = batch(seed);
            bytes32 hash = keccak256(abi.encodeCall(verifier.verify, (claims)));
            uint256[3] memory coefficients = [uint256(0), coefficientAt(hash, 1), coefficientAt(hash, 2)];
            coefficients[0] = R + 1 - coefficients[1] - coefficients[2];
            for (uint256 position = 0; position < 3; ++position) {
                ShardProof memory shard = claims[position / 2].shards[position % 2];
                decideNothing(claims, address(7), abi.encode(shard.accumulator, coefficients[position]));
                decideNothing(claims, address(7), abi.encode(shard.q, coefficients[position]));
            }
            assertTrue(verifier.verify(claims), "control");
        }
    }

    /// The input of the pairing, which the test answers by itself.
    function test_aProofAloneIsThreePairs() public {
        ShardProof memory proof = proofOf(SHARD, 2);
        uint256[2] memory base = [uint256(1), Q - 2];
        bytes memory pairs = abi.encode(proof.q, Simulator.g2(2), base, Simulator.g2(1), proof.accumulator, proof.p);
        assertTrue(verify(2, proof), "control");
        vm.mockCall(address(8), pairs, abi.encode(0));
        assertTrue(!verify(2, proof), "other pairs");
    }

    /// Nothing is multiplied for a proof alone, nor A for a shard alone.
    function test_aShardAloneIsNotMultiplied() public {
        DisjointnessClaim[] memory claims = alone(claimOf(list, 1, false, 2, proofOf(SHARD, 2)));
        vm.mockCallRevert(address(7), "", "");
        assertTrue(verifier.verify(claims), "one proof");
        vm.clearMockedCalls();
        claims = grid(1, 3);
        vm.mockCallRevert(address(7), abi.encode(claims[0].shards[0].accumulator), "");
        assertTrue(verifier.verify(claims), "one shard");
    }

    function test_aPrecompileThatFailsDecidesNothing() public {
        DisjointnessClaim[] memory claims = batch(1);
        decideNothing(claims, address(6), "");
        decideNothing(claims, address(7), "");
        decideNothing(claims, address(8), "");
        vm.mockCall(address(8), "", "");
        vm.expectRevert(IVerifier.NotEnoughGas.selector);
        verifier.verify(claims);
    }

    function test_nothingIsNotProved() public view {
        assertTrue(!verifier.verify(new DisjointnessClaim[](0)), "no claim");
        assertTrue(!verifier.verify(alone(claimOf(list, 1, false, 2, 0))), "no shard");
    }

    /// Each coordinate of each point, off its curve and beyond the field; the position is that of the proof.
    function test_invalidPointsAreNamed() public {
        for (uint256 word = 0; word < 12; ++word) {
            for (uint256 position = 0; position < 3; ++position) {
                DisjointnessClaim[] memory claims = batch(1);
                change(claims, position, word, 1, true);
                refusePoint(claims, position, word);
                claims = batch(1);
                change(claims, position, word, Q, true);
                refusePoint(claims, position, word);
            }
        }
    }

    function test_pointsAtInfinityAreNamed() public {
        uint256[5] memory ends = [uint256(0), 2, 6, 8, 12];
        for (uint256 point = 0; point < 4; ++point) {
            for (uint256 position = 0; position < 3; ++position) {
                DisjointnessClaim[] memory claims = batch(1);
                for (uint256 word = ends[point]; word < ends[point + 1]; ++word) {
                    change(claims, position, word, 0, false);
                }
                refusePoint(claims, position, ends[point]);
            }
        }
    }

    /// With gas to tell, a point outside G2 is named; without, nothing is decided.
    function test_pointsOutsideTheSubgroupAreNamed() public {
        uint256[4][10] memory points = TwistPoints.outside();
        for (uint256 i = 0; i < TwistPoints.COUNT; ++i) {
            DisjointnessClaim[] memory claims = batch(1);
            claims[1].shards[0].p = points[i];
            refuseOutside(claims, 2, "p");
            claims = batch(1);
            claims[1].accumulator = points[i];
            refuseOutside(claims, 2, "list");
        }
    }

    /// Lists share P: each shard has one pair, whatever subset of the shards a claim is about.
    function test_sharedPointsArePairedOnce() public {
        for (uint256 lists_ = 1; lists_ <= 3; ++lists_) assertEq(pairsOf(grid(3, lists_)), 3 + lists_ + 1);
        DisjointnessClaim[] memory some = grid(3, 4);
        some[1].shards = pick(some[1].shards, 4);
        some[2].shards = pick(some[2].shards, 6);
        some[3].shards = pick(some[3].shards, 5);
        assertEq(pairsOf(some), 3 + 4 + 1);
    }

    /// Shards in another order are accepted too. Only what follows the pair found last is found.
    function test_sharedPointsInAnotherOrder() public {
        DisjointnessClaim[] memory claims = grid(2, 2);
        ShardProof[] memory shards = claims[1].shards;
        (shards[0], shards[1]) = (shards[1], shards[0]);
        assertEq(pairsOf(claims), 3 + 2 + 1);
    }

    /// One shard twice in a claim has two pairs, which is harmless.
    function test_oneShardTwiceInAClaim() public view {
        DisjointnessClaim memory claim = claimOf(list, 1, false, 2, 2);
        (claim.shards[0], claim.shards[1]) = (proofOf(SHARD, 2), proofOf(SHARD, 2));
        assertTrue(verifier.verify(alone(claim)), "refused");
    }

    function testFuzz_refusesOneWrongAmongShared(uint8 at, uint256 shift) public view {
        DisjointnessClaim[] memory claims = grid(2, 2);
        ShardProof memory shard = claims[at % 2].shards[(at >> 1) % 2];
        shard.q = Simulator.g1(nonZero(shift));
        assertTrue(!verifier.verify(claims), "a wrong Q is taken");
    }

    /// A point that is not exactly that of the earlier claim is checked by itself.
    function test_almostSharedPointsAreNamed() public {
        for (uint256 word = 0; word < 6; ++word) {
            for (uint256 shard = 0; shard < 2; ++shard) {
                DisjointnessClaim[] memory claims = grid(2, 2);
                change(claims, 2 + shard, word, 1, true);
                refusePoint(claims, 2 + shard, word);
            }
        }
    }

    function refuseOutside(DisjointnessClaim[] memory claims, uint256 position, string memory name) private {
        vm.expectRevert(abi.encodeWithSelector(IDisjointnessVerifier.InvalidPoint.selector, position, name));
        verifier.verify{gas: 4_000_000_000}(claims);
        vm.expectRevert(IVerifier.NotEnoughGas.selector);
        verifier.verify{gas: 5_000_000}(claims);
    }

    function refusePoint(DisjointnessClaim[] memory claims, uint256 position, uint256 word) private {
        string memory name = word < 2 ? "accumulator" : word < 6 ? "p" : word < 8 ? "q" : "list";
        if (word >= 8) position = position < 2 ? 0 : 2;
        vm.expectRevert(abi.encodeWithSelector(IDisjointnessVerifier.InvalidPoint.selector, position, name));
        verifier.verify(claims);
    }

    /// Adds to word 0 to 11 of A, P, Q and B of the proof at a position, or sets it to 0.
    function change(
        DisjointnessClaim[] memory claims,
        uint256 position,
        uint256 word,
        uint256 by,
        bool adds
    ) private pure {
        DisjointnessClaim memory claim = claims[position / 2];
        ShardProof memory shard = claim.shards[position % 2];
        if (word < 2) shard.accumulator[word] = by + (adds ? shard.accumulator[word] : 0);
        else if (word < 6) shard.p[word - 2] = by + (adds ? shard.p[word - 2] : 0);
        else if (word < 8) shard.q[word - 6] = by + (adds ? shard.q[word - 6] : 0);
        else claim.accumulator[word - 8] = by + (adds ? claim.accumulator[word - 8] : 0);
    }

    function decideNothing(DisjointnessClaim[] memory claims, address precompile, bytes memory input) private {
        vm.mockCallRevert(precompile, input, "");
        vm.expectRevert(IVerifier.NotEnoughGas.selector);
        verifier.verify(claims);
        vm.clearMockedCalls();
    }

    /// Gas that a verification takes, which must succeed.
    function gasOf(DisjointnessClaim[] memory claims) private view returns (uint256) {
        bytes memory call = abi.encodeCall(verifier.verify, (claims));
        uint256 before = gasleft();
        (bool ok, bytes memory answer) = address(verifier).staticcall(call);
        uint256 used = before - gasleft();
        assertTrue(ok && abi.decode(answer, (bool)), "a valid batch is refused");
        return used;
    }

    /// How many pairs the pairing has, by its price (EIP-1108): a mocked one is free.
    function pairsOf(DisjointnessClaim[] memory claims) private returns (uint256) {
        uint256 spent = gasOf(claims);
        vm.mockCall(address(8), "", abi.encode(1));
        spent -= gasOf(claims);
        vm.clearMockedCalls();
        return (spent - 45_000 + 17_000) / 34_000;
    }

    /// Every shard against every list, with one P for each shard.
    function grid(uint256 shards, uint256 lists_) private view returns (DisjointnessClaim[] memory claims) {
        claims = new DisjointnessClaim[](lists_);
        for (uint256 i = 0; i < lists_; ++i) {
            claims[i] = claimOf(list, 1, false, multiple(uint8(i)), shards);
            for (uint256 j = 0; j < shards; ++j) {
                claims[i].shards[j] = AccumulatorSimulator.prove(SHARD + j, multiple(uint8(i)), multiple(uint8(4 - j)));
            }
        }
    }

    /// The shards whose bits are set.
    function pick(ShardProof[] memory shards, uint256 bits) private pure returns (ShardProof[] memory some) {
        some = new ShardProof[](bits == 5 || bits == 6 ? 2 : 1);
        uint256 count;
        for (uint256 j = 0; j < shards.length; ++j) {
            if ((bits >> j) & 1 != 0) some[count++] = shards[j];
        }
    }

    function coefficientAt(bytes32 hash, uint256 position) private pure returns (uint256) {
        return uint256(keccak256(abi.encode(hash, position))) >> 128;
    }

    /// Two claims, with two shards and one.
    function batch(uint256 seed) private view returns (DisjointnessClaim[] memory claims) {
        claims = new DisjointnessClaim[](2);
        for (uint256 i = 0; i < 2; ++i) {
            uint256 b = multiple(uint8(seed >> (8 * i)));
            claims[i] = claimOf(list, 1, false, b, 2 - i);
            for (uint256 j = 0; j < 2 - i; ++j) {
                uint256 random = uint256(keccak256(abi.encode(seed, i, j)));
                claims[i].shards[j] = AccumulatorSimulator.prove(nonZero(random), b, multiple(uint8(random)));
            }
        }
    }

    function verify(uint256 b, ShardProof memory proof) private view returns (bool) {
        return verifier.verify(alone(claimOf(list, 1, false, b, proof)));
    }

    function nonZero(uint256 random) private pure returns (uint256) {
        return bound(random, 1, R - 1);
    }

    function multiple(uint8 random) private pure returns (uint256) {
        return [uint256(1), 2, 3, 5, 7][random % 5];
    }
}
