// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IBlocklists} from "./IBlocklists.sol";
import {CircuitId, ListId} from "./Ids.sol";

/// @notice That one committed shard contains no entry of some pages of one list.
/// @param pages Page numbers in the list.
struct Claim {
    uint256 commitment;
    ListId list;
    uint256[] pages;
}

/// @notice One shard against one list.
/// @param cleanPages How many pages from the first one on are all accepted.
/// @param cleanEpoch The last epoch whose pages are among them; 0 for none.
/// @param pageCount The pages that the list has at its current epoch.
/// @param currentEpoch The last epoch of the list that counts.
struct Status {
    uint256 cleanPages;
    uint256 cleanEpoch;
    uint256 pageCount;
    uint256 currentEpoch;
}

/// @title What was proved: (commitment, list, page), one bit each
/// @notice A fact is accepted once a circuit. Only acceptances are stored: a false proof reverts and leaves no trace.
interface ILedger {
    /// @notice Page 256·word + i was accepted for every bit i that is set in `bits`.
    event PagesAccepted(
        uint256 indexed commitment,
        ListId indexed list,
        CircuitId circuit,
        uint256 word,
        uint256 bits
    );
    /// @notice An item among several was not accepted; `reason` is the error that it would revert with alone.
    event ItemRefused(uint256 position, bytes reason);

    /// @notice The item at this position shows nothing: the proof is malformed, or of another statement or circuit.
    error ProofRefused(uint256 position);
    /// @notice The same circuit has shown this already.
    error AlreadyAccepted(uint256 commitment, ListId list, uint256 page);
    error NotAccepted(uint256 commitment, ListId list, uint256 page);
    error PagesDiffer(uint256 digest, uint256 otherDigest);
    /// @notice Too little gas is left to begin to verify, at the prices of Ethereum; nothing was decided. Where the gas
    /// ends later on, a call reverts with IVerifier.NotEnoughGas, or without a reason.
    error GasBelowFloor(uint256 left, uint256 floor);
    error NothingClaimed();
    error LengthsDiffer(uint256 pages, uint256 proofs);
    error NoSuchEpoch(ListId list, uint256 epoch);

    /// @notice Accepts a proof for one page.
    /// @dev The page digest comes from the list. Costs about 256,000 gas.
    function submit(
        CircuitId circuit,
        uint256 commitment,
        ListId list,
        uint256 page,
        uint256[8] calldata proof
    ) external;

    /// @notice Accepts many proofs of one circuit with one pairing product, all or none.
    /// @dev A bad item reverts the whole with its position in `proofs`. Pages that are accepted already stay so; where
    /// there are no others, nothing is checked and nothing happens.
    /// @param proofs One for each page, through all the claims in their order.
    function submitBatch(CircuitId circuit, Claim[] calldata claims, uint256[8][] calldata proofs) external;

    /// @notice Accepts the good ones among many proofs of one circuit, each by itself.
    /// @dev Refused items are told by ItemRefused. A call with too little gas reverts: none is refused for lack of it.
    /// @param gasCap The gas that one item may use, at least the floor of one.
    /// @return accepted How many were.
    function submitEach(
        CircuitId circuit,
        Claim[] calldata claims,
        uint256[8][] calldata proofs,
        uint256 gasCap
    ) external returns (uint256 accepted);

    /// @notice Accepts a page because the same circuit has shown it where the same page stands in another place.
    function carryOver(
        CircuitId circuit,
        uint256 commitment,
        ListId fromList,
        uint256 fromPage,
        ListId toList,
        uint256 toPage
    ) external;

    /// @notice Whether a page is accepted by a circuit that is trusted.
    function isAccepted(uint256 commitment, ListId list, uint256 page) external view returns (bool);

    /// @notice Whether every page of a list up to an epoch is accepted.
    /// @dev One storage read for 65,536 pages and circuit, and one for each 256 pages that no circuit has shown alone.
    function isClean(uint256 commitment, ListId list, uint256 epoch) external view returns (bool);

    /// @notice How far a shard is clean against a list.
    function statusOf(uint256 commitment, ListId list) external view returns (Status memory);

    /// @notice How many pages of a list, from the first one on, are all accepted.
    function cleanPages(uint256 commitment, ListId list) external view returns (uint256);

    /// @notice The acceptances of the pages from 256·word to 256·word + 255, the lowest bit first.
    function acceptedWord(uint256 commitment, ListId list, uint256 word) external view returns (uint256);

    /// @notice The lists that the pages are of.
    function blocklists() external view returns (IBlocklists);

    /// @notice The gas that must be left when the verification of so many proofs begins.
    function gasFloor(uint256 proofs) external pure returns (uint256);
}
