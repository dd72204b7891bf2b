// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IBlocklists, Standing} from "../interfaces/IBlocklists.sol";
import {Admission, Offices} from "../interfaces/ICircuits.sol";
import {CircuitId, ListId} from "../interfaces/Ids.sol";
import {ILedger, Status} from "../interfaces/ILedger.sol";
import {Bits} from "../libraries/Bits.sol";
import {Circuits} from "./Circuits.sol";

/// @title Facts
/// @notice What was accepted, one bit for each (circuit, commitment, list, page), and what follows from it.
/// @dev Bits are kept apart by circuit and read together for the circuits that are trusted: what a circuit has shown
/// goes with the trust in it, without a write.
abstract contract Facts is ILedger, Circuits {
    /// @inheritdoc ILedger
    IBlocklists public immutable blocklists;

    mapping(uint256 commitment => mapping(ListId list => mapping(uint256 place => uint256 bits))) private _accepted;
    /// @dev One bit for each word of `_accepted` that is full: 65,536 pages are read at once.
    mapping(uint256 commitment => mapping(ListId list => mapping(uint256 place => uint256 bits))) private _full;

    constructor(
        IBlocklists lists,
        Offices memory offices,
        Admission[] memory first
    ) Circuits(offices, first) {
        blocklists = lists;
    }

    /// @inheritdoc ILedger
    function statusOf(uint256 commitment, ListId list) external view returns (Status memory) {
        uint256 pages = cleanPages(commitment, list);
        Standing memory standing = blocklists.standingOf(list, pages);
        return Status(pages, standing.cleanEpoch, standing.pageCount, standing.currentEpoch);
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
    /// @dev No bit is ever set beyond the pages that exist, so the first zero is the answer. A word that circuits have
    /// filled together, and none of them alone, is not known to be full and is looked at.
    function cleanPages(uint256 commitment, ListId list) public view returns (uint256 pages) {
        uint256 trusted = _trustedCircuits();
        for (uint256 group = 0; ; ++group) {
            uint256 full = _union(_full[commitment][list], trusted, group);
            while (full != type(uint256).max) {
                uint256 place = Bits.lowestZero(full);
                uint256 word = group * Bits.WIDTH + place;
                uint256 ones = Bits.lowestZero(_union(_accepted[commitment][list], trusted, word));
                if (ones < Bits.WIDTH) return word * Bits.WIDTH + ones;
                full |= Bits.maskOf(place);
            }
        }
    }

    /// @inheritdoc ILedger
    function acceptedWord(uint256 commitment, ListId list, uint256 word) public view returns (uint256) {
        // There is no such word, and its place would be another circuit's.
        if (word > type(uint248).max) return 0;
        return _union(_accepted[commitment][list], _trustedCircuits(), word);
    }

    /// @dev Accepts one page that was not accepted yet.
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
    /// @dev This happens before the proof is looked at, so that a replay costs no pairing; a
    /// refusal reverts it.
    /// @return fresh Those that were not set before.
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

    function _isAcceptedBy(
        uint256 circuitIndex,
        uint256 commitment,
        ListId list,
        uint256 page
    ) internal view returns (bool) {
        uint256 bits = _accepted[commitment][list][_place(circuitIndex, Bits.wordOf(page))];
        return bits & Bits.maskOf(page) != 0;
    }

    /// @dev What the trusted circuits have in a word together; stops reading when it is full.
    function _union(
        mapping(uint256 place => uint256 bits) storage words,
        uint256 trusted,
        uint256 word
    ) private view returns (uint256 bits) {
        while (trusted != 0 && bits != type(uint256).max) {
            bits |= words[_place(Bits.lowestOne(trusted), word)];
            trusted &= trusted - 1;
        }
    }

    /// @dev Where a circuit's acceptances of 256 pages are kept. There are at most 256 circuits, and a word's number
    /// has at most 248 bits.
    function _place(uint256 circuitIndex, uint256 word) private pure returns (uint256) {
        return (circuitIndex << 248) | word;
    }
}
