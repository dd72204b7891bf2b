// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ListId, ReleaseId} from "../interfaces/Ids.sol";
import {IReleases} from "../interfaces/IReleases.sol";

/// @title A gate for clean models
/// @notice An example of a contract that lets a model version in only while it is clean against a list: a marketplace,
/// a registry of models for public use, an escrow.
contract ModelGate {
    /// @notice Where releases are.
    IReleases public immutable releases;
    /// @notice The list that counts here.
    ListId public immutable list;
    /// @notice How many pages a release may be behind.
    uint256 public immutable maxLag;

    /// @notice A release was let in by somebody.
    event Admitted(ReleaseId indexed release, address indexed by);

    modifier onlyClean(ReleaseId release) {
        releases.requireClean(release, list, maxLag);
        _;
    }

    constructor(IReleases registry, ListId blocklist, uint256 pages) {
        (releases, list, maxLag) = (registry, blocklist, pages);
    }

    /// @notice Lets a release in, or reverts with what it lacks.
    function admit(ReleaseId release) external onlyClean(release) {
        emit Admitted(release, msg.sender);
    }
}
