// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IReleases} from "../interfaces/IReleases.sol";
import {CleanAttestations} from "./CleanAttestation.sol";

/// @notice An attestation as the Ethereum Attestation Service passes it to a resolver.
/// @dev The fields are those of `Attestation` in eas-contracts.
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
/// @notice Allows an attestation of its schema only if it is true now. Anyone may attest, since the statement is true
/// regardless of who makes it. Attesters may revoke their own attestations.
contract EasResolver {
    /// @notice The attestation service, the only permitted caller.
    address public immutable eas;
    /// @notice The release registry that attestations are checked against.
    IReleases public immutable releases;
    /// @notice The UID of this resolver's schema (revocable), computed as the service does.
    bytes32 public immutable schemaUID;

    /// @notice The caller is not the attestation service.
    error OnlyEas(address caller);
    /// @notice The attestation has another schema than the resolver's.
    error WrongSchema(bytes32 schema);
    /// @notice The resolver does not accept value.
    error NoValue();

    modifier onlyEas() {
        if (msg.sender != eas) revert OnlyEas(msg.sender);
        if (msg.value != 0) revert NoValue();
        _;
    }

    constructor(address service, IReleases registry) {
        (eas, releases) = (service, registry);
        schemaUID = keccak256(abi.encodePacked(CleanAttestations.SCHEMA, address(this), true));
    }

    /// @notice Allows an attestation if it is true now; reverts otherwise.
    function attest(EasAttestation calldata attestation) external payable onlyEas returns (bool) {
        _requireTrue(attestation);
        return true;
    }

    /// @notice Allows attestations if all of them are true now; reverts otherwise.
    function multiAttest(
        EasAttestation[] calldata attestations,
        uint256[] calldata
    ) external payable onlyEas returns (bool) {
        for (uint256 i = 0; i < attestations.length; ++i) _requireTrue(attestations[i]);
        return true;
    }

    /// @notice Allows a revocation; the service ensures that it is the attester's own.
    function revoke(EasAttestation calldata) external payable onlyEas returns (bool) {
        return true;
    }

    /// @notice Allows revocations, like `revoke`.
    function multiRevoke(
        EasAttestation[] calldata,
        uint256[] calldata
    ) external payable onlyEas returns (bool) {
        return true;
    }

    /// @notice Returns false: attestations cannot carry value.
    function isPayable() external pure returns (bool) {
        return false;
    }

    function _requireTrue(EasAttestation calldata attestation) private view {
        if (attestation.schema != schemaUID) revert WrongSchema(attestation.schema);
        CleanAttestations.requireTrue(releases, attestation.data);
    }
}
