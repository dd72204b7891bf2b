// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {CircuitId} from "../interfaces/Ids.sol";
import {IVerifier, Statement} from "../interfaces/IVerifier.sol";

/// @title Exclusion proofs for contracts that ask a RISC Zero verifier
/// @notice Has the function `verify` of RISC Zero's verifiers (1.0 and later), their selector and emergency stop, over
/// a verifier of exclusion proofs. The image id is the circuit id, and the journal abi.encode(commitment, pageDigest).
/// @dev A seal is the selector and abi.encode(proof, commitment, pageDigest), because the hash of a journal does not
/// give the statement that the proof is about. Malleable, as every Groth16 proof is: a replay shows the same statement
/// again, so a caller that counts proofs must count journals.
contract RiscZeroVerifier {
    uint256 private constant SEAL_LENGTH = 4 + 10 * 32;

    /// @notice The verifier of proofs.
    IVerifier public immutable verifier;
    /// @notice The only account that may stop this contract.
    address public immutable guardian;
    /// @notice The first bytes of a seal, by which routers choose this verifier: the circuit id's first bytes.
    bytes4 public immutable SELECTOR; // solhint-disable-line var-name-mixedcase, immutable-vars-naming
    /// @notice Whether the contract is stopped, which is for good.
    bool public stopped;

    /// @notice The guardian stopped the contract.
    event Stopped(address indexed guardian);

    /// @notice The seal is made for another verifier.
    error SelectorMismatch(bytes4 received, bytes4 expected);
    /// @notice The seal proves nothing about this image id and journal.
    error VerificationFailed();
    /// @notice The caller is not the guardian.
    error NotGuardian(address caller);
    /// @notice The contract is stopped: nothing counts as proved.
    error EnforcedPause();

    constructor(IVerifier proofs, address stopper) {
        (verifier, guardian) = (proofs, stopper);
        SELECTOR = bytes4(CircuitId.unwrap(proofs.circuitId()));
    }

    /// @notice Stops the contract for good. Only the guardian may call this.
    function estop() external {
        if (msg.sender != guardian) revert NotGuardian(msg.sender);
        stopped = true;
        emit Stopped(msg.sender);
    }

    /// @notice Reverts unless the seal proves the journal for the image.
    /// @param seal The selector and abi.encode(uint256[8] proof, uint256 commitment, uint256 pageDigest).
    /// @param imageId The circuit id.
    /// @param journalDigest SHA-256 of abi.encode(commitment, pageDigest).
    function verify(bytes calldata seal, bytes32 imageId, bytes32 journalDigest) external view {
        if (stopped) revert EnforcedPause();
        bytes4 selector = bytes4(seal);
        if (selector != SELECTOR) revert SelectorMismatch(selector, SELECTOR);
        if (seal.length != SEAL_LENGTH || imageId != CircuitId.unwrap(verifier.circuitId())) {
            revert VerificationFailed();
        }
        (uint256[8] memory proof, Statement memory statement) = abi.decode(seal[4:], (uint256[8], Statement));
        if (sha256(abi.encode(statement)) != journalDigest) revert VerificationFailed();
        if (!verifier.verify(proof, statement)) revert VerificationFailed();
    }
}
