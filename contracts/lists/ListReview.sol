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

    /// @inheritdoc IBlocklists
    function reviewedBy(ListId list, address reviewer) external view returns (uint256) {
        return _reviewed[list][reviewer];
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

    /// @dev Reviewers ascend strictly, so that one address is not two of k.
    function _requireReviewers(Terms calldata terms) internal pure {
        address[] calldata reviewers = terms.reviewers;
        if (reviewers.length > MAX_REVIEWERS || terms.threshold > reviewers.length) revert BadReviewers();
        if ((terms.threshold == 0) != (reviewers.length == 0)) revert BadReviewers();
        for (uint256 i = 1; i < reviewers.length; ++i) {
            if (reviewers[i] <= reviewers[i - 1]) revert BadReviewers();
        }
    }

    function _countAtLeast(uint256[] memory epochs, uint256 epoch) private pure returns (uint256 count) {
        for (uint256 i = 0; i < epochs.length; ++i) {
            if (epochs[i] >= epoch) ++count;
        }
    }
}
