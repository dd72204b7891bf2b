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
        uint256 pages = blocklists.pageCountAt(list, epoch);
        uint256 trusted = _trustedCircuits();
        for (uint256 word = 0; word * Bits.WIDTH < pages; ++word) {
            uint256 wanted = pages - word * Bits.WIDTH;
            if (Bits.lowestZero(_word(trusted, commitment, list, word)) < (wanted < Bits.WIDTH ? wanted : Bits.WIDTH)) {
                return false;
            }
        }
        return true;
    }

    /// @inheritdoc ILedger
    function isAccepted(uint256 commitment, ListId list, uint256 page) external view returns (bool) {
        uint256 bits = _word(_trustedCircuits(), commitment, list, Bits.wordOf(page));
        return bits & Bits.maskOf(page) != 0;
    }

    /// @inheritdoc ILedger
    function acceptedWord(uint256 commitment, ListId list, uint256 word) external view returns (uint256) {
        return _word(_trustedCircuits(), commitment, list, word);
    }

    /// @inheritdoc ILedger
    /// @dev No bit is ever set beyond the pages that exist, so the first zero is the answer.
    function cleanPages(uint256 commitment, ListId list) public view returns (uint256 pages) {
        uint256 trusted = _trustedCircuits();
        uint256 ones = Bits.WIDTH;
        for (uint256 word = 0; ones == Bits.WIDTH; ++word) {
            ones = Bits.lowestZero(_word(trusted, commitment, list, word));
            pages += ones;
        }
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

    /// @dev What the trusted circuits have accepted together; stops reading when the word is full.
    function _word(
        uint256 trusted,
        uint256 commitment,
        ListId list,
        uint256 word
    ) private view returns (uint256 bits) {
        while (trusted != 0 && bits != type(uint256).max) {
            bits |= _accepted[commitment][list][_place(Bits.lowestOne(trusted), word)];
            trusted &= trusted - 1;
        }
    }

    /// @dev Where a circuit's acceptances of 256 pages are kept. There are at most 256 circuits, and a word's number
    /// has at most 248 bits.
    function _place(uint256 circuitIndex, uint256 word) private pure returns (uint256) {
        return (circuitIndex << 248) | word;
    }
}
