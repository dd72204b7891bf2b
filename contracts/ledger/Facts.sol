// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IBlocklists, ListStatus} from "../interfaces/IBlocklists.sol";
import {Admission, Roles} from "../interfaces/ICircuits.sol";
import {CircuitId, ListId} from "../interfaces/Ids.sol";
import {ILedger, ShardStatus} from "../interfaces/ILedger.sol";
import {Bits} from "../libraries/Bits.sol";
import {Circuits} from "./Circuits.sol";
import {Disjointness} from "./Disjointness.sol";

/// @title Facts
/// @notice Stores what was accepted, one bit for each (circuit, commitment, list, page), and derives statuses from it.
/// @dev Bits are stored per circuit, and the union over all circuits that are not revoked is read. Revoking a circuit
/// therefore invalidates all its acceptances without writing to them.
abstract contract Facts is Disjointness {
    mapping(uint256 commitment => mapping(ListId list => mapping(uint256 place => uint256 bits))) private _accepted;
    /// @dev One bit for each word of `_accepted` that is full, so that one read covers 65,536 pages.
    mapping(uint256 commitment => mapping(ListId list => mapping(uint256 place => uint256 bits))) private _full;

    constructor(
        IBlocklists lists,
        Roles memory roles,
        Admission[] memory initial
    ) Circuits(roles, initial) Disjointness(lists) {}

    /// @inheritdoc ILedger
    function statusOf(uint256 commitment, ListId list) external view returns (ShardStatus memory) {
        uint256 pages = cleanPages(commitment, list);
        ListStatus memory status = blocklists.statusOf(list, pages);
        return ShardStatus(pages, status.cleanEpoch, status.pageCount, status.currentEpoch);
    }

    /// @inheritdoc ILedger
    function isClean(uint256 commitment, ListId list, uint256 epoch) external view returns (bool) {
        return cleanPages(commitment, list) >= blocklists.pageCountAt(list, epoch);
    }

    /// @inheritdoc ILedger
    function isAccepted(uint256 commitment, ListId list, uint256 page) external view returns (bool) {
        return acceptedWord(commitment, list, Bits.wordOf(page)) & Bits.maskOf(page) != 0;
    }

    /// @inheritdoc ILedger
    function cleanPages(uint256 commitment, ListId list) public view returns (uint256) {
        uint256 disjoint = _epochFact(commitment, list).pages;
        uint256 leading = _leadingPages(commitment, list);
        return leading > disjoint ? leading : disjoint;
    }

    /// @inheritdoc ILedger
    function acceptedWord(uint256 commitment, ListId list, uint256 word) public view returns (uint256) {
        // A larger number would reach into the words of another circuit.
        if (word > type(uint248).max) return 0;
        return _union(_accepted[commitment][list], _unrevokedCircuits(), word);
    }

    /// @dev Accepts one page; reverts if it was accepted before.
    function _accept(
        CircuitId circuit,
        uint256 circuitIndex,
        uint256 commitment,
        ListId list,
        uint256 page
    ) internal {
        if (_add(circuit, circuitIndex, commitment, list, Bits.wordOf(page), Bits.maskOf(page)) == 0) {
            revert AlreadyAccepted(commitment, list, page);
        }
    }

    /// @notice Sets bits of one word.
    /// @dev Called before the proof is verified, so that a replay costs no pairing; an invalid proof reverts it.
    /// @return fresh The bits that were not set before.
    function _add(
        CircuitId circuit,
        uint256 circuitIndex,
        uint256 commitment,
        ListId list,
        uint256 word,
        uint256 bits
    ) internal returns (uint256 fresh) {
        mapping(uint256 place => uint256 bits) storage accepted = _accepted[commitment][list];
        uint256 place = _place(circuitIndex, word);
        uint256 before = accepted[place];
        fresh = bits & ~before;
        if (fresh == 0) return 0;
        accepted[place] = before | bits;
        if (before | bits == type(uint256).max) {
            _full[commitment][list][_place(circuitIndex, Bits.wordOf(word))] |= Bits.maskOf(word);
        }
        emit PagesAccepted(commitment, list, circuit, word, fresh);
    }

    /// @dev Whether a page was accepted from a proof of this circuit.
    function _isAcceptedBy(
        uint256 circuitIndex,
        uint256 commitment,
        ListId list,
        uint256 page
    ) internal view returns (bool) {
        uint256 bits = _accepted[commitment][list][_place(circuitIndex, Bits.wordOf(page))];
        return bits & Bits.maskOf(page) != 0;
    }

    /// @dev The number of leading pages that are all accepted from page proofs. Bits are only set for pages that exist,
    /// so the first zero bit is the answer. A word that several circuits fill together, but none of them alone, is not
    /// marked as full and is read itself.
    function _leadingPages(uint256 commitment, ListId list) private view returns (uint256 pages) {
        uint256 circuitBits = _unrevokedCircuits();
        for (uint256 group = 0; ; ++group) {
            uint256 full = _union(_full[commitment][list], circuitBits, group);
            while (full != type(uint256).max) {
                uint256 place = Bits.lowestZero(full);
                uint256 word = group * Bits.WIDTH + place;
                uint256 ones = Bits.lowestZero(_union(_accepted[commitment][list], circuitBits, word));
                if (ones < Bits.WIDTH) return word * Bits.WIDTH + ones;
                full |= Bits.maskOf(place);
            }
        }
    }

    /// @dev The union of a word over some circuits, given as bits. Stops reading once all bits are set.
    function _union(
        mapping(uint256 place => uint256 bits) storage words,
        uint256 circuitBits,
        uint256 word
    ) private view returns (uint256 bits) {
        while (circuitBits != 0 && bits != type(uint256).max) {
            bits |= words[_place(Bits.lowestOne(circuitBits), word)];
            circuitBits &= circuitBits - 1;
        }
    }

    /// @dev The mapping key for a circuit's acceptances of 256 pages: 8 bits for the circuit, 248 for the word.
    function _place(uint256 circuitIndex, uint256 word) private pure returns (uint256) {
        return (circuitIndex << 248) | word;
    }
}
