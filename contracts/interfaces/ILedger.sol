// SPDX-License-Identifier: MIT
pragma solidity >=0.8.20 <0.9.0;

import {IBlocklists} from "./IBlocklists.sol";
import {DisjointnessClaim} from "./IDisjointnessVerifier.sol";
import {CircuitId, ListId} from "./Ids.sol";

/// @notice The claim that a committed shard contains no entry of some pages of a list.
/// @param commitment The commitment to the shard.
/// @param list The list that the pages belong to.
/// @param pages The numbers of the pages in the list.
struct PageClaim {
    uint256 commitment;
    ListId list;
    uint256[] pages;
}

/// @notice The status of a shard against a list.
/// @param cleanPages The number of leading pages of the list that the shard excludes: all accepted, or covered by a
/// disjointness proof.
/// @param cleanEpoch The last confirmed epoch whose pages are all among those; 0 if there is none.
/// @param pageCount The number of pages the list has at its current epoch.
/// @param currentEpoch The last confirmed epoch of the list; 0 if there is none.
struct ShardStatus {
    uint256 cleanPages;
    uint256 cleanEpoch;
    uint256 pageCount;
    uint256 currentEpoch;
}

/// @title Proof ledger
/// @notice Records what was proved: one bit for each commitment, list, page and circuit, and for shards that are
/// committed to by accumulators, one epoch for each commitment and list. Only acceptances are stored; a call with an
/// invalid proof reverts and leaves no trace.
interface ILedger {
    /// @notice Page 256·word + i was accepted for every bit i that is set in `bits`.
    event PagesAccepted(
        uint256 indexed commitment,
        ListId indexed list,
        CircuitId circuit,
        uint256 word,
        uint256 bits
    );
    /// @notice A shard has no key in common with a list up to an epoch.
    event DisjointnessAccepted(
        uint256 indexed commitment,
        ListId indexed list,
        CircuitId powers,
        uint256 epoch
    );
    /// @notice One item of `submitEach` was not accepted. `reason` is the revert data of submitting it on its own.
    event ItemRefused(uint256 position, bytes reason);

    /// @notice The proof at this index is malformed, or proves another statement or belongs to another circuit.
    error ProofRefused(uint256 position);
    /// @notice The page was already accepted from a proof of the same circuit.
    error AlreadyAccepted(uint256 commitment, ListId list, uint256 page);
    /// @notice The page to carry over was not accepted from a proof of this circuit.
    error NotAccepted(uint256 commitment, ListId list, uint256 page);
    /// @notice An acceptance can only be carried over between pages with the same digest.
    error PageMismatch(uint256 digest, uint256 otherDigest);
    /// @notice `left` gas remains, and starting to verify takes `floor` at Ethereum's prices. Nothing was decided. A
    /// call that runs out of gas later reverts with IVerifier.NotEnoughGas or without a reason.
    error GasBelowFloor(uint256 left, uint256 floor);
    /// @notice The id is that of a circuit for pages, not of powers of tau.
    error NotPowers(CircuitId circuit);
    /// @notice The accumulator is not the one that the epoch of the list has for these powers of tau.
    error AccumulatorMismatch(ListId list, uint256 epoch);
    /// @notice The accumulator covers what was added after epoch `since`, and the shard is not proved to be disjoint
    /// from the list up to that epoch.
    error BaseNotAccepted(uint256 commitment, ListId list, uint256 since);
    /// @notice The claims contain no page, or no shard.
    error EmptyBatch();
    /// @notice The claims contain `pages` pages, but there are `proofs` proofs.
    error LengthMismatch(uint256 pages, uint256 proofs);

    /// @notice Accepts a proof for one page.
    /// @dev The page digest is read from the list. Costs about 256,000 gas.
    function submit(
        CircuitId circuit,
        uint256 commitment,
        ListId list,
        uint256 page,
        uint256[8] calldata proof
    ) external;

    /// @notice Accepts many proofs of one circuit with one pairing product, all or none.
    /// @dev An invalid proof reverts the whole call with its index in `proofs`. Pages that are already accepted remain
    /// so; if all of them are, nothing is verified and nothing happens.
    /// @param proofs One proof per page, in the order of the claims and of the pages in each claim.
    function submitBatch(CircuitId circuit, PageClaim[] calldata claims, uint256[8][] calldata proofs) external;

    /// @notice Accepts the valid ones among many proofs of one circuit, verifying each on its own.
    /// @dev Emits ItemRefused for each of the others. Reverts if it has too little gas, so that no item is refused for
    /// lack of gas.
    /// @param proofs One proof per page, in the order of the claims and of the pages in each claim.
    /// @param gasCap The gas that one item may use, at least the floor for one proof.
    /// @return accepted The number of accepted items.
    function submitEach(
        CircuitId circuit,
        PageClaim[] calldata claims,
        uint256[8][] calldata proofs,
        uint256 gasCap
    ) external returns (uint256 accepted);

    /// @notice Accepts a page because the same circuit already proved a page with the same digest elsewhere.
    function carryOver(
        CircuitId circuit,
        uint256 commitment,
        ListId fromList,
        uint256 fromPage,
        ListId toList,
        uint256 toPage
    ) external;

    /// @notice Accepts proofs that shards have no key in common with lists, all or none, with one pairing product.
    /// @dev The shards of a claim share the pairing of its list, and the proofs of a shard that have the same P share
    /// another. An invalid proof reverts the whole call with its index across all claims. Facts that have reached an
    /// epoch remain; if all have, nothing is verified and nothing happens. A first proof costs about 227,000 gas, a
    /// further one at most 94,000.
    /// @param powers The powers of tau that all accumulators are made with.
    function submitDisjointness(CircuitId powers, DisjointnessClaim[] calldata claims) external;

    /// @notice Returns whether a page was accepted from a page proof of a circuit that is not revoked.
    function isAccepted(uint256 commitment, ListId list, uint256 page) external view returns (bool);

    /// @notice Returns the epoch up to which disjointness proofs show that a shard has no key in common with a list; 0
    /// if there is none or the powers of tau were revoked.
    function disjointEpoch(uint256 commitment, ListId list) external view returns (uint256);

    /// @notice Returns whether a shard excludes a list up to a confirmed epoch, by page proofs or disjointness proofs.
    /// @dev Reads one word for each 65,536 pages and circuit, and one for each 256 pages that no single circuit fills.
    function isClean(uint256 commitment, ListId list, uint256 epoch) external view returns (bool);

    /// @notice Returns the status of a shard against a list.
    function statusOf(uint256 commitment, ListId list) external view returns (ShardStatus memory);

    /// @notice Returns the number of leading pages of a list that are all accepted, or covered by a disjointness proof
    /// if those are more.
    function cleanPages(uint256 commitment, ListId list) external view returns (uint256);

    /// @notice Returns which of the pages 256·word to 256·word + 255 are accepted, one bit each, lowest first.
    function acceptedWord(uint256 commitment, ListId list, uint256 word) external view returns (uint256);

    /// @notice Returns the contract with the lists.
    function blocklists() external view returns (IBlocklists);

    /// @notice Returns the commitment of a shard with this accumulator: keccak256(abi.encode(keccak256(
    /// "disjoint/accumulator/v1"), powers, accumulator)) modulo the scalar field order.
    function commitmentOf(CircuitId powers, uint256[2] calldata accumulator) external pure returns (uint256);

    /// @notice Returns how much gas must be left when the verification of this many proofs starts.
    function gasFloor(uint256 proofs) external pure returns (uint256);
}
