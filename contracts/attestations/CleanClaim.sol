// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ListId, ReleaseId} from "../interfaces/Ids.sol";
import {IReleases} from "../interfaces/IReleases.sol";

/// @notice "The release and all that it descends from exclude every page of the list up to the epoch."
struct CleanClaim {
    ReleaseId release;
    ListId list;
    uint64 epoch;
}

/// @title Clean claims
/// @notice What an attestation of ours says, and the only way to have it accepted: that it is true at that moment.
library CleanClaims {
    /// @notice The fields of a claim as attestation services write them; the data is abi.encode of these.
    string internal constant SCHEMA = "bytes32 release,bytes32 list,uint64 epoch";

    uint256 private constant LENGTH = 96;

    /// @notice The data is not a claim.
    error BadClaim();
    /// @notice The ledger does not say so now.
    error ClaimIsFalse(ReleaseId release, ListId list, uint64 epoch);

    /// @notice Reverts unless the data is a claim that is true now. Unknown releases, lists and epochs revert, too.
    function requireTrue(IReleases releases, bytes calldata data) internal view {
        if (data.length != LENGTH) revert BadClaim();
        CleanClaim memory claim = abi.decode(data, (CleanClaim));
        if (!releases.isClean(claim.release, claim.list, claim.epoch)) {
            revert ClaimIsFalse(claim.release, claim.list, claim.epoch);
        }
    }
}
