// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";
import {IAnchors} from "../interfaces/IAnchors.sol";
import {ReleaseId} from "../interfaces/Ids.sol";
import {IReleases} from "../interfaces/IReleases.sol";

/// @title Anchors of Merkle roots
/// @notice One word of storage for any number of digests. A root is kept with its first time.
contract Anchors is IAnchors {
    /// @inheritdoc IAnchors
    IReleases public immutable releases;

    /// @inheritdoc IAnchors
    mapping(ReleaseId release => mapping(bytes32 root => uint256 time)) public timeOf;

    constructor(IReleases registry) {
        releases = registry;
    }

    /// @inheritdoc IAnchors
    function anchor(ReleaseId release, bytes32 root) external {
        if (releases.vendorOf(release) != msg.sender) revert IReleases.NotVendor(release, msg.sender);
        if (root == 0) revert NoRoot();
        uint256 time = timeOf[release][root];
        if (time != 0) revert AlreadyAnchored(release, root, time);
        timeOf[release][root] = block.timestamp;
        emit Anchored(release, root, msg.sender);
    }

    /// @inheritdoc IAnchors
    function timeOfDigest(
        ReleaseId release,
        bytes32 root,
        bytes32 digest,
        bytes32[] calldata proof
    ) external view returns (uint256) {
        // Hashed twice, so that no pair of hashes inside the tree can be passed off as a leaf.
        bytes32 leaf = keccak256(bytes.concat(keccak256(bytes.concat(digest))));
        return MerkleProof.verifyCalldata(proof, root, leaf) ? timeOf[release][root] : 0;
    }
}
