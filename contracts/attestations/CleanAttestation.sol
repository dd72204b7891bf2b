// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ListId, ReleaseId} from "../interfaces/Ids.sol";
import {IReleases} from "../interfaces/IReleases.sol";

/// @notice "The release and all its ancestors exclude every page of the list up to the epoch."
/// @param release The release.
/// @param list The list.
/// @param epoch A confirmed epoch of the list.
struct CleanAttestation {
    ReleaseId release;
    ListId list;
    uint64 epoch;
}

/// @title Clean attestations
/// @notice Checks that an attestation is true at the time it is made.
library CleanAttestations {
    /// @notice The schema in the notation of attestation services. The attestation data is abi.encode of these fields.
    string internal constant SCHEMA = "bytes32 release,bytes32 list,uint64 epoch";

    uint256 private constant LENGTH = 96;

    /// @notice The attestation data does not have the length of the schema's fields.
    error InvalidAttestation();
    /// @notice The release is not clean up to this epoch of the list, as the ledger stands now.
    error AttestationIsFalse(ReleaseId release, ListId list, uint64 epoch);

    /// @notice Reverts unless the data is an attestation that is true now. Also reverts if the release, the list or the
    /// epoch does not exist.
    function requireTrue(IReleases releases, bytes calldata data) internal view {
        if (data.length != LENGTH) revert InvalidAttestation();
        CleanAttestation memory attested = abi.decode(data, (CleanAttestation));
        if (!releases.isClean(attested.release, attested.list, attested.epoch)) {
            revert AttestationIsFalse(attested.release, attested.list, attested.epoch);
        }
    }
}
