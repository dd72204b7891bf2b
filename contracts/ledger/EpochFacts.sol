// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {CircuitId, ListId} from "../interfaces/Ids.sol";
import {ILedger} from "../interfaces/ILedger.sol";
import {Circuits} from "./Circuits.sol";

/// @title Epoch facts
/// @notice Stores up to which epoch of a list a shard was proved to be disjoint from it.
/// @dev A shard's commitment binds the powers of tau, so that a second powers' proofs never replace the first one's.
abstract contract EpochFacts is ILedger, Circuits {
    /// @dev `pages` is the list's page count at the epoch. Confirmed epochs never change.
    struct EpochFact {
        uint64 epoch;
        uint64 pages;
        uint8 circuitIndex;
    }

    mapping(uint256 commitment => mapping(ListId list => EpochFact fact)) private _epochFacts;

    /// @inheritdoc ILedger
    function disjointEpoch(uint256 commitment, ListId list) external view returns (uint256) {
        return _epochFact(commitment, list).epoch;
    }

    /// @notice Raises the epoch of a fact.
    /// @dev Called before the proof is verified; an invalid proof reverts it.
    /// @param since The epoch that the fact must have reached; 0 if none.
    /// @return isFresh Whether the fact had not reached the epoch before.
    function _raise(
        CircuitId powers,
        uint256 commitment,
        ListId list,
        uint256 since,
        EpochFact memory fact
    ) internal returns (bool isFresh) {
        EpochFact storage stored = _epochFacts[commitment][list];
        uint256 reached = stored.epoch;
        if (reached < since) revert BaseNotAccepted(commitment, list, since);
        if (reached >= fact.epoch) return false;
        _epochFacts[commitment][list] = fact;
        emit DisjointnessAccepted(commitment, list, powers, fact.epoch);
        return true;
    }

    /// @dev What was proved, or zeros if nothing was or if the powers of tau were revoked.
    function _epochFact(uint256 commitment, ListId list) internal view returns (EpochFact memory fact) {
        fact = _epochFacts[commitment][list];
        if (fact.epoch != 0 && !_arePowersUnrevoked(fact.circuitIndex)) delete fact;
    }
}
