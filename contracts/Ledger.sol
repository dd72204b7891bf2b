// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IBlocklists} from "./interfaces/IBlocklists.sol";
import {Admission, Circuit, Roles} from "./interfaces/ICircuits.sol";
import {CircuitId, ListId} from "./interfaces/Ids.sol";
import {ILedger, PageClaim} from "./interfaces/ILedger.sol";
import {IVerifier, Statement} from "./interfaces/IVerifier.sol";
import {Facts} from "./ledger/Facts.sol";
import {Bits} from "./libraries/Bits.sol";
import {Gas} from "./libraries/Gas.sol";

/// @title Proof ledger
/// @notice Anyone may submit proofs: a statement is true or false regardless of who submits it. There is no other way
/// to set a bit, and none to clear one; the bits of a revoked circuit stay in storage but are not read.
contract Ledger is Facts {
    constructor(
        IBlocklists lists,
        Roles memory roles,
        Admission[] memory initial
    ) Facts(lists, roles, initial) {}

    /// @inheritdoc ILedger
    function submit(
        CircuitId circuit,
        uint256 commitment,
        ListId list,
        uint256 page,
        uint256[8] calldata proof
    ) external {
        Circuit memory record = _activeCircuit(circuit);
        Statement memory statement = Statement(commitment, blocklists.digestOf(list, page, record.entries));
        _accept(circuit, record.index, commitment, list, page);
        _requireGas(1);
        if (!record.verifier.verify(proof, statement)) revert ProofRefused(0);
    }

    /// @inheritdoc ILedger
    function submitBatch(CircuitId circuit, PageClaim[] calldata claims, uint256[8][] calldata proofs) external {
        Circuit memory record = _activeCircuit(circuit);
        _requireMatch(claims, proofs.length);
        Statement[] memory statements = new Statement[](proofs.length);
        uint256 position;
        uint256 fresh;
        for (uint256 i = 0; i < claims.length; ++i) {
            fresh |= _collect(circuit, record, claims[i], statements, position);
            position += claims[i].pages.length;
        }
        if (fresh == 0) return;
        _requireGas(proofs.length);
        if (!record.verifier.verifyBatch(proofs, statements)) {
            revert ProofRefused(_firstRefused(record.verifier, proofs, statements));
        }
    }

    /// @inheritdoc ILedger
    function submitEach(
        CircuitId circuit,
        PageClaim[] calldata claims,
        uint256[8][] calldata proofs,
        uint256 gasCap
    ) external returns (uint256 accepted) {
        if (gasCap < Gas.floor(1) + Gas.OVERHEAD) revert GasBelowFloor(gasCap, Gas.floor(1) + Gas.OVERHEAD);
        _requireMatch(claims, proofs.length);
        uint256 position;
        for (uint256 i = 0; i < claims.length; ++i) {
            PageClaim calldata claim = claims[i];
            for (uint256 j = 0; j < claim.pages.length; ++j) {
                _requireLeft(Gas.toForward(gasCap));
                try this.submit{gas: gasCap}(circuit, claim.commitment, claim.list, claim.pages[j], proofs[position]) {
                    ++accepted;
                } catch (bytes memory reason) {
                    emit ItemRefused(position, _ranOutOfGas(reason) ? _refusal(circuit, proofs[position]) : reason);
                }
                ++position;
            }
        }
    }

    /// @inheritdoc ILedger
    function carryOver(
        CircuitId circuit,
        uint256 commitment,
        ListId fromList,
        uint256 fromPage,
        ListId toList,
        uint256 toPage
    ) external {
        Circuit memory record = _activeCircuit(circuit);
        if (!_isAcceptedBy(record.index, commitment, fromList, fromPage)) {
            revert NotAccepted(commitment, fromList, fromPage);
        }
        uint256 digest = blocklists.digestOf(fromList, fromPage, record.entries);
        uint256 otherDigest = blocklists.digestOf(toList, toPage, record.entries);
        if (digest != otherDigest) revert PageMismatch(digest, otherDigest);
        _accept(circuit, record.index, commitment, toList, toPage);
    }

    /// @notice Accepts the pages of one claim, and writes their statements starting at index `position`.
    /// @dev Consecutive pages of one word cost one write. Pages that were accepted in the meantime are no error: their
    /// proofs are verified again.
    /// @return fresh Not 0 if some page was not accepted before.
    function _collect(
        CircuitId circuit,
        Circuit memory record,
        PageClaim calldata claim,
        Statement[] memory statements,
        uint256 position
    ) private returns (uint256 fresh) {
        (uint256 commitment, ListId list, uint256[] calldata pages) = (claim.commitment, claim.list, claim.pages);
        uint256[] memory digests = blocklists.digestsOf(list, pages, record.entries);
        (uint256 word, uint256 bits) = (0, 0);
        for (uint256 i = 0; i < digests.length; ++i) {
            uint256 page = pages[i];
            if (Bits.wordOf(page) != word) {
                if (bits != 0) fresh |= _add(circuit, record.index, commitment, list, word, bits);
                (word, bits) = (Bits.wordOf(page), 0);
            }
            bits |= Bits.maskOf(page);
            Statement memory statement = statements[position + i];
            (statement.commitment, statement.pageDigest) = (commitment, digests[i]);
        }
        if (bits != 0) fresh |= _add(circuit, record.index, commitment, list, word, bits);
    }

    /// @dev Finds the invalid proof of an invalid batch. Returns the number of proofs if the verifier accepts each
    /// alone.
    function _firstRefused(
        IVerifier verifier,
        uint256[8][] calldata proofs,
        Statement[] memory statements
    ) private view returns (uint256 position) {
        while (position < proofs.length) {
            _requireGas(1);
            if (!verifier.verify(proofs[position], statements[position])) return position;
            ++position;
        }
    }

    /// @dev The revert data for an item that used up its gas. A point outside its group makes a precompile consume all
    /// gas it was given, so such a proof is refused. For any other proof, the gas was too low and nothing was decided.
    function _refusal(CircuitId circuit, uint256[8] calldata proof) private view returns (bytes memory) {
        if (_activeCircuit(circuit).verifier.isWellFormed(proof)) revert IVerifier.NotEnoughGas();
        return abi.encodeWithSelector(ProofRefused.selector, 0);
    }

    /// @dev Whether a call failed for lack of gas: its revert data says so or is empty.
    function _ranOutOfGas(bytes memory reason) private pure returns (bool) {
        if (reason.length == 0) return true;
        bytes4 selector = bytes4(reason);
        return selector == IVerifier.NotEnoughGas.selector || selector == GasBelowFloor.selector;
    }

    function _requireMatch(PageClaim[] calldata claims, uint256 proofs) private pure {
        uint256 pages;
        for (uint256 i = 0; i < claims.length; ++i) pages += claims[i].pages.length;
        if (pages == 0) revert EmptyBatch();
        if (pages != proofs) revert LengthMismatch(pages, proofs);
    }
}
