// SPDX-License-Identifier: MIT
pragma solidity >=0.8.20 <0.9.0;

import {ListId, ReleaseId} from "./Ids.sol";
import {ILedger} from "./ILedger.sol";

/// @notice A part of a dataset, as its vendor describes it.
/// @param schemes The fingerprint schemes whose keys the commitment contains: ASCII names, padded with zeros.
/// @param uri URI of the shard's manifest.
struct Shard {
    bytes32[] schemes;
    string uri;
}

/// @notice The vendor that registered a commitment first, and when. Commitments are public, so a later registration by
/// another vendor does not show that this vendor has the data.
/// @param vendor The first vendor; the zero address if the commitment is not registered.
/// @param time The time of registration, in seconds since 1970.
struct FirstRegistration {
    address vendor;
    uint48 time;
}

/// @notice A model version, as its vendor describes it.
/// @param model The name of the model.
/// @param version The version of the model; a vendor can register it once.
/// @param weights SHA-256 of the weights, or of the manifest of an OpenSSF model signature.
/// @param shards The commitments to what the model was trained on, at least one, all registered by the vendor.
/// @param parents The releases it was derived from, for example by fine-tuning, merging or distillation.
/// @param terms URI of the license and terms of use.
struct Release {
    string model;
    string version;
    bytes32 weights;
    uint256[] shards;
    ReleaseId[] parents;
    string terms;
}

/// @notice The status of a release against a list.
/// @param cleanPages The number of leading pages that every shard of the release and its ancestors excludes.
/// @param cleanEpoch The last confirmed epoch whose pages are all among those; 0 if there is none.
/// @param currentEpoch The last confirmed epoch of the list; 0 if there is none.
/// @param lag The number of pages of the current epoch beyond the clean ones.
/// @param laggingRelease The release, itself or an ancestor, that has the shard with the fewest clean pages.
/// @param laggingShard The commitment to that shard.
struct ReleaseStatus {
    uint256 cleanPages;
    uint256 cleanEpoch;
    uint256 currentEpoch;
    uint256 lag;
    ReleaseId laggingRelease;
    uint256 laggingShard;
}

/// @title Release registry
/// @notice Records which shards and ancestors a model version has. Whether it is clean is derived from the ledger.
interface IReleases {
    /// @notice A vendor registered a shard.
    event ShardRegistered(address indexed vendor, uint256 indexed commitment, Shard shard);
    /// @notice A vendor registered a release.
    event ReleaseRegistered(
        ReleaseId indexed release,
        address indexed vendor,
        bytes32 indexed weights,
        Release content
    );
    /// @notice A vendor published evidence for a release. The last one counts; all of them stay in the log.
    event EvidencePublished(ReleaseId indexed release, string cid);

    /// @notice The vendor has already registered this shard.
    error ShardExists(address vendor, uint256 commitment);
    /// @notice The vendor has not registered this shard.
    error UnknownShard(address vendor, uint256 commitment);
    /// @notice A shard needs at least one fingerprint scheme.
    error NoSchemes();
    /// @notice The vendor has already registered exactly this release.
    error ReleaseExists(ReleaseId release);
    /// @notice The vendor has already registered another release of this model and version.
    error TagTaken(ReleaseId release);
    /// @notice No release has this id.
    error UnknownRelease(ReleaseId release);
    /// @notice A release needs at least one shard.
    error NoShards();
    /// @notice The release has more than MAX_ANCESTORS ancestors.
    error TooManyAncestors();
    /// @notice `lag` pages of the list's current epoch are not proved to be excluded by `laggingShard`, a shard of
    /// `laggingRelease`.
    error NotClean(ReleaseId release, ListId list, uint256 lag, ReleaseId laggingRelease, uint256 laggingShard);
    /// @notice The caller is not the vendor of the release.
    error NotVendor(ReleaseId release, address caller);
    /// @notice The text is not a CIDv1 with SHA-256 in lowercase base32.
    error InvalidCid(string cid);

    /// @notice Registers a shard for the caller.
    function registerShard(uint256 commitment, Shard calldata shard) external;

    /// @notice Registers a release for the caller. Its shards and parents must be registered, and its version new.
    /// @return release keccak256(abi.encode(caller, content)).
    function register(Release calldata content) external returns (ReleaseId release);

    /// @notice Publishes the evidence for a release. Only its vendor may call this. The contract does not check the
    /// evidence; the CID binds its content. Replaces what `evidenceOf` returned before.
    /// @param cid The content identifier of the evidence pack: CIDv1 with SHA-256 in lowercase base32 ("bafy…").
    function publishEvidence(ReleaseId release, string calldata cid) external;

    /// @notice Returns the status of a release against a list, and which shard of which release lags most.
    function statusOf(ReleaseId release, ListId list) external view returns (ReleaseStatus memory);

    /// @notice Returns whether every shard of the release and its ancestors excludes all pages up to a confirmed epoch.
    function isClean(ReleaseId release, ListId list, uint256 epoch) external view returns (bool);

    /// @notice Reverts unless the release is clean up to some epoch and lags by at most `maxLag` pages.
    function requireClean(ReleaseId release, ListId list, uint256 maxLag) external view;

    /// @notice Returns an existing release as it was registered.
    function releaseOf(ReleaseId release) external view returns (Release memory);

    /// @notice Returns the vendor of an existing release.
    function vendorOf(ReleaseId release) external view returns (address);

    /// @notice Returns the release a vendor registered for a version of a model; zero if there is none.
    function releaseTagged(
        address vendor,
        string calldata model,
        string calldata version
    ) external view returns (ReleaseId);

    /// @notice Returns when a release was registered, in seconds since 1970; 0 if it does not exist.
    function timeOf(ReleaseId release) external view returns (uint256);

    /// @notice Returns the CID that was published last for an existing release; empty if there is none.
    function evidenceOf(ReleaseId release) external view returns (string memory);

    /// @notice Returns every release that a release descends from, each once.
    function ancestorsOf(ReleaseId release) external view returns (ReleaseId[] memory);

    /// @notice Returns a shard as its vendor registered it; empty if it is not registered.
    function shardOf(address vendor, uint256 commitment) external view returns (Shard memory);

    /// @notice Returns which vendor registered a commitment first. A later vendor may have copied it.
    function firstRegistrationOf(uint256 commitment) external view returns (FirstRegistration memory);

    /// @notice Returns whether a vendor registered a shard as containing keys of a scheme.
    function hasScheme(address vendor, uint256 commitment, bytes32 scheme) external view returns (bool);

    /// @notice Returns the ledger that the status is derived from.
    function ledger() external view returns (ILedger);
}
