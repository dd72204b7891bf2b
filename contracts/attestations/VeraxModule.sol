// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IReleases} from "../interfaces/IReleases.sol";
import {CleanAttestations} from "./CleanAttestation.sol";

/// @notice An attestation as a Verax portal passes it to its modules.
/// @dev The fields are those of `AttestationPayload` in verax-contracts.
struct VeraxPayload {
    bytes32 schemaId;
    uint64 expirationDate;
    bytes subject;
    bytes attestationData;
}

/// @title Interface of Verax modules, version 2
/// @notice A module rejects an attestation by reverting.
interface IVeraxModule {
    /// @notice Checks an attestation before it is made.
    function run(
        VeraxPayload memory payload,
        bytes memory validation,
        address caller,
        uint256 value,
        address attester,
        address portal,
        uint8 operation
    ) external;

    /// @notice Returns whether the contract implements an interface (ERC-165). Verax includes this function in the
    /// interface id of its modules.
    function supportsInterface(bytes4 id) external pure returns (bool);
}

/// @title Module for Verax portals
/// @notice Allows an attestation only if it has this module's schema and is true now.
contract VeraxModule is IVeraxModule {
    /// @notice The id of the schema in Verax: the hash of its text.
    bytes32 public constant SCHEMA_ID = keccak256(bytes(CleanAttestations.SCHEMA));

    bytes4 private constant ERC165 = 0x01ffc9a7;

    /// @notice The release registry that attestations are checked against.
    IReleases public immutable releases;

    /// @notice The attestation has another schema than the module's.
    error WrongSchema(bytes32 schema);

    constructor(IReleases registry) {
        releases = registry;
    }

    /// @inheritdoc IVeraxModule
    function run(
        VeraxPayload calldata payload,
        bytes calldata,
        address,
        uint256,
        address,
        address,
        uint8
    ) external view {
        if (payload.schemaId != SCHEMA_ID) revert WrongSchema(payload.schemaId);
        CleanAttestations.requireTrue(releases, payload.attestationData);
    }

    /// @inheritdoc IVeraxModule
    function supportsInterface(bytes4 id) external pure returns (bool) {
        return id == ERC165 || id == type(IVeraxModule).interfaceId;
    }
}
