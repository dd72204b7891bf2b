// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IBlocklists, Terms} from "../interfaces/IBlocklists.sol";
import {ListId} from "../interfaces/Ids.sol";

/// @title Lists under review
/// @notice Epochs that count only after k of n named reviewers confirmed them.
/// @dev Epochs are prefixes, so a reviewer confirms "up to", and what is agreed is the k-th highest of their numbers.
abstract contract ListReview is IBlocklists {
    /// @notice The most reviewers that a list can have; bounds the loop of a review.
    uint256 public constant MAX_REVIEWERS = 16;

    mapping(ListId list => mapping(address reviewer => uint256 epoch)) private _reviewed;
    /// @dev What a reviewer wants dropped: the hash of an epoch's number and content.
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

    /// @notice Takes the caller's word on a list.
    /// @return agreed The last epoch that at least `threshold` reviewers have confirmed, after the caller's word.
    function _review(ListId list, Terms storage terms, uint256 epoch) internal returns (uint256 agreed) {
        uint256[] memory reviewed = new uint256[](terms.reviewers.length);
        bool isReviewer;
        for (uint256 i = 0; i < reviewed.length; ++i) {
            address reviewer = terms.reviewers[i];
            reviewed[i] = reviewer == msg.sender ? epoch : _reviewed[list][reviewer];
            isReviewer = isReviewer || reviewer == msg.sender;
        }
        if (!isReviewer) revert NotReviewer(list, msg.sender);
        if (_reviewed[list][msg.sender] >= epoch) revert AlreadyReviewed(list, epoch);
        _reviewed[list][msg.sender] = epoch;
        emit EpochReviewed(list, msg.sender, epoch);
        for (uint256 i = 0; i < reviewed.length; ++i) {
            if (reviewed[i] > agreed && _countAtLeast(reviewed, reviewed[i]) >= terms.threshold) agreed = reviewed[i];
        }
    }

    /// @notice Takes the caller's objection to an epoch.
    /// @return isEnough Whether as many reviewers as the threshold object to it now.
    function _objects(
        ListId list,
        Terms storage terms,
        uint256 epoch,
        bytes32 contentHash
    ) internal returns (bool isEnough) {
        uint256 count = terms.reviewers.length;
        uint256 objecting;
        bool isReviewer;
        for (uint256 i = 0; i < count; ++i) {
            address reviewer = terms.reviewers[i];
            isReviewer = isReviewer || reviewer == msg.sender;
            if (reviewer == msg.sender || objectsTo(list, reviewer, epoch, contentHash)) ++objecting;
        }
        if (!isReviewer) revert NotReviewer(list, msg.sender);
        _objected[list][msg.sender] = _subject(epoch, contentHash);
        emit EpochObjected(list, msg.sender, epoch, contentHash);
        return objecting >= terms.threshold;
    }

    /// @notice Forgets confirmations beyond an epoch, and objections: the numbers after it will be other epochs.
    function _forgetReviews(ListId list, Terms storage terms, uint256 epoch) internal {
        uint256 count = terms.reviewers.length;
        for (uint256 i = 0; i < count; ++i) {
            address reviewer = terms.reviewers[i];
            if (_reviewed[list][reviewer] > epoch) _reviewed[list][reviewer] = epoch;
            delete _objected[list][reviewer];
        }
    }

    /// @dev Reviewers ascend strictly, so that one address is not two of k.
    function _requireReviewers(Terms calldata terms) internal pure {
        address[] calldata reviewers = terms.reviewers;
        if (reviewers.length > MAX_REVIEWERS || terms.threshold > reviewers.length) revert BadReviewers();
        if ((terms.threshold == 0) != (reviewers.length == 0)) revert BadReviewers();
        for (uint256 i = 1; i < reviewers.length; ++i) {
            if (reviewers[i] <= reviewers[i - 1]) revert BadReviewers();
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
