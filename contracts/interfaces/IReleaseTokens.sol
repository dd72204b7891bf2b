// SPDX-License-Identifier: MIT
pragma solidity >=0.8.20 <0.9.0;

import {ReleaseId} from "./Ids.sol";
import {IReleases} from "./IReleases.sol";
import {IRoyaltyAccount} from "./IRoyaltyAccount.sol";

/// @notice Whose data a release was trained on, and what they get.
/// @param shard The commitment to the data, one of the release's shards.
/// @param account The account that is paid.
/// @param share The share of the release's income, in basis points.
struct Licensor {
    uint256 shard;
    address account;
    uint16 share;
}

/// @notice How the income of a release is split. Fixed when it is minted.
/// @param vendor The account that gets what is left after parents and licensors.
/// @param sale The royalty of a sale of the token (ERC-2981), in basis points of the price.
/// @param derivatives The share of the income of each release derived from this one, in basis points.
/// @param licensors Those whose data it was trained on, at most MAX_LICENSORS.
struct RoyaltyTerms {
    address vendor;
    uint16 sale;
    uint16 derivatives;
    Licensor[] licensors;
}

/// @title Releases as tokens
/// @notice Mints releases as ERC-721 tokens with ERC-2981 royalties. The token id is the release id. Each token has a
/// royalty account, which splits what it receives between the accounts of the release's parents, by the shares that
/// they asked for when they were minted, its data licensors and its vendor. Parents that are not minted get nothing.
interface IReleaseTokens {
    /// @notice A release was minted.
    event Minted(ReleaseId indexed release, address indexed vendor, IRoyaltyAccount account, RoyaltyTerms terms);

    /// @notice The release is minted already.
    error AlreadyMinted(ReleaseId release);
    /// @notice A licensor's commitment is none of the release's shards.
    error NotAShard(ReleaseId release, uint256 shard);
    /// @notice A share is more than the whole: 10,000 basis points.
    error ShareExceedsWhole(uint256 share);
    /// @notice More licensors than MAX_LICENSORS.
    error TooManyLicensors(uint256 count);
    /// @notice Payments would pass through more than MAX_DEPTH accounts.
    error TooDeep(ReleaseId release);

    /// @notice Mints a release for the caller, its vendor.
    /// @return account The account to which the release's income is to be paid.
    function mint(ReleaseId release, RoyaltyTerms calldata terms) external returns (IRoyaltyAccount account);

    /// @notice Returns the royalty account of a release; the zero address if the release is not minted.
    function accountOf(ReleaseId release) external view returns (IRoyaltyAccount);

    /// @notice Returns the share that a minted release gets of the income of its derivatives, in basis points.
    function derivativesShareOf(ReleaseId release) external view returns (uint256);

    /// @notice Returns how many accounts a payment passes through at most, this release's own included.
    function depthOf(ReleaseId release) external view returns (uint256);

    /// @notice Returns the registry that knows the vendors of releases.
    function releases() external view returns (IReleases);
}
