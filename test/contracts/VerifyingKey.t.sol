// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {CircuitId} from "../../contracts/interfaces/Ids.sol";
import {IVerifier} from "../../contracts/interfaces/IVerifier.sol";
import {Bn254} from "../../contracts/libraries/Bn254.sol";
import {Groth16Verifier} from "../../contracts/verifiers/Groth16Verifier.sol";
import {VerifyingKey, VerifyingKeys} from "../../contracts/verifiers/VerifyingKey.sol";
import {Deploy} from "./support/Deploy.sol";
import {Simulator, Trapdoor} from "./support/Simulator.sol";
import {Test} from "./support/Test.sol";

/// Properties of keys: no verifier can be created from a malformed key or one under which anyone can forge proofs, and
/// the circuit id is the hash of the key.
contract VerifyingKeyTest is Test {
    uint256 private constant Q = Bn254.BASE_ORDER;
    /// A point outside its group consumes 63/64 of the gas; the rest suffices to revert with the reason.
    uint256 private constant PLENTY = 150_000_000;

    function test_circuitIdIsTheHashOfTheKey() public {
        VerifyingKey memory key = Simulator.key(Simulator.usual());
        Groth16Verifier verifier = Deploy.verifier(key);
        assertEq(CircuitId.unwrap(verifier.circuitId()), keccak256(abi.encode(key)));
    }

    function test_refusesForgeableKeys() public {
        Trapdoor memory t = Simulator.usual();
        t.delta = t.gamma;
        VerifyingKey memory key = Simulator.key(t);
        refuse(key, abi.encodeWithSelector(VerifyingKeys.ForgeableKey.selector));
        (key.delta[2], key.delta[3]) = (Q - key.delta[2], Q - key.delta[3]);
        refuse(key, abi.encodeWithSelector(VerifyingKeys.ForgeableKey.selector));
    }

    function test_refusesKeysThatDoNotBindEachSignal() public {
        for (uint256 i = 0; i < 3; ++i) {
            VerifyingKey memory key = Simulator.key(Simulator.usual());
            key.ic[i] = key.ic[(i + 1) % 3];
            refuse(key, abi.encodeWithSelector(VerifyingKeys.UnboundSignals.selector));
            key.ic[i] = Simulator.negated(key.ic[i]);
            refuse(key, abi.encodeWithSelector(VerifyingKeys.UnboundSignals.selector));
        }
    }

    /// Every word of the key in turn: non-canonical, changed, and its whole point at infinity.
    function test_refusesMalformedKeys() public {
        for (uint256 i = 0; i < 20; ++i) {
            uint256[20] memory words = abi.decode(abi.encode(Simulator.key(Simulator.usual())), (uint256[20]));
            bytes memory reason = abi.encodeWithSelector(VerifyingKeys.InvalidKeyPoint.selector, pointOf(i));
            uint256 word = words[i];
            words[i] = word + Q;
            refuse(abi.decode(abi.encode(words), (VerifyingKey)), reason);
            words[i] = addmod(word, 1, Q);
            refuse(abi.decode(abi.encode(words), (VerifyingKey)), reason);
            (uint256 from, uint256 to) = spanOf(i);
            for (uint256 j = from; j < to; ++j) words[j] = 0;
            refuse(abi.decode(abi.encode(words), (VerifyingKey)), reason);
        }
    }

    function test_refusesKeyPointsOutsideTheSubgroup() public {
        for (uint256 i = 2; i < 14; i += 4) {
            uint256[20] memory words = abi.decode(abi.encode(Simulator.key(Simulator.usual())), (uint256[20]));
            uint256[4] memory point = Simulator.outsideSubgroup();
            for (uint256 j = 0; j < 4; ++j) words[i + j] = point[j];
            bytes memory reason = abi.encodeWithSelector(VerifyingKeys.InvalidKeyPoint.selector, pointOf(i));
            refuse(abi.decode(abi.encode(words), (VerifyingKey)), reason);
        }
    }

    /// delta and gamma share one half of x, but differ, which is valid. No such points are known in the subgroup, so
    /// the test makes the precompile accept all points.
    function test_halfAnEqualXIsNoForgeableKey() public {
        VerifyingKey memory key = Simulator.key(Simulator.usual());
        key.gamma = Simulator.outsideSubgroup();
        key.delta = [
            uint256(0),
            2,
            19651196284784701048630008112400756208183277717409031481820775712594563219220,
            10993830646704400342460079956282858283368423716262815588736825818221725267450
        ];
        vm.mockCall(address(8), "", abi.encode(1));
        Deploy.verifier(key);
        key.delta = key.gamma;
        refuse(key, abi.encodeWithSelector(VerifyingKeys.ForgeableKey.selector));
        vm.clearMockedCalls();
    }

    /// The precompile fails for a point outside G2 and for lack of gas: here it fails although the point is in G2.
    function test_aPrecompileThatFailsIsNoWordOnAGoodKey() public {
        VerifyingKey memory key = Simulator.key(Simulator.usual());
        vm.mockCallRevert(address(8), "", "");
        refuse(key, abi.encodeWithSelector(IVerifier.NotEnoughGas.selector));
        key.gamma = Simulator.outsideSubgroup();
        refuse(key, abi.encodeWithSelector(IVerifier.NotEnoughGas.selector));
        key.beta = Simulator.outsideSubgroup();
        refuse(key, abi.encodeWithSelector(VerifyingKeys.InvalidKeyPoint.selector, "beta"));
        vm.clearMockedCalls();
    }

    function refuse(VerifyingKey memory key, bytes memory reason) private {
        vm.expectRevert(reason);
        this.make{gas: PLENTY}(key);
    }

    function make(VerifyingKey calldata key) external {
        Deploy.verifier(key);
    }

    function pointOf(uint256 word) private pure returns (string memory) {
        if (word < 2) return "alpha";
        if (word < 6) return "beta";
        if (word < 10) return "gamma";
        return word < 14 ? "delta" : "ic";
    }

    function spanOf(uint256 word) private pure returns (uint256 from, uint256 to) {
        if (word < 2) return (0, 2);
        if (word < 14) return (2 + ((word - 2) / 4) * 4, 6 + ((word - 2) / 4) * 4);
        return (word - (word % 2), word - (word % 2) + 2);
    }
}
