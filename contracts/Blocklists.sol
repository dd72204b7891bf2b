// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Epoch, IBlocklists, Page, Standing, Terms} from "./interfaces/IBlocklists.sol";
import {ListId} from "./interfaces/Ids.sol";
import {PackedPage, PackedPages} from "./libraries/PackedPage.sol";
import {ListAccess} from "./lists/ListAccess.sol";
import {ListReview} from "./lists/ListReview.sol";

/// @title Append-only lists of pages that anyone may open
/// @notice Nothing is ever removed or changed: what was proved against a page stays proved.
contract Blocklists is ListAccess, ListReview {
    /// @dev The counters share a word. `currentEpoch` is at most `epochCount`.
    struct Counts {
        uint32 pages;
        uint32 epochs;
        uint32 currentEpoch;
    }

    mapping(ListId list => Counts counts) private _counts;
    mapping(ListId list => Terms terms) private _terms;
    mapping(ListId list => mapping(uint256 page => PackedPage packed)) private _pages;
    mapping(ListId list => mapping(uint256 epoch => Epoch content)) private _epochs;

    /// @inheritdoc IBlocklists
    function create(Terms calldata terms, bytes32 salt) external returns (ListId list) {
        if (terms.scheme == 0) revert BadScheme(terms.scheme);
        _requireReviewers(terms);
        list = ListId.wrap(keccak256(abi.encode(msg.sender, terms, salt)));
        _found(list);
        _terms[list] = terms;
        emit ListCreated(list, msg.sender, terms.scheme, terms);
    }

    /// @inheritdoc IBlocklists
    function append(
        ListId list,
        Page[] calldata pages,
        bytes32 contentHash,
        string calldata uri
    ) external returns (uint256) {
        if (!mayPublish(list, msg.sender)) revert NotPublisher(list, msg.sender);
        if (pages.length == 0) revert NoPages();
        if (contentHash == 0) revert NoContentHash();
        Counts memory counts = _counts[list];
        uint256 first = counts.pages;
        for (uint256 i = 0; i < pages.length; ++i) {
            if (!PackedPages.isGood(pages[i])) revert BadPage(i, pages[i]);
            _pages[list][first + i] = PackedPages.pack(pages[i]);
        }
        counts.pages += uint32(pages.length);
        ++counts.epochs;
        if (_terms[list].threshold == 0) counts.currentEpoch = counts.epochs;
        _counts[list] = counts;
        Epoch memory content = Epoch(uint64(block.timestamp), counts.pages, contentHash, uri);
        _epochs[list][counts.epochs] = content;
        emit PagesAppended(list, counts.epochs, first, pages, content);
        return counts.epochs;
    }

    /// @inheritdoc IBlocklists
    function review(ListId list, uint256 epoch, bytes32 contentHash) external {
        _requireEpoch(list, epoch);
        if (_epochs[list][epoch].contentHash != contentHash) revert ContentDiffers(list, epoch, contentHash);
        uint256 agreed = _review(list, _terms[list], epoch);
        if (agreed > _counts[list].currentEpoch) {
            _counts[list].currentEpoch = uint32(agreed);
            emit EpochConfirmed(list, agreed);
        }
    }

    /// @inheritdoc IBlocklists
    function digestOf(ListId list, uint256 page, uint256 size) external view returns (uint256) {
        return _digest(_pages[list][page], list, page, size);
    }

    /// @inheritdoc IBlocklists
    function digestsOf(
        ListId list,
        uint256[] calldata pages,
        uint256 size
    ) external view returns (uint256[] memory digests) {
        digests = new uint256[](pages.length);
        mapping(uint256 page => PackedPage packed) storage stored = _pages[list];
        for (uint256 i = 0; i < pages.length; ++i) digests[i] = _digest(stored[pages[i]], list, pages[i], size);
    }

    /// @inheritdoc IBlocklists
    function pageOf(ListId list, uint256 page) external view returns (Page memory) {
        PackedPage packed = _pages[list][page];
        if (!packed.exists()) revert UnknownPage(list, page);
        return Page(packed.digest(), packed.size());
    }

    /// @inheritdoc IBlocklists
    function epochOf(ListId list, uint256 epoch) external view returns (Epoch memory) {
        _requireEpoch(list, epoch);
        return _epochs[list][epoch];
    }

    /// @inheritdoc IBlocklists
    function pageCountAt(ListId list, uint256 epoch) external view returns (uint256) {
        _requireEpoch(list, epoch);
        return _epochs[list][epoch].pageCount;
    }

    /// @inheritdoc IBlocklists
    function standingOf(ListId list, uint256 cleanPages) external view returns (Standing memory standing) {
        // An error for a list that does not exist.
        schemeOf(list);
        standing.currentEpoch = _counts[list].currentEpoch;
        standing.pageCount = _epochs[list][standing.currentEpoch].pageCount;
        standing.cleanEpoch = epochWithin(list, cleanPages);
    }

    /// @inheritdoc IBlocklists
    function currentEpoch(ListId list) external view returns (uint256) {
        return _counts[list].currentEpoch;
    }

    /// @inheritdoc IBlocklists
    function epochCount(ListId list) external view returns (uint256) {
        return _counts[list].epochs;
    }

    /// @inheritdoc IBlocklists
    function pageCount(ListId list) external view returns (uint256) {
        return _counts[list].pages;
    }

    /// @inheritdoc IBlocklists
    function termsOf(ListId list) external view returns (Terms memory) {
        ownerOf(list);
        return _terms[list];
    }

    /// @inheritdoc IBlocklists
    /// @dev Binary search after a look at the last epoch, for who asks has mostly excluded all pages. Epoch 0 is empty.
    function epochWithin(ListId list, uint256 pages) public view returns (uint256 epoch) {
        uint256 last = _counts[list].epochs;
        if (_epochs[list][last].pageCount <= pages) return last;
        uint256 high = last - 1;
        while (epoch < high) {
            uint256 middle = (epoch + high + 1) / 2;
            if (_epochs[list][middle].pageCount <= pages) epoch = middle;
            else high = middle - 1;
        }
    }

    /// @inheritdoc IBlocklists
    function schemeOf(ListId list) public view returns (bytes32 scheme) {
        scheme = _terms[list].scheme;
        if (scheme == 0) revert UnknownList(list);
    }

    function _requireEpoch(ListId list, uint256 epoch) private view {
        if (epoch == 0 || epoch > _counts[list].epochs) revert UnknownEpoch(list, epoch);
    }

    function _digest(PackedPage packed, ListId list, uint256 page, uint256 size) private pure returns (uint256) {
        if (!packed.exists()) revert UnknownPage(list, page);
        if (packed.size() != size) revert PageSizeDiffers(list, page, size);
        return packed.digest();
    }
}
