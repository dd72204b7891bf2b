// SPDX-License-Identifier: MIT
pragma solidity >=0.8.20 <0.9.0;

import {CircuitId, ListId} from "./Ids.sol";

/// @notice The immutable configuration of a list.
/// @param scheme The fingerprint scheme of every entry, such as "sha256": ASCII, padded with zeros on the right.
/// @param metadata URI of a document that says who publishes the list and why.
/// @param reviewers The accounts that may confirm epochs. Empty if epochs need no confirmation.
/// @param threshold How many reviewers must confirm an epoch; 0 exactly when there are no reviewers.
struct ListConfig {
    bytes32 scheme;
    string metadata;
    address[] reviewers;
    uint8 threshold;
}

/// @notice A fixed number of entries, represented by their digest.
/// @param digest The Poseidon chain over the entries: not 0, and below the scalar field order.
/// @param size The number of entries: 16 or 256.
struct Page {
    uint256 digest;
    uint16 size;
}

/// @notice A published version of a list.
/// @param time The timestamp of the block that published it, in seconds since 1970.
/// @param pageCount The number of pages the list has at this epoch, including those of earlier epochs. An epoch without
/// pages counts as one page, which no page proof can cover.
/// @param contentHash SHA-256 of the list's root document at this epoch.
/// @param uri URI of the root document and page files.
struct Epoch {
    uint64 time;
    uint32 pageCount;
    bytes32 contentHash;
    string uri;
}

/// @notice The accumulators of an epoch: points of G2 in EIP-197 order (c1 before c0), all zeros if there is none.
/// @param powers The id of the powers of tau that the points were computed with.
/// @param whole The accumulator of all entries of the list at this epoch.
/// @param added The accumulator of the entries that were added after epoch `since`.
/// @param since The epoch before what `added` covers, at least 1; 0 if there is no such accumulator.
struct Accumulators {
    CircuitId powers;
    uint256[4] whole;
    uint256[4] added;
    uint32 since;
}

/// @notice What is stored of the accumulators of an epoch.
/// @param whole keccak256(abi.encode(powers, point)) of the accumulator of the whole list; 0 if there is none.
/// @param added The same hash of the accumulator of what was added after epoch `since`; 0 if there is none.
/// @param since The epoch before what `added` covers; 0 if there is none.
struct AccumulatorHashes {
    bytes32 whole;
    bytes32 added;
    uint32 since;
}

/// @notice The status of a list for a dataset that excludes its first pages.
/// @param cleanEpoch The last confirmed epoch whose pages are all excluded; 0 if there is none.
/// @param currentEpoch The last confirmed epoch; 0 if there is none.
/// @param pageCount The number of pages the list has at the current epoch.
struct ListStatus {
    uint256 cleanEpoch;
    uint256 currentEpoch;
    uint256 pageCount;
}

/// @title Append-only blocklists
/// @notice Anyone may create a list. Epochs are numbered from 1; epoch 0 is the empty list. Every epoch is a prefix of
/// the next one. In a list with reviewers, an epoch is confirmed once enough of them have reviewed it. Until then,
/// nothing is proved against it, and it can be dropped. In a list without reviewers, epochs are confirmed at once. An
/// epoch has pages, accumulators or both. One without pages takes a page number, so that page proofs never make a shard
/// clean up to it.
/// @dev The holder of a publisher's key can append pages until the owner revokes the permission. In a list without
/// reviewers, those pages are confirmed at once and can never be removed.
interface IBlocklists {
    /// @notice A list was created.
    event ListCreated(ListId indexed list, address indexed owner, bytes32 indexed scheme, ListConfig config);
    /// @notice A list has a new epoch. Its pages start at index `firstPage`.
    event PagesAppended(ListId indexed list, uint256 indexed epoch, uint256 firstPage, Page[] pages, Epoch content);
    /// @notice A list has a new epoch with accumulators. If it also has pages, PagesAppended precedes this event.
    event AccumulatorsAppended(
        ListId indexed list,
        uint256 indexed epoch,
        Accumulators accumulators,
        Epoch content
    );
    /// @notice The owner of a list started a transfer to `newOwner`; the zero address cancels a pending one.
    event OwnershipTransferStarted(ListId indexed list, address indexed previousOwner, address indexed newOwner);
    /// @notice The pending owner accepted the ownership of a list.
    event OwnershipTransferred(ListId indexed list, address indexed previousOwner, address indexed newOwner);
    /// @notice The owner of a list granted an account permission to publish in it, or revoked that permission.
    event PublisherSet(ListId indexed list, address indexed publisher, bool allowed);
    /// @notice A reviewer confirmed an epoch and all epochs before it.
    event EpochReviewed(ListId indexed list, address indexed reviewer, uint256 epoch);
    /// @notice Enough reviewers have confirmed an epoch: it is the list's current epoch.
    event EpochConfirmed(ListId indexed list, uint256 epoch);
    /// @notice A reviewer objected to an epoch with this content, and so to all epochs after it.
    event EpochObjected(ListId indexed list, address indexed reviewer, uint256 epoch, bytes32 contentHash);
    /// @notice An unconfirmed epoch was dropped with all epochs after it. The list has `pageCount` pages again.
    event EpochsDropped(ListId indexed list, uint256 epoch, uint256 pageCount);

    /// @notice No list has this id.
    error UnknownList(ListId list);
    /// @notice The caller already created a list with this configuration and salt.
    error ListExists(ListId list);
    /// @notice The scheme is empty.
    error InvalidScheme(bytes32 scheme);
    /// @notice Reviewers must be strictly ascending addresses, at most MAX_REVIEWERS of them, and the threshold must be
    /// between 1 and their number, or 0 without reviewers.
    error InvalidReviewers();
    /// @notice An epoch without accumulators needs at least one page.
    error NoPages();
    /// @notice The epoch has neither kind of accumulator, or not the one that was asked for.
    error NoAccumulator();
    /// @notice The point is not canonical or not on the twist of BN254.
    error InvalidAccumulator(uint256[4] point);
    /// @notice An accumulator of added entries needs an epoch of the list that they were added after. Without such an
    /// accumulator, `since` must be 0.
    error InvalidBase(ListId list, uint256 since);
    /// @notice An epoch needs the SHA-256 of its root document.
    error NoContentHash();
    /// @notice The list has `pageCount` pages, not `firstPage`: another publisher was faster, or an earlier transaction
    /// with the same call was mined after all.
    error PageCountMismatch(ListId list, uint256 pageCount, uint256 firstPage);
    /// @notice The digest of the page at this index is 0 or not below the scalar field order, or its size is neither 16
    /// nor 256.
    error InvalidPage(uint256 position, Page page);
    /// @notice The list has no page with this number.
    error UnknownPage(ListId list, uint256 page);
    /// @notice The page does not have `size` entries.
    error PageSizeMismatch(ListId list, uint256 page, uint256 size);
    /// @notice The list has no epoch with this number.
    error UnknownEpoch(ListId list, uint256 epoch);
    /// @notice The page belongs to an epoch that reviewers have not confirmed, so nothing can be proved against it yet.
    error PageNotConfirmed(ListId list, uint256 page);
    /// @notice Reviewers have not confirmed the epoch, so nothing can be clean up to it yet.
    error EpochNotConfirmed(ListId list, uint256 epoch);
    /// @notice The epoch is confirmed and can no longer be dropped.
    error EpochAlreadyConfirmed(ListId list, uint256 epoch);
    /// @notice The caller is not the owner of the list.
    error NotOwner(ListId list, address caller);
    /// @notice The caller is neither the owner of the list nor permitted to publish in it.
    error NotPublisher(ListId list, address caller);
    /// @notice The caller is not the pending owner of the list.
    error NotPendingOwner(ListId list, address caller);
    /// @notice The caller is neither a reviewer of the list nor, where the owner may call this, its owner.
    error NotReviewer(ListId list, address caller);
    /// @notice The epoch has another content hash than the caller expects.
    error ContentHashMismatch(ListId list, uint256 epoch, bytes32 contentHash);
    /// @notice The reviewer has already confirmed this epoch or a later one.
    error AlreadyReviewed(ListId list, uint256 epoch);

    /// @notice Creates a list owned by the caller.
    /// @return list keccak256(abi.encode(caller, config, salt)).
    function create(ListConfig calldata config, bytes32 salt) external returns (ListId list);

    /// @notice Appends pages as a new epoch. Only the owner and permitted publishers may call this.
    /// @param firstPage The number of pages the list has now, so that a call that is sent twice appends once.
    /// @return epoch The number of the new epoch.
    function append(
        ListId list,
        uint256 firstPage,
        Page[] calldata pages,
        bytes32 contentHash,
        string calldata uri
    ) external returns (uint256 epoch);

    /// @notice Appends a new epoch with accumulators, and with pages or without. Without pages, it takes one page
    /// number. Only the owner and permitted publishers may call this.
    /// @dev The points are checked to be on the twist. Whether they are what they claim to be is for reviewers to
    /// recompute, as with pages.
    /// @param firstPage The number of pages the list has now, as for `append`.
    /// @return epoch The number of the new epoch.
    function appendWithAccumulators(
        ListId list,
        uint256 firstPage,
        Page[] calldata pages,
        Accumulators calldata accumulators,
        bytes32 contentHash,
        string calldata uri
    ) external returns (uint256 epoch);

    /// @notice Starts the transfer of a list to a new owner, who has to accept it. Replaces a pending transfer.
    function transferOwnership(ListId list, address newOwner) external;

    /// @notice Accepts the ownership of a list. Only its pending owner may call this.
    function acceptOwnership(ListId list) external;

    /// @notice Grants an account permission to publish in a list, or revokes it. A new owner starts with no publishers.
    function setPublisher(ListId list, address publisher, bool allowed) external;

    /// @notice Confirms an epoch and all epochs before it. Only a reviewer of the list may call this.
    function review(ListId list, uint256 epoch, bytes32 contentHash) external;

    /// @notice Drops an unconfirmed epoch and all epochs after it: at once if the owner calls this, or as soon as as
    /// many reviewers as the threshold have called it for the same content.
    /// @dev Without this, one page published with a stolen key would end a list, as its reviewers could never confirm
    /// that page nor anything after it.
    function drop(ListId list, uint256 epoch, bytes32 contentHash) external;

    /// @notice Returns the digest of a confirmed page that has `size` entries.
    function digestOf(ListId list, uint256 page, uint256 size) external view returns (uint256);

    /// @notice Returns the digests of confirmed pages that have `size` entries each.
    function digestsOf(ListId list, uint256[] calldata pages, uint256 size) external view returns (uint256[] memory);

    /// @notice Returns the hashes of the accumulators of an epoch, from 1 to epochCount.
    function accumulatorsOf(ListId list, uint256 epoch) external view returns (AccumulatorHashes memory);

    /// @notice Returns what a proof against an accumulator of a confirmed epoch needs.
    /// @param added Whether the accumulator is that of the added entries, not of the whole list.
    /// @return hash keccak256(abi.encode(powers, point)).
    /// @return since The epoch up to which a shard must be clean already; 0 for the whole list.
    /// @return pages The number of pages the list has at this epoch.
    function accumulatorAt(
        ListId list,
        uint256 epoch,
        bool added
    ) external view returns (bytes32 hash, uint256 since, uint256 pages);

    /// @notice Returns a page by its number, from 0 to pageCount - 1. Reverts for the page number of an epoch without
    /// pages.
    function pageOf(ListId list, uint256 page) external view returns (Page memory);

    /// @notice Returns an epoch by its number, from 1 to epochCount.
    function epochOf(ListId list, uint256 epoch) external view returns (Epoch memory);

    /// @notice Returns the number of pages that the list has at a confirmed epoch, from 1 to currentEpoch.
    function pageCountAt(ListId list, uint256 epoch) external view returns (uint256);

    /// @notice Returns the last confirmed epoch whose pages are all among the first `pages` pages; 0 if there is none.
    function epochWithin(ListId list, uint256 pages) external view returns (uint256);

    /// @notice Returns the status of a list for a dataset that excludes its first `cleanPages` pages.
    function statusOf(ListId list, uint256 cleanPages) external view returns (ListStatus memory);

    /// @notice Returns the last confirmed epoch; 0 if there is none.
    function currentEpoch(ListId list) external view returns (uint256);

    /// @notice Returns the number of published epochs, including unconfirmed ones.
    function epochCount(ListId list) external view returns (uint256);

    /// @notice Returns the number of published pages, including unconfirmed ones.
    function pageCount(ListId list) external view returns (uint256);

    /// @notice Returns the owner of an existing list.
    function ownerOf(ListId list) external view returns (address);

    /// @notice Returns the pending owner of a list; the zero address if no transfer is pending.
    function pendingOwner(ListId list) external view returns (address);

    /// @notice Returns whether an account is the owner of a list or has permission to publish in it.
    function mayPublish(ListId list, address publisher) external view returns (bool);

    /// @notice Returns the configuration of an existing list.
    function configOf(ListId list) external view returns (ListConfig memory);

    /// @notice Returns the fingerprint scheme of an existing list.
    function schemeOf(ListId list) external view returns (bytes32);

    /// @notice Returns whether a reviewer currently objects to an epoch with this content.
    function objectsTo(
        ListId list,
        address reviewer,
        uint256 epoch,
        bytes32 contentHash
    ) external view returns (bool);

    /// @notice Returns the last epoch that a reviewer has confirmed; 0 if there is none.
    function reviewedBy(ListId list, address reviewer) external view returns (uint256);
}
