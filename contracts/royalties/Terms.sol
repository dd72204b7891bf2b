// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ReleaseId} from "../interfaces/Ids.sol";
import {IReleases} from "../interfaces/IReleases.sol";
import {ITerms, UseTerms} from "../interfaces/ITerms.sol";

/// @title Terms of releases
/// @notice The terms of a release and its ancestors, and what they permit together.
contract Terms is ITerms {
    /// @notice The maximum number of uses that terms list.
    uint256 public constant MAX_USES = 64;

    /// @inheritdoc ITerms
    IReleases public immutable releases;

    /// @dev A release has terms if there is a license.
    mapping(ReleaseId release => UseTerms terms) private _terms;
    mapping(ReleaseId release => mapping(bytes32 use => bool listed)) private _isListed;

    constructor(IReleases registry) {
        releases = registry;
    }

    /// @inheritdoc ITerms
    function set(ReleaseId release, UseTerms calldata terms) external {
        if (releases.vendorOf(release) != msg.sender) revert IReleases.NotVendor(release, msg.sender);
        if (_has(release)) revert TermsExist(release);
        if (bytes(terms.license).length == 0 || (terms.policy == 0) != (bytes(terms.uri).length == 0)) {
            revert IncompleteTerms(release);
        }
        if (terms.uses.length > MAX_USES) revert TooManyUses(terms.uses.length);
        bytes32 before = 0;
        for (uint256 i = 0; i < terms.uses.length; ++i) {
            if (terms.uses[i] <= before) revert InvalidUse(terms.uses[i]);
            before = terms.uses[i];
            _isListed[release][before] = true;
        }
        _terms[release] = terms;
        emit TermsSet(release, msg.sender, terms);
    }

    /// @inheritdoc ITerms
    function requireTerms(ReleaseId release, bytes32 use) external view {
        (bool isFound, ReleaseId by) = _obstacle(release, use);
        if (!isFound) return;
        if (_has(by)) revert UseProhibited(release, use, by);
        revert NoTerms(release, by);
    }

    /// @inheritdoc ITerms
    function permits(ReleaseId release, bytes32 use) external view returns (bool) {
        (bool isFound, ) = _obstacle(release, use);
        return !isFound;
    }

    /// @inheritdoc ITerms
    function termsOf(ReleaseId release) external view returns (UseTerms memory) {
        return _terms[release];
    }

    /// @dev Finds the first of the release and its ancestors that does not permit the use.
    function _obstacle(ReleaseId release, bytes32 use) private view returns (bool isFound, ReleaseId by) {
        // Reverts if the release does not exist.
        releases.vendorOf(release);
        if (!_permits(release, use)) return (true, release);
        ReleaseId[] memory ancestors = releases.ancestorsOf(release);
        for (uint256 i = 0; i < ancestors.length; ++i) {
            if (!_permits(ancestors[i], use)) return (true, ancestors[i]);
        }
    }

    function _permits(ReleaseId release, bytes32 use) private view returns (bool) {
        return _has(release) && _isListed[release][use] == _terms[release].onlyListed;
    }

    function _has(ReleaseId release) private view returns (bool) {
        return bytes(_terms[release].license).length != 0;
    }
}
