// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ListId} from "./Ids.sol";

/// @notice What a list is for good.
/// @param scheme Name of the fingerprint scheme of every entry, ASCII, padded with zeros on the right ("sha256").
/// @param metadata URI of a document that says who publishes the list and why.
/// @param reviewers Who may confirm epochs; empty when the publisher's word is enough.
/// @param threshold How many of them an epoch needs; 0 exactly when there are none.
struct Terms {
    bytes32 scheme;
    string metadata;
    address[] reviewers;
    uint8 threshold;
}

/// @notice A fixed number of entries, known here by their digest.
/// @param digest The Poseidon chain over the page, not 0, below the scalar field order.
/// @param size How many entries the page has: 16 or 256.
struct Page {
    uint256 digest;
    uint16 size;
}

/// @notice A moment of a list.
/// @param time When it was published, seconds since 1970, as the block says.
/// @param pageCount The pages that the list has at this epoch, those of earlier epochs among them.
/// @param contentHash SHA-256 of the list's root document at this epoch.
/// @param uri Where the root document and the page files are to be had.
struct Epoch {
    uint64 time;
    uint32 pageCount;
    bytes32 contentHash;
    string uri;
}

/// @notice A list as it stands for somebody who excludes some of its pages.
/// @param cleanEpoch The last epoch that counts whose pages are all among those; 0 for none.
/// @param currentEpoch The last epoch that counts; 0 for none.
/// @param pageCount The pages that the list has at the current epoch.
struct Standing {
    uint256 cleanEpoch;
    uint256 currentEpoch;
    uint256 pageCount;
}

/// @title Append-only lists of pages that anyone may open
/// @notice Epochs are numbered from 1; epoch 0 is the empty list. Every epoch is a prefix of the next one. Of a list
/// with reviewers an epoch counts once enough of them have confirmed it; until then nothing is proved against it, and
/// it can be dropped.
/// @dev Whoever holds a publisher's key can append pages until the owner takes the right away. In a list without
/// reviewers they count at once and for good.
interface IBlocklists {
    /// @notice A list was opened.
    event ListCreated(ListId indexed list, address indexed owner, bytes32 indexed scheme, Terms terms);
    /// @notice A list has a new epoch; its pages begin at `firstPage`.
    event PagesAppended(ListId indexed list, uint256 indexed epoch, uint256 firstPage, Page[] pages, Epoch content);
    /// @notice A list was offered to another owner.
    event OwnershipOffered(ListId indexed list, address indexed owner, address indexed to);
    /// @notice A list has another owner.
    event OwnershipTransferred(ListId indexed list, address indexed from, address indexed to);
    /// @notice An address may publish in the owner's place, or not any more.
    event PublisherSet(ListId indexed list, address indexed publisher, bool allowed);
    /// @notice A reviewer confirmed an epoch and all before it.
    event EpochReviewed(ListId indexed list, address indexed reviewer, uint256 epoch);
    /// @notice Enough reviewers have confirmed an epoch and all before it: it counts.
    event EpochConfirmed(ListId indexed list, uint256 epoch);
    /// @notice A reviewer asks for an epoch of this content, and all after it, to be dropped.
    event EpochObjected(ListId indexed list, address indexed reviewer, uint256 epoch, bytes32 contentHash);
    /// @notice An epoch that did not count yet was dropped with all after it; the list has `pageCount` pages again.
    event EpochsDropped(ListId indexed list, uint256 epoch, uint256 pageCount);

    error UnknownList(ListId list);
    error ListExists(ListId list);
    error BadScheme(bytes32 scheme);
    /// @notice Reviewers are strictly ascending addresses, at most MAX_REVIEWERS, threshold between 1 and their number.
    error BadReviewers();
    error NoPages();
    error NoContentHash();
    /// @notice The list has another number of pages than the publisher believes: somebody was first, or an earlier
    /// transaction of the same call was mined after all.
    error PageCountDiffers(ListId list, uint256 pageCount, uint256 firstPage);
    /// @notice The digest is 0 or not below the scalar field order, or the size is neither 16 nor 256.
    error BadPage(uint256 position, Page page);
    error UnknownPage(ListId list, uint256 page);
    error PageSizeDiffers(ListId list, uint256 page, uint256 size);
    error UnknownEpoch(ListId list, uint256 epoch);
    /// @notice The page is of an epoch that reviewers have not confirmed: nothing is proved against it yet.
    error PageDoesNotCount(ListId list, uint256 page);
    /// @notice Reviewers have not confirmed the epoch: nothing is clean up to it yet.
    error EpochDoesNotCount(ListId list, uint256 epoch);
    /// @notice The epoch counts, and cannot be dropped any more.
    error EpochCounts(ListId list, uint256 epoch);
    error NotOwner(ListId list, address caller);
    error NotPublisher(ListId list, address caller);
    error NotOfferedTo(ListId list, address caller);
    error NotReviewer(ListId list, address caller);
    /// @notice The reviewer names another content than the epoch has.
    error ContentDiffers(ListId list, uint256 epoch, bytes32 contentHash);
    /// @notice The reviewer has confirmed this epoch or a later one.
    error AlreadyReviewed(ListId list, uint256 epoch);

    /// @notice Opens a list that the caller owns.
    /// @return list keccak256(abi.encode(caller, terms, salt)).
    function create(Terms calldata terms, bytes32 salt) external returns (ListId list);

    /// @notice Appends pages as a new epoch. For the owner and those it lets publish.
    /// @param firstPage How many pages the list has before: a call that is sent twice appends once.
    /// @return epoch The number of the new epoch.
    function append(
        ListId list,
        uint256 firstPage,
        Page[] calldata pages,
        bytes32 contentHash,
        string calldata uri
    ) external returns (uint256 epoch);

    /// @notice Offers the list to another owner, who has to accept; a later offer replaces an earlier one.
    function offerOwnership(ListId list, address to) external;

    /// @notice Takes over a list that was offered to the caller.
    function acceptOwnership(ListId list) external;

    /// @notice Lets an address publish in the owner's place, or not any more. Another owner begins without publishers.
    function setPublisher(ListId list, address publisher, bool allowed) external;

    /// @notice Confirms, as one of the list's reviewers, the list as it was at an epoch: that epoch and all before it.
    function review(ListId list, uint256 epoch, bytes32 contentHash) external;

    /// @notice Drops an epoch that does not count yet, and all after it: at once for the owner, for reviewers when as
    /// many of them as the list's threshold have asked for the same.
    /// @dev Without it, one page by a stolen key would end a list whose reviewers cannot confirm it.
    function drop(ListId list, uint256 epoch, bytes32 contentHash) external;

    /// @notice The digest of a page that counts, of the size that the caller expects.
    function digestOf(ListId list, uint256 page, uint256 size) external view returns (uint256);

    /// @notice The digests of several pages that count, of one size.
    function digestsOf(ListId list, uint256[] calldata pages, uint256 size) external view returns (uint256[] memory);

    /// @notice A page by its number, from 0 to pageCount - 1.
    function pageOf(ListId list, uint256 page) external view returns (Page memory);

    /// @notice An epoch by its number, from 1 to epochCount.
    function epochOf(ListId list, uint256 epoch) external view returns (Epoch memory);

    /// @notice The pages that the list has at an epoch that counts, from 1 to currentEpoch.
    function pageCountAt(ListId list, uint256 epoch) external view returns (uint256);

    /// @notice The last epoch that counts whose pages are all among the first `pages` ones; 0 for none.
    function epochWithin(ListId list, uint256 pages) external view returns (uint256);

    /// @notice A list that exists, as it stands for somebody who excludes its first `cleanPages` pages.
    function standingOf(ListId list, uint256 cleanPages) external view returns (Standing memory);

    /// @notice The last epoch that counts: published and, where the list has reviewers, confirmed by enough of them.
    function currentEpoch(ListId list) external view returns (uint256);

    /// @notice How many epochs were published, whether they count yet or not.
    function epochCount(ListId list) external view returns (uint256);

    /// @notice How many pages were published.
    function pageCount(ListId list) external view returns (uint256);

    /// @notice The owner of a list that exists.
    function ownerOf(ListId list) external view returns (address);

    /// @notice Whom a list is offered to; the zero address for nobody.
    function offeredTo(ListId list) external view returns (address);

    /// @notice Whether an address is the owner of a list or publishes in its place.
    function mayPublish(ListId list, address publisher) external view returns (bool);

    /// @notice The terms of a list that exists.
    function termsOf(ListId list) external view returns (Terms memory);

    /// @notice The fingerprint scheme of a list that exists.
    function schemeOf(ListId list) external view returns (bytes32);

    /// @notice Whether a reviewer has asked for an epoch of this content to be dropped.
    function objectsTo(
        ListId list,
        address reviewer,
        uint256 epoch,
        bytes32 contentHash
    ) external view returns (bool);

    /// @notice The last epoch that a reviewer has confirmed; 0 for none.
    function reviewedBy(ListId list, address reviewer) external view returns (uint256);
}
