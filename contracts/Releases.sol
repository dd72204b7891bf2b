// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IBlocklists, ListStatus} from "./interfaces/IBlocklists.sol";
import {ListId, ReleaseId} from "./interfaces/Ids.sol";
import {ILedger} from "./interfaces/ILedger.sol";
import {FirstRegistration, IReleases, Release, ReleaseStatus, Shard} from "./interfaces/IReleases.sol";
import {Cids} from "./libraries/Cids.sol";

/// @title Release registry
/// @notice Vendors declare the shards and parents of a release; whether it is clean is computed. A shard without keys
/// of a list's scheme has no clean pages, because no entry of the list could be found in it.
contract Releases is IReleases {
    /// @dev A release exists if its vendor is not zero. The lengths of its arrays are stored here as well, in the word
    /// that a status reads anyway. No transaction has room for 2^32 shards.
    struct Registration {
        address vendor;
        uint48 time;
        uint32 shards;
        uint16 ancestors;
    }

    /// @notice The maximum number of ancestors of a release, which bounds the cost of a status.
    uint256 public constant MAX_ANCESTORS = 64;

    /// @inheritdoc IReleases
    ILedger public immutable ledger;

    IBlocklists private immutable _lists;

    mapping(ReleaseId release => Registration registration) private _registrations;
    mapping(ReleaseId release => Release content) private _releases;
    /// @dev In the order in which `_addAncestors` found them, without the release itself.
    mapping(ReleaseId release => ReleaseId[] ancestors) private _ancestors;
    mapping(ReleaseId release => string cid) private _evidence;
    /// @dev Keyed by the hash of vendor, model and version.
    mapping(bytes32 tag => ReleaseId release) private _tagged;
    mapping(address vendor => mapping(uint256 commitment => Shard shard)) private _shards;
    mapping(uint256 commitment => FirstRegistration first) private _first;
    mapping(address vendor => mapping(uint256 commitment => mapping(bytes32 scheme => bool has))) private _hasScheme;

    constructor(ILedger proofs) {
        ledger = proofs;
        _lists = proofs.blocklists();
    }

    /// @inheritdoc IReleases
    function registerShard(uint256 commitment, Shard calldata shard) external {
        if (shard.schemes.length == 0) revert NoSchemes();
        if (_shards[msg.sender][commitment].schemes.length != 0) revert ShardExists(msg.sender, commitment);
        _shards[msg.sender][commitment] = shard;
        FirstRegistration storage first = _first[commitment];
        if (first.vendor == address(0)) (first.vendor, first.time) = (msg.sender, uint48(block.timestamp));
        for (uint256 i = 0; i < shard.schemes.length; ++i) {
            _hasScheme[msg.sender][commitment][shard.schemes[i]] = true;
        }
        emit ShardRegistered(msg.sender, commitment, shard);
    }

    /// @inheritdoc IReleases
    function register(Release calldata content) external returns (ReleaseId release) {
        release = ReleaseId.wrap(keccak256(abi.encode(msg.sender, content)));
        if (_registrations[release].vendor != address(0)) revert ReleaseExists(release);
        _tag(content, release);
        if (content.shards.length == 0) revert NoShards();
        for (uint256 i = 0; i < content.shards.length; ++i) {
            if (_shards[msg.sender][content.shards[i]].schemes.length == 0) {
                revert UnknownShard(msg.sender, content.shards[i]);
            }
        }
        for (uint256 i = 0; i < content.parents.length; ++i) _addAncestors(release, content.parents[i]);
        _registrations[release] = Registration(
            msg.sender,
            uint48(block.timestamp),
            uint32(content.shards.length),
            uint16(_ancestors[release].length)
        );
        _releases[release] = content;
        emit ReleaseRegistered(release, msg.sender, content.weights, content);
    }

    /// @inheritdoc IReleases
    function publishEvidence(ReleaseId release, string calldata cid) external {
        if (vendorOf(release) != msg.sender) revert NotVendor(release, msg.sender);
        if (!Cids.isCid(cid)) revert InvalidCid(cid);
        _evidence[release] = cid;
        emit EvidencePublished(release, cid);
    }

    /// @inheritdoc IReleases
    function requireClean(ReleaseId release, ListId list, uint256 maxLag) external view {
        ReleaseStatus memory status = statusOf(release, list);
        if (status.cleanEpoch == 0 || status.lag > maxLag) {
            revert NotClean(release, list, status.lag, status.laggingRelease, status.laggingShard);
        }
    }

    /// @inheritdoc IReleases
    function isClean(ReleaseId release, ListId list, uint256 epoch) external view returns (bool) {
        return _furthestBehind(release, list).cleanPages >= _lists.pageCountAt(list, epoch);
    }

    /// @inheritdoc IReleases
    function releaseOf(ReleaseId release) external view returns (Release memory) {
        vendorOf(release);
        return _releases[release];
    }

    /// @inheritdoc IReleases
    function releaseTagged(
        address vendor,
        string calldata model,
        string calldata version
    ) external view returns (ReleaseId) {
        return _tagged[_tagOf(vendor, model, version)];
    }

    /// @inheritdoc IReleases
    function timeOf(ReleaseId release) external view returns (uint256) {
        return _registrations[release].time;
    }

    /// @inheritdoc IReleases
    function evidenceOf(ReleaseId release) external view returns (string memory) {
        vendorOf(release);
        return _evidence[release];
    }

    /// @inheritdoc IReleases
    function ancestorsOf(ReleaseId release) external view returns (ReleaseId[] memory) {
        return _ancestors[release];
    }

    /// @inheritdoc IReleases
    function shardOf(address vendor, uint256 commitment) external view returns (Shard memory) {
        return _shards[vendor][commitment];
    }

    /// @inheritdoc IReleases
    function firstRegistrationOf(uint256 commitment) external view returns (FirstRegistration memory) {
        return _first[commitment];
    }

    /// @inheritdoc IReleases
    function hasScheme(address vendor, uint256 commitment, bytes32 scheme) external view returns (bool) {
        return _hasScheme[vendor][commitment][scheme];
    }

    /// @inheritdoc IReleases
    function statusOf(ReleaseId release, ListId list) public view returns (ReleaseStatus memory status) {
        status = _furthestBehind(release, list);
        ListStatus memory listStatus = _lists.statusOf(list, status.cleanPages);
        (status.cleanEpoch, status.currentEpoch) = (listStatus.cleanEpoch, listStatus.currentEpoch);
        if (listStatus.pageCount > status.cleanPages) status.lag = listStatus.pageCount - status.cleanPages;
    }

    /// @inheritdoc IReleases
    function vendorOf(ReleaseId release) public view returns (address) {
        return _registrationOf(release).vendor;
    }

    function _tag(Release calldata content, ReleaseId release) private {
        bytes32 tag = _tagOf(msg.sender, content.model, content.version);
        ReleaseId other = _tagged[tag];
        if (ReleaseId.unwrap(other) != 0) revert TagTaken(other);
        _tagged[tag] = release;
    }

    /// @dev Adds a parent and all its ancestors to the ancestors of a release. Parents exist before their children, so
    /// there are no cycles.
    function _addAncestors(ReleaseId release, ReleaseId parent) private {
        vendorOf(parent);
        _addAncestor(release, parent);
        ReleaseId[] storage further = _ancestors[parent];
        for (uint256 i = 0; i < further.length; ++i) _addAncestor(release, further[i]);
    }

    function _addAncestor(ReleaseId release, ReleaseId ancestor) private {
        ReleaseId[] storage known = _ancestors[release];
        for (uint256 i = 0; i < known.length; ++i) {
            if (known[i] == ancestor) return;
        }
        if (known.length == MAX_ANCESTORS) revert TooManyAncestors();
        known.push(ancestor);
    }

    /// @dev Finds the first shard with the fewest clean pages among those of the release and its ancestors.
    function _furthestBehind(ReleaseId release, ListId list) private view returns (ReleaseStatus memory status) {
        bytes32 scheme = _lists.schemeOf(list);
        status.cleanPages = type(uint256).max;
        _visit(status, release, list, scheme);
        ReleaseId[] storage ancestors = _ancestors[release];
        uint256 count = _registrations[release].ancestors;
        for (uint256 i = 0; i < count; ++i) _visit(status, ancestors[i], list, scheme);
    }

    /// @dev Updates the status if a shard of the release lags more than those visited before.
    function _visit(ReleaseStatus memory status, ReleaseId release, ListId list, bytes32 scheme) private view {
        Registration memory registration = _registrationOf(release);
        uint256[] storage shards = _releases[release].shards;
        for (uint256 i = 0; i < registration.shards; ++i) {
            uint256 shard = _unchecked(shards, i);
            uint256 pages = _hasScheme[registration.vendor][shard][scheme] ? ledger.cleanPages(shard, list) : 0;
            if (pages < status.cleanPages) {
                (status.cleanPages, status.laggingRelease, status.laggingShard) = (pages, release, shard);
            }
        }
    }

    function _registrationOf(ReleaseId release) private view returns (Registration memory registration) {
        registration = _registrations[release];
        if (registration.vendor == address(0)) revert UnknownRelease(release);
    }

    /// @dev Reads an array element without a bounds check, which would read the length from storage. The caller knows
    /// it.
    function _unchecked(uint256[] storage array, uint256 index) private view returns (uint256 element) {
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            mstore(0, array.slot)
            element := sload(add(keccak256(0, 32), index))
        }
    }

    function _tagOf(address vendor, string calldata model, string calldata version) private pure returns (bytes32) {
        return keccak256(abi.encode(vendor, model, version));
    }
}
