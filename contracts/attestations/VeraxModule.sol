// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IReleases} from "../interfaces/IReleases.sol";
import {CleanClaims} from "./CleanClaim.sol";

/// @notice An attestation as a Verax portal hands it to its modules.
struct VeraxPayload {
    bytes32 schemaId;
    uint64 expirationDate;
    bytes subject;
    bytes attestationData;
}

/// @title What Verax asks of a module of its second version
/// @notice A module reverts to refuse.
interface IVeraxModule {
    /// @notice Looks at an attestation before it is made.
    function run(
        VeraxPayload memory payload,
        bytes memory validation,
        address caller,
        uint256 value,
        address attester,
        address portal,
        uint8 operation
    ) external;

    /// @notice Whether a contract has an interface (ERC-165). Verax counts this function into the id of its modules.
    function supportsInterface(bytes4 id) external pure returns (bool);
}

/// @title Module for Verax portals
/// @notice A portal that runs this module makes attestations of our schema only while the ledger says so, and none of
/// other schemas.
contract VeraxModule is IVeraxModule {
    /// @notice The id of our schema in Verax: the hash of its text.
    bytes32 public constant SCHEMA_ID = keccak256(bytes(CleanClaims.SCHEMA));

    bytes4 private constant ERC165 = 0x01ffc9a7;

    /// @notice Where claims are looked up.
    IReleases public immutable releases;

    /// @notice The attestation is of a schema that is not ours.
    error OtherSchema(bytes32 schema);

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
        if (payload.schemaId != SCHEMA_ID) revert OtherSchema(payload.schemaId);
        CleanClaims.requireTrue(releases, payload.attestationData);
    }

    /// @inheritdoc IVeraxModule
    function supportsInterface(bytes4 id) external pure returns (bool) {
        return id == ERC165 || id == type(IVeraxModule).interfaceId;
    }
}
