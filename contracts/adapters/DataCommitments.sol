// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IBlocklists} from "../interfaces/IBlocklists.sol";
import {ListId, ReleaseId} from "../interfaces/Ids.sol";
import {IReleases, Release} from "../interfaces/IReleases.sol";

/// @title Commit and reveal of a release's data
/// @notice Shows that weights and shards were fixed before a list's epoch was published. A vendor commits to them
/// without naming them, and reveals them once the epoch of a confidential list is open: it can no longer leave out a
/// shard that the list hits.
contract DataCommitments {
    /// @notice The release registry.
    IReleases public immutable releases;

    /// @notice When a vendor committed to a hash, in seconds since 1970; 0 if it did not.
    mapping(address vendor => mapping(bytes32 hash => uint256 time)) public committedAt;
    /// @notice How often a vendor committed. One that committed to several sets of shards could choose among them.
    mapping(address vendor => uint256 count) public commitmentCount;
    /// @notice When the data of a release were committed to; 0 if it was not revealed.
    mapping(ReleaseId release => uint256 time) public fixedAt;

    /// @notice A vendor committed to weights and shards.
    event Committed(address indexed vendor, bytes32 indexed hash);
    /// @notice A vendor revealed the weights and shards of a release, committed to at this time.
    event Revealed(ReleaseId indexed release, bytes32 indexed hash, uint256 time);

    /// @notice The vendor committed to this hash before, and it keeps its time.
    error AlreadyCommitted(bytes32 hash, uint256 time);
    /// @notice The vendor of the release never committed to these weights and shards with this salt.
    error NotCommitted(ReleaseId release, bytes32 hash);
    /// @notice The data of this release, the one asked for or an ancestor, were committed to no earlier than in the
    /// block of the epoch, or are not revealed.
    error NotFixedBefore(ReleaseId release, ListId list, uint256 epoch);

    constructor(IReleases registry) {
        releases = registry;
    }

    /// @notice Commits to weights and shards.
    /// @param hash keccak256(abi.encode(vendor, weights, shards, salt)), the salt 32 random bytes.
    function commit(bytes32 hash) external {
        uint256 time = committedAt[msg.sender][hash];
        if (time != 0) revert AlreadyCommitted(hash, time);
        committedAt[msg.sender][hash] = block.timestamp;
        ++commitmentCount[msg.sender];
        emit Committed(msg.sender, hash);
    }

    /// @notice Reveals that the weights and shards of a release are those of a commitment of its vendor. The earliest
    /// of several counts. Anyone who knows the salt may call this.
    function reveal(ReleaseId release, bytes32 salt) external {
        address vendor = releases.vendorOf(release);
        Release memory content = releases.releaseOf(release);
        bytes32 hash = keccak256(abi.encode(vendor, content.weights, content.shards, salt));
        uint256 time = committedAt[vendor][hash];
        if (time == 0) revert NotCommitted(release, hash);
        if (fixedAt[release] == 0 || time < fixedAt[release]) fixedAt[release] = time;
        emit Revealed(release, hash, time);
    }

    /// @notice Reverts unless the data of a release and all its ancestors were fixed before an epoch was published.
    function requireFixedBefore(ReleaseId release, ListId list, uint256 epoch) external view {
        // Reverts if the release does not exist.
        releases.vendorOf(release);
        uint256 published = _blocklists().epochOf(list, epoch).time;
        _requireFixed(release, published, list, epoch);
        ReleaseId[] memory ancestors = releases.ancestorsOf(release);
        for (uint256 i = 0; i < ancestors.length; ++i) _requireFixed(ancestors[i], published, list, epoch);
    }

    function _requireFixed(ReleaseId release, uint256 published, ListId list, uint256 epoch) private view {
        uint256 time = fixedAt[release];
        if (time == 0 || time >= published) revert NotFixedBefore(release, list, epoch);
    }

    function _blocklists() private view returns (IBlocklists) {
        return releases.ledger().blocklists();
    }
}
