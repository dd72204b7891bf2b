// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {
    Accumulators,
    Epoch,
    IBlocklists,
    ListConfig,
    ListStatus,
    Page
} from "./interfaces/IBlocklists.sol";
import {ListId} from "./interfaces/Ids.sol";
import {PackedPage, PackedPages} from "./libraries/PackedPage.sol";
import {ListAccess} from "./lists/ListAccess.sol";
import {ListAccumulators} from "./lists/ListAccumulators.sol";
import {ListReview} from "./lists/ListReview.sol";

/// @title Append-only blocklists
/// @notice Confirmed pages are never removed or changed, so what was proved against a page stays proved.
contract Blocklists is ListAccess, ListAccumulators, ListReview {
    /// @dev The counters share a word. `currentPages` is the page count of the current, last confirmed epoch.
    struct Counts {
        uint32 pages;
        uint32 epochs;
        uint32 currentEpoch;
        uint32 currentPages;
    }

    mapping(ListId list => Counts counts) private _counts;
    mapping(ListId list => ListConfig config) private _configs;
    mapping(ListId list => mapping(uint256 page => PackedPage packed)) private _pages;
    mapping(ListId list => mapping(uint256 epoch => Epoch content)) private _epochs;

    /// @inheritdoc IBlocklists
    function create(ListConfig calldata config, bytes32 salt) external returns (ListId list) {
        if (config.scheme == 0) revert InvalidScheme(config.scheme);
        _requireReviewers(config);
        list = ListId.wrap(keccak256(abi.encode(msg.sender, config, salt)));
        _createList(list);
        _configs[list] = config;
        emit ListCreated(list, msg.sender, config.scheme, config);
    }

    /// @inheritdoc IBlocklists
    function append(
        ListId list,
        uint256 firstPage,
        Page[] calldata pages,
        bytes32 contentHash,
        string calldata uri
    ) external returns (uint256 epoch) {
        if (pages.length == 0) revert NoPages();
        (epoch, ) = _append(list, firstPage, pages, contentHash, uri);
    }

    /// @inheritdoc IBlocklists
    function appendWithAccumulators(
        ListId list,
        uint256 firstPage,
        Page[] calldata pages,
        Accumulators calldata accumulators,
        bytes32 contentHash,
        string calldata uri
    ) external returns (uint256 epoch) {
        Epoch memory content;
        (epoch, content) = _append(list, firstPage, pages, contentHash, uri);
        _setAccumulators(list, epoch, accumulators);
        emit AccumulatorsAppended(list, epoch, accumulators, content);
    }

    /// @inheritdoc IBlocklists
    function review(ListId list, uint256 epoch, bytes32 contentHash) external {
        _requireContent(list, epoch, contentHash);
        uint256 confirmed = _review(list, _configs[list], epoch);
        Counts storage counts = _counts[list];
        if (confirmed > counts.currentEpoch) {
            (counts.currentEpoch, counts.currentPages) = (uint32(confirmed), _epochs[list][confirmed].pageCount);
            emit EpochConfirmed(list, confirmed);
        }
    }

    /// @inheritdoc IBlocklists
    /// @dev No proof was ever accepted for the dropped pages, as `digestOf` reverts for an unconfirmed page. Pages that
    /// reuse their numbers therefore start without acceptances.
    function drop(ListId list, uint256 epoch, bytes32 contentHash) external {
        _requireContent(list, epoch, contentHash);
        Counts storage counts = _counts[list];
        if (epoch <= counts.currentEpoch) revert EpochAlreadyConfirmed(list, epoch);
        ListConfig storage config = _configs[list];
        if (ownerOf(list) != msg.sender && !_object(list, config, epoch, contentHash)) return;
        _resetReviews(list, config, epoch - 1);
        uint32 pages = _epochs[list][epoch - 1].pageCount;
        for (uint256 page = pages; page < counts.pages; ++page) _pages[list][page] = PackedPage.wrap(0);
        for (uint256 later = epoch; later <= counts.epochs; ++later) {
            delete _epochs[list][later];
            _dropAccumulators(list, later);
        }
        (counts.epochs, counts.pages) = (uint32(epoch - 1), pages);
        emit EpochsDropped(list, epoch, pages);
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
    function accumulatorAt(
        ListId list,
        uint256 epoch,
        bool added
    ) external view returns (bytes32 hash, uint256 since, uint256 pages) {
        pages = pageCountAt(list, epoch);
        (hash, since) = _accumulator(list, epoch, added);
    }

    /// @inheritdoc IBlocklists
    function statusOf(ListId list, uint256 cleanPages) external view returns (ListStatus memory status) {
        // Reverts if the list does not exist.
        schemeOf(list);
        Counts memory counts = _counts[list];
        (status.currentEpoch, status.pageCount) = (counts.currentEpoch, counts.currentPages);
        status.cleanEpoch = epochWithin(list, cleanPages);
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
    function configOf(ListId list) external view returns (ListConfig memory) {
        ownerOf(list);
        return _configs[list];
    }

    /// @inheritdoc IBlocklists
    function pageCountAt(ListId list, uint256 epoch) public view returns (uint256) {
        _requireEpoch(list, epoch);
        if (epoch > _counts[list].currentEpoch) revert EpochNotConfirmed(list, epoch);
        return _epochs[list][epoch].pageCount;
    }

    /// @inheritdoc IBlocklists
    /// @dev Binary search, after trying the current epoch, since most callers have excluded all pages. Epoch 0 is
    /// empty.
    function epochWithin(ListId list, uint256 pages) public view returns (uint256 epoch) {
        uint256 last = _counts[list].currentEpoch;
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
        scheme = _configs[list].scheme;
        if (scheme == 0) revert UnknownList(list);
    }

    function _requireEpoch(ListId list, uint256 epoch) internal view override {
        if (epoch == 0 || epoch > _counts[list].epochs) revert UnknownEpoch(list, epoch);
    }

    /// @dev Appends an epoch. One without pages takes a page number, under which no page is stored.
    function _append(
        ListId list,
        uint256 firstPage,
        Page[] calldata pages,
        bytes32 contentHash,
        string calldata uri
    ) private returns (uint256, Epoch memory content) {
        if (!mayPublish(list, msg.sender)) revert NotPublisher(list, msg.sender);
        if (contentHash == 0) revert NoContentHash();
        Counts memory counts = _counts[list];
        if (counts.pages != firstPage) revert PageCountMismatch(list, counts.pages, firstPage);
        bool underReview = _configs[list].threshold != 0;
        for (uint256 i = 0; i < pages.length; ++i) {
            if (!PackedPages.isValid(pages[i])) revert InvalidPage(i, pages[i]);
            _pages[list][firstPage + i] = PackedPages.pack(pages[i], underReview);
        }
        counts.pages += pages.length == 0 ? 1 : uint32(pages.length);
        ++counts.epochs;
        if (!underReview) {
            (counts.currentEpoch, counts.currentPages) = (counts.epochs, counts.pages);
        }
        _counts[list] = counts;
        content = Epoch(uint64(block.timestamp), counts.pages, contentHash, uri);
        _epochs[list][counts.epochs] = content;
        if (pages.length != 0) emit PagesAppended(list, counts.epochs, firstPage, pages, content);
        return (counts.epochs, content);
    }

    function _requireContent(ListId list, uint256 epoch, bytes32 contentHash) private view {
        _requireEpoch(list, epoch);
        if (_epochs[list][epoch].contentHash != contentHash) revert ContentHashMismatch(list, epoch, contentHash);
    }

    function _digest(PackedPage packed, ListId list, uint256 page, uint256 size) private view returns (uint256) {
        if (!packed.exists()) revert UnknownPage(list, page);
        if (packed.isUnderReview() && page >= _counts[list].currentPages) revert PageNotConfirmed(list, page);
        if (packed.size() != size) revert PageSizeMismatch(list, page, size);
        return packed.digest();
    }
}
