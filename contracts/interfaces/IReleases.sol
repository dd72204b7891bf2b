// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ListId, ReleaseId} from "./Ids.sol";
import {ILedger} from "./ILedger.sol";

/// @notice A part of a dataset, as its vendor describes it.
/// @param schemes Names of the fingerprint schemes whose keys the commitment holds, ASCII, padded with zeros.
/// @param uri Where the shard's manifest is to be had.
struct ShardTerms {
    bytes32[] schemes;
    string uri;
}

/// @notice Who described a commitment before anybody else did, and when. A commitment is public: that a second vendor
/// names it says nothing of who has the data.
/// @param vendor The zero address: nobody has described it.
/// @param time Seconds since 1970.
struct FirstRegistration {
    address vendor;
    uint48 time;
}

/// @notice A model version, as its vendor describes it.
/// @param weights SHA-256 of the weights, or of the manifest of an OpenSSF model signature.
/// @param shards Commitments that the vendor has registered: what the model was trained on, at least one.
/// @param parents Releases that it was made from: fine-tuned, merged, distilled.
/// @param terms URI of the licence and terms.
struct Release {
    string model;
    string version;
    bytes32 weights;
    uint256[] shards;
    ReleaseId[] parents;
    string terms;
}

/// @notice A release against a list.
/// @param cleanPages How many pages from the first one on every shard of the release and its ancestors excludes.
/// @param cleanEpoch The last epoch whose pages are among them; 0 for none.
/// @param currentEpoch The last epoch of the list that counts.
/// @param lag How many pages of the current epoch are not among the clean ones.
/// @param laggard The release, it or an ancestor, that has the shard with the fewest clean pages.
/// @param shard That shard's commitment.
struct ReleaseStatus {
    uint256 cleanPages;
    uint256 cleanEpoch;
    uint256 currentEpoch;
    uint256 lag;
    ReleaseId laggard;
    uint256 shard;
}

/// @title Releases
/// @notice Which shards and ancestors a model version has; whether it is clean is derived from the ledger.
interface IReleases {
    /// @notice A vendor described a shard.
    event ShardRegistered(address indexed vendor, uint256 indexed commitment, ShardTerms terms);
    /// @notice A vendor described a model version.
    event ReleaseRegistered(
        ReleaseId indexed release,
        address indexed vendor,
        bytes32 indexed weights,
        Release content
    );
    /// @notice A vendor said where the evidence of a release is. Every one of these stays; the last one counts.
    event EvidencePublished(ReleaseId indexed release, string cid);

    error ShardExists(address vendor, uint256 commitment);
    error UnknownShard(address vendor, uint256 commitment);
    error NoSchemes();
    error ReleaseExists(ReleaseId release);
    /// @notice The vendor has another release of this model and version: a version means one thing.
    error TagTaken(ReleaseId release);
    error UnknownRelease(ReleaseId release);
    error NoShards();
    /// @notice The release has more ancestors than MAX_ANCESTORS.
    error TooManyAncestors();
    /// @notice `lag` pages of the list's current epoch are not shown to be excluded by `shard` of `laggard`.
    error NotClean(ReleaseId release, ListId list, uint256 lag, ReleaseId laggard, uint256 shard);
    error NotVendor(ReleaseId release, address caller);
    /// @notice Not a CIDv1 with SHA-256 in base32 of small letters.
    error BadCid(string cid);

    /// @notice Describes a shard of the caller's. The first one to describe a commitment is kept.
    function registerShard(uint256 commitment, ShardTerms calldata terms) external;

    /// @notice Describes a release of the caller's, whose shards and parents are registered, and whose version is new.
    /// @return release keccak256(abi.encode(caller, content)).
    function register(Release calldata content) external returns (ReleaseId release);

    /// @notice Says where the evidence of a release of the caller's is: the evidence is the vendor's word, the cid
    /// binds it. A later one takes the place of an earlier one in `evidenceOf`; the events keep all of them.
    /// @param cid Content identifier of the evidence pack: CIDv1 with SHA-256, base32 of small letters ("bafy…").
    function publishEvidence(ReleaseId release, string calldata cid) external;

    /// @notice How far a release is clean against a list, and which shard of which ancestor is the furthest behind.
    function statusOf(ReleaseId release, ListId list) external view returns (ReleaseStatus memory);

    /// @notice Whether every shard of the release and of its ancestors excludes all pages up to an epoch of a list.
    function isClean(ReleaseId release, ListId list, uint256 epoch) external view returns (bool);

    /// @notice Reverts unless the release is clean up to some epoch and lags by at most `maxLag` pages.
    function requireClean(ReleaseId release, ListId list, uint256 maxLag) external view;

    /// @notice A release as it was described.
    function releaseOf(ReleaseId release) external view returns (Release memory);

    /// @notice Who registered a release.
    function vendorOf(ReleaseId release) external view returns (address);

    /// @notice What a vendor has registered as a version of a model; zero for nothing.
    function releaseTagged(
        address vendor,
        string calldata model,
        string calldata version
    ) external view returns (ReleaseId);

    /// @notice When a release was registered, seconds since 1970.
    function timeOf(ReleaseId release) external view returns (uint256);

    /// @notice The cid that was published last for a release; empty when there is none.
    function evidenceOf(ReleaseId release) external view returns (string memory);

    /// @notice Everything that a release descends from, each once.
    function ancestorsOf(ReleaseId release) external view returns (ReleaseId[] memory);

    /// @notice A shard as its vendor described it.
    function shardOf(address vendor, uint256 commitment) external view returns (ShardTerms memory);

    /// @notice Which vendor described a shard first. Whoever comes later may have taken the commitment from the first.
    function firstRegistrationOf(uint256 commitment) external view returns (FirstRegistration memory);

    /// @notice Whether a vendor said that a shard has keys of a scheme.
    function hasScheme(address vendor, uint256 commitment, bytes32 scheme) external view returns (bool);

    /// @notice Where the facts are.
    function ledger() external view returns (ILedger);
}
