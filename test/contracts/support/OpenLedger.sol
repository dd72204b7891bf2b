// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Ledger} from "../../../contracts/Ledger.sol";
import {IBlocklists} from "../../../contracts/interfaces/IBlocklists.sol";
import {Admission, Roles} from "../../../contracts/interfaces/ICircuits.sol";
import {CircuitId, ListId} from "../../../contracts/interfaces/Ids.sol";

/// @notice A ledger that records facts without proofs, since a million proofs would take days.
contract OpenLedger is Ledger {
    constructor(
        IBlocklists lists,
        Roles memory roles,
        Admission[] memory first
    ) Ledger(lists, roles, first) {}

    /// @notice Accepts page 256·word + i for each bit i of a word.
    function accept(CircuitId circuit, uint256 commitment, ListId list, uint256 word, uint256 bits) external {
        _add(circuit, _activeCircuit(circuit).index, commitment, list, word, bits);
    }

    /// @notice Accepts all pages of the words from `first` to `last` - 1.
    function fill(CircuitId circuit, uint256 commitment, ListId list, uint256 first, uint256 last) external {
        uint256 index = _activeCircuit(circuit).index;
        for (uint256 word = first; word < last; ++word) {
            _add(circuit, index, commitment, list, word, type(uint256).max);
        }
    }
}
