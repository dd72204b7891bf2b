// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ListId, ReleaseId} from "../interfaces/Ids.sol";
import {IReleases} from "../interfaces/IReleases.sol";

/// @title Example: a registry of clean models
/// @notice Lists a model version only if it is clean against a list. A marketplace or an escrow would do the same.
contract ModelRegistry {
    /// @notice The release registry.
    IReleases public immutable releases;
    /// @notice The blocklist that models must be clean against.
    ListId public immutable list;
    /// @notice The maximum number of pages by which a release may lag.
    uint256 public immutable maxLag;

    /// @notice A release was added.
    event Added(ReleaseId indexed release, address indexed by);

    modifier onlyClean(ReleaseId release) {
        releases.requireClean(release, list, maxLag);
        _;
    }

    constructor(IReleases registry, ListId blocklist, uint256 pages) {
        (releases, list, maxLag) = (registry, blocklist, pages);
    }

    /// @notice Adds a release if it is clean; reverts with what it lacks otherwise.
    function add(ReleaseId release) external onlyClean(release) {
        emit Added(release, msg.sender);
    }
}
