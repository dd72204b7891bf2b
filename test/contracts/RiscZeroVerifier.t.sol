// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {RiscZeroVerifier} from "../../contracts/adapters/RiscZeroVerifier.sol";
import {CircuitId} from "../../contracts/interfaces/Ids.sol";
import {Statement} from "../../contracts/interfaces/IVerifier.sol";
import {Groth16Verifier} from "../../contracts/verifiers/Groth16Verifier.sol";
import {Deploy} from "./support/Deploy.sol";
import {Simulator} from "./support/Simulator.sol";
import {Test} from "./support/Test.sol";

/// Properties of the adapter for RISC Zero's callers:
///   exactly a valid proof of the journal's statement passes, under its selector and image id
///   the guardian stops it for good
contract RiscZeroVerifierTest is Test {
    address private constant GUARDIAN = address(0x6A4D);

    RiscZeroVerifier private adapter;
    bytes32 private image;

    function setUp() public {
        Groth16Verifier verifier = Deploy.verifier(Simulator.key(Simulator.usual()));
        adapter = Deploy.riscZeroVerifier(verifier, GUARDIAN);
        image = CircuitId.unwrap(verifier.circuitId());
        assertEq(address(adapter.verifier()), address(verifier));
        assertEq(adapter.guardian(), GUARDIAN);
    }

    /// The selector of RISC Zero's interface, since 1.0.
    function test_theInterfaceIsRiscZeros() public view {
        assertEq(bytes32(RiscZeroVerifier.verify.selector), bytes32(bytes4(0xab750e75)));
        assertEq(bytes32(adapter.SELECTOR()), bytes32(bytes4(image)));
    }

    function testFuzz_provesTheJournal(uint128 commitment, uint128 digest) public view {
        adapter.verify(seal(commitment, digest), image, journal(commitment, digest));
    }

    function testFuzz_refusesAnotherJournal(uint128 commitment, uint128 digest, bytes32 other) public {
        vm.assume(other != journal(commitment, digest) && other != image);
        refuses(seal(commitment, digest), image, other);
        refuses(seal(commitment, digest), other, journal(commitment, digest));
    }

    /// A proof of one statement with the journal of another.
    function testFuzz_refusesAForgery(uint128 commitment, uint128 digest, uint128 claimed) public {
        vm.assume(claimed != digest);
        uint256[8] memory proof = Simulator.prove(Simulator.usual(), commitment, digest);
        bytes memory forged = bytes.concat(bytes4(image), abi.encode(proof, commitment, claimed));
        refuses(forged, image, journal(commitment, claimed));
    }

    function test_refusesOtherSeals() public {
        bytes memory whole = seal(1, 2);
        refuses(bytes.concat(whole, hex"00"), image, journal(1, 2));
        refuses(bytes.concat(bytes4(image)), image, journal(1, 2));
        bytes32 digest = journal(1, 2);
        bytes4[2] memory others = [bytes4(0x310fe598), bytes4(0)];
        for (uint256 i = 0; i < 2; ++i) {
            bytes memory other = i == 0 ? bytes.concat(others[0], abi.encode(uint256(0))) : bytes("");
            bytes4 selector = RiscZeroVerifier.SelectorMismatch.selector;
            vm.expectRevert(abi.encodeWithSelector(selector, others[i], bytes4(image)));
            adapter.verify(other, image, digest);
        }
    }

    function testFuzz_theGuardianStopsIt(address caller) public {
        vm.assume(caller != GUARDIAN);
        vm.expectRevert(abi.encodeWithSelector(RiscZeroVerifier.NotGuardian.selector, caller));
        vm.prank(caller);
        adapter.estop();
        assertTrue(!adapter.stopped(), "runs");
        vm.expectEmit(address(adapter));
        emit RiscZeroVerifier.Stopped(GUARDIAN);
        vm.prank(GUARDIAN);
        adapter.estop();
        assertTrue(adapter.stopped(), "stopped");
        (bytes memory valid, bytes32 digest) = (seal(1, 2), journal(1, 2));
        vm.expectRevert(RiscZeroVerifier.EnforcedPause.selector);
        adapter.verify(valid, image, digest);
    }

    function refuses(bytes memory given, bytes32 imageId, bytes32 journalDigest) private {
        vm.expectRevert(RiscZeroVerifier.VerificationFailed.selector);
        adapter.verify(given, imageId, journalDigest);
    }

    function seal(uint256 commitment, uint256 digest) private view returns (bytes memory) {
        uint256[8] memory proof = Simulator.prove(Simulator.usual(), commitment, digest);
        return bytes.concat(bytes4(image), abi.encode(proof, commitment, digest));
    }

    function journal(uint256 commitment, uint256 digest) private pure returns (bytes32) {
        return sha256(abi.encode(Statement(commitment, digest)));
    }
}
