// SPDX-License-Identifier: MIT
pragma solidity >=0.8.20 <0.9.0;

import {ReleaseId} from "./Ids.sol";
import {IReleases} from "./IReleases.sol";

/// @notice The machine-readable terms of a release.
/// @param license An SPDX license expression, such as "Apache-2.0" or "LicenseRef-example".
/// @param policy SHA-256 of an ODRL policy that says the same in full; 0 if there is none.
/// @param uri URI of the policy; empty if there is none.
/// @param onlyListed Whether the listed uses are the only permitted ones. Otherwise they are the prohibited ones.
/// @param uses Names of uses, such as "military": ASCII, padded with zeros, strictly ascending, at most MAX_USES.
struct UseTerms {
    string license;
    bytes32 policy;
    string uri;
    bool onlyListed;
    bytes32[] uses;
}

/// @title Terms of releases
/// @notice Vendors state the terms of a release once. A use is permitted if the release and all its ancestors permit
/// it. A release without terms permits nothing.
interface ITerms {
    /// @notice A vendor stated the terms of a release.
    event TermsSet(ReleaseId indexed release, address indexed vendor, UseTerms terms);

    /// @notice The release has terms, which never change.
    error TermsExist(ReleaseId release);
    /// @notice There is no license, or a URI without the hash of a policy, or the reverse.
    error IncompleteTerms(ReleaseId release);
    /// @notice The name of a use is empty, or not above the one before it.
    error InvalidUse(bytes32 use);
    /// @notice More uses than MAX_USES.
    error TooManyUses(uint256 count);
    /// @notice `without`, the release or an ancestor, has no terms, so nothing says that the use is permitted.
    error NoTerms(ReleaseId release, ReleaseId without);
    /// @notice The terms of `by`, the release or an ancestor, prohibit the use.
    error UseProhibited(ReleaseId release, bytes32 use, ReleaseId by);

    /// @notice States the terms of a release. Only its vendor may call this, once.
    function set(ReleaseId release, UseTerms calldata terms) external;

    /// @notice Reverts unless the release and all its ancestors permit the use.
    function requireTerms(ReleaseId release, bytes32 use) external view;

    /// @notice Returns whether the release and all its ancestors have terms that permit the use.
    function permits(ReleaseId release, bytes32 use) external view returns (bool);

    /// @notice Returns the terms of a release; an empty license if it has none.
    function termsOf(ReleaseId release) external view returns (UseTerms memory);

    /// @notice Returns the registry that knows the vendors and ancestors of releases.
    function releases() external view returns (IReleases);
}
