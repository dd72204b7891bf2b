// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Ledger} from "../../../contracts/Ledger.sol";
import {IBlocklists} from "../../../contracts/interfaces/IBlocklists.sol";
import {Admission, Offices} from "../../../contracts/interfaces/ICircuits.sol";
import {CircuitId, ListId} from "../../../contracts/interfaces/Ids.sol";

/// @notice A ledger that writes down facts without proofs, as it does those with: a million proofs would take days.
contract OpenLedger is Ledger {
    constructor(
        IBlocklists lists,
        Offices memory offices,
        Admission[] memory first
    ) Ledger(lists, offices, first) {}

    /// @notice Accepts pages 256·word + i for the bits of a word.
    function accept(CircuitId circuit, uint256 commitment, ListId list, uint256 word, uint256 bits) external {
        _add(circuit, _openCircuit(circuit).index, commitment, list, word, bits);
    }

    /// @notice Accepts all pages of the words from `first` to `last` - 1.
    function fill(CircuitId circuit, uint256 commitment, ListId list, uint256 first, uint256 last) external {
        uint256 index = _openCircuit(circuit).index;
        for (uint256 word = first; word < last; ++word) {
            _add(circuit, index, commitment, list, word, type(uint256).max);
        }
    }
}
