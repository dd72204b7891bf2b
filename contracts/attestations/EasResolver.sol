// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IReleases} from "../interfaces/IReleases.sol";
import {CleanClaims} from "./CleanClaim.sol";

/// @notice An attestation as the Ethereum Attestation Service hands it to a resolver.
struct EasAttestation {
    bytes32 uid;
    bytes32 schema;
    uint64 time;
    uint64 expirationTime;
    uint64 revocationTime;
    bytes32 refUID;
    address recipient;
    address attester;
    bool revocable;
    bytes data;
}

/// @title Resolver for the Ethereum Attestation Service
/// @notice An attestation of our schema is made only while the ledger says so. Anyone may make one: it is true whoever
/// says it. Whoever made it may revoke it.
contract EasResolver {
    /// @notice The attestation service that may call.
    address public immutable eas;
    /// @notice Where claims are looked up.
    IReleases public immutable releases;
    /// @notice The UID of the schema that belongs to this resolver, revocable, as the service computes it.
    bytes32 public immutable schemaUID;

    /// @notice Somebody else than the attestation service called.
    error OnlyEas(address caller);
    /// @notice The attestation is of a schema that is not ours.
    error OtherSchema(bytes32 schema);
    /// @notice Nothing here costs anything.
    error NoValue();

    modifier onlyEas() {
        if (msg.sender != eas) revert OnlyEas(msg.sender);
        if (msg.value != 0) revert NoValue();
        _;
    }

    constructor(address service, IReleases registry) {
        (eas, releases) = (service, registry);
        schemaUID = keccak256(abi.encodePacked(CleanClaims.SCHEMA, address(this), true));
    }

    /// @notice Allows an attestation, or reverts.
    function attest(EasAttestation calldata attestation) external payable onlyEas returns (bool) {
        _requireTrue(attestation);
        return true;
    }

    /// @notice Allows all attestations, or reverts.
    function multiAttest(
        EasAttestation[] calldata attestations,
        uint256[] calldata
    ) external payable onlyEas returns (bool) {
        for (uint256 i = 0; i < attestations.length; ++i) _requireTrue(attestations[i]);
        return true;
    }

    /// @notice Allows every revocation: the service sees to it that it is the attester's.
    function revoke(EasAttestation calldata) external payable onlyEas returns (bool) {
        return true;
    }

    /// @notice Allows every revocation likewise.
    function multiRevoke(
        EasAttestation[] calldata,
        uint256[] calldata
    ) external payable onlyEas returns (bool) {
        return true;
    }

    /// @notice Whether attestations may bring value along: no.
    function isPayable() external pure returns (bool) {
        return false;
    }

    function _requireTrue(EasAttestation calldata attestation) private view {
        if (attestation.schema != schemaUID) revert OtherSchema(attestation.schema);
        CleanClaims.requireTrue(releases, attestation.data);
    }
}
