// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IBlocklists, ListConfig} from "../interfaces/IBlocklists.sol";
import {ListId} from "../interfaces/Ids.sol";

/// @title List review
/// @notice Epochs that are confirmed by k of n reviewers.
/// @dev Every epoch is a prefix of the next, so a reviewer confirms all epochs up to a number, and the last confirmed
/// epoch is the k-th highest of these numbers.
abstract contract ListReview is IBlocklists {
    /// @notice The maximum number of reviewers of a list, which bounds the cost of a review.
    uint256 public constant MAX_REVIEWERS = 16;

    mapping(ListId list => mapping(address reviewer => uint256 epoch)) private _reviewed;
    /// @dev What a reviewer objects to: the hash of an epoch's number and content hash.
    mapping(ListId list => mapping(address reviewer => bytes32 subject)) private _objected;

    /// @inheritdoc IBlocklists
    function reviewedBy(ListId list, address reviewer) external view returns (uint256) {
        return _reviewed[list][reviewer];
    }

    /// @inheritdoc IBlocklists
    function objectsTo(
        ListId list,
        address reviewer,
        uint256 epoch,
        bytes32 contentHash
    ) public view returns (bool) {
        return _objected[list][reviewer] == _subject(epoch, contentHash);
    }

    /// @notice Records the caller's review of an epoch.
    /// @return confirmed The last epoch that at least `threshold` reviewers have confirmed, including the caller.
    function _review(ListId list, ListConfig storage config, uint256 epoch) internal returns (uint256 confirmed) {
        uint256[] memory reviewed = new uint256[](config.reviewers.length);
        bool isReviewer;
        for (uint256 i = 0; i < reviewed.length; ++i) {
            address reviewer = config.reviewers[i];
            reviewed[i] = reviewer == msg.sender ? epoch : _reviewed[list][reviewer];
            isReviewer = isReviewer || reviewer == msg.sender;
        }
        if (!isReviewer) revert NotReviewer(list, msg.sender);
        if (_reviewed[list][msg.sender] >= epoch) revert AlreadyReviewed(list, epoch);
        _reviewed[list][msg.sender] = epoch;
        emit EpochReviewed(list, msg.sender, epoch);
        for (uint256 i = 0; i < reviewed.length; ++i) {
            if (reviewed[i] > confirmed && _countAtLeast(reviewed, reviewed[i]) >= config.threshold) {
                confirmed = reviewed[i];
            }
        }
    }

    /// @notice Records the caller's objection to an epoch.
    /// @return isEnough Whether at least `threshold` reviewers object to it now.
    function _object(
        ListId list,
        ListConfig storage config,
        uint256 epoch,
        bytes32 contentHash
    ) internal returns (bool isEnough) {
        uint256 count = config.reviewers.length;
        uint256 objecting;
        bool isReviewer;
        for (uint256 i = 0; i < count; ++i) {
            address reviewer = config.reviewers[i];
            isReviewer = isReviewer || reviewer == msg.sender;
            if (reviewer == msg.sender || objectsTo(list, reviewer, epoch, contentHash)) ++objecting;
        }
        if (!isReviewer) revert NotReviewer(list, msg.sender);
        _objected[list][msg.sender] = _subject(epoch, contentHash);
        emit EpochObjected(list, msg.sender, epoch, contentHash);
        return objecting >= config.threshold;
    }

    /// @notice Clears confirmations beyond an epoch, and all objections, as later numbers will denote other epochs.
    function _resetReviews(ListId list, ListConfig storage config, uint256 epoch) internal {
        uint256 count = config.reviewers.length;
        for (uint256 i = 0; i < count; ++i) {
            address reviewer = config.reviewers[i];
            if (_reviewed[list][reviewer] > epoch) _reviewed[list][reviewer] = epoch;
            delete _objected[list][reviewer];
        }
    }

    /// @dev Reviewers ascend strictly, so that no address counts twice.
    function _requireReviewers(ListConfig calldata config) internal pure {
        address[] calldata reviewers = config.reviewers;
        if (reviewers.length > MAX_REVIEWERS || config.threshold > reviewers.length) revert InvalidReviewers();
        if ((config.threshold == 0) != (reviewers.length == 0)) revert InvalidReviewers();
        for (uint256 i = 1; i < reviewers.length; ++i) {
            if (reviewers[i] <= reviewers[i - 1]) revert InvalidReviewers();
        }
    }

    function _subject(uint256 epoch, bytes32 contentHash) private pure returns (bytes32) {
        return keccak256(abi.encode(epoch, contentHash));
    }

    function _countAtLeast(uint256[] memory epochs, uint256 epoch) private pure returns (uint256 count) {
        for (uint256 i = 0; i < epochs.length; ++i) {
            if (epochs[i] >= epoch) ++count;
        }
    }
}
