// SPDX-License-Identifier: MIT
pragma solidity >=0.8.20 <0.9.0;

import {ReleaseId} from "./Ids.sol";
import {IReleases} from "./IReleases.sol";

/// @title Anchors of Merkle roots
/// @notice Records when the vendor of a release committed to a set of digests: of its outputs, or of the steps that led
/// to its weights. Roots are those of OpenZeppelin's StandardMerkleTree over leaves of type `bytes32`.
interface IAnchors {
    /// @notice The vendor of a release anchored a root.
    event Anchored(ReleaseId indexed release, bytes32 indexed root, address indexed vendor);

    /// @notice The root of an empty set is zero, which cannot be anchored.
    error NoRoot();
    /// @notice The root was anchored for this release before, and keeps its time.
    error AlreadyAnchored(ReleaseId release, bytes32 root, uint256 time);

    /// @notice Anchors a root for a release. Only its vendor may call this, once for each root.
    function anchor(ReleaseId release, bytes32 root) external;

    /// @notice Returns when the root was anchored for the release, in seconds since 1970; 0 if it was not.
    function timeOf(ReleaseId release, bytes32 root) external view returns (uint256);

    /// @notice Returns when a root was anchored that contains the digest; 0 if it was not, or if the proof does not
    /// lead from the digest to the root.
    /// @param proof The siblings of the path from the leaf to the root, the leaf's own first. The leaf of a digest is
    /// keccak256(keccak256(digest)), and a parent the hash of its children in ascending order.
    function timeOfDigest(
        ReleaseId release,
        bytes32 root,
        bytes32 digest,
        bytes32[] calldata proof
    ) external view returns (uint256);

    /// @notice Returns the registry that knows the vendors of releases.
    function releases() external view returns (IReleases);
}
