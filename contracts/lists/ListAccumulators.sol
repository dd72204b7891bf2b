// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {AccumulatorHashes, Accumulators, IBlocklists} from "../interfaces/IBlocklists.sol";
import {CircuitId, ListId} from "../interfaces/Ids.sol";
import {Bn254} from "../libraries/Bn254.sol";

/// @title List accumulators
/// @notice Stores the hashes of the accumulators of epochs. The points themselves are in the event.
abstract contract ListAccumulators is IBlocklists {
    mapping(ListId list => mapping(uint256 epoch => AccumulatorHashes hashes)) private _accumulators;

    /// @inheritdoc IBlocklists
    function accumulatorsOf(ListId list, uint256 epoch) external view returns (AccumulatorHashes memory) {
        _requireEpoch(list, epoch);
        return _accumulators[list][epoch];
    }

    /// @dev Stores the accumulators of a new epoch. The list has the epochs before it.
    function _setAccumulators(ListId list, uint256 epoch, Accumulators calldata accumulators) internal {
        uint32 since = accumulators.since;
        bytes32 whole = _hash(accumulators.powers, accumulators.whole);
        bytes32 added = _hash(accumulators.powers, accumulators.added);
        if (whole == 0 && added == 0) revert NoAccumulator();
        if ((added == 0) != (since == 0) || since >= epoch) revert InvalidBase(list, since);
        _accumulators[list][epoch] = AccumulatorHashes(whole, added, since);
    }

    function _dropAccumulators(ListId list, uint256 epoch) internal {
        delete _accumulators[list][epoch];
    }

    /// @dev The hash of one accumulator of an epoch, and the epoch before what it covers.
    function _accumulator(
        ListId list,
        uint256 epoch,
        bool added
    ) internal view returns (bytes32 hash, uint256 since) {
        AccumulatorHashes storage hashes = _accumulators[list][epoch];
        (hash, since) = added ? (hashes.added, hashes.since) : (hashes.whole, 0);
        if (hash == 0) revert NoAccumulator();
    }

    /// @dev Reverts unless the list has this epoch.
    function _requireEpoch(ListId list, uint256 epoch) internal view virtual;

    /// @dev The hash of a point, or 0 for four zeros, which mean that there is none.
    function _hash(CircuitId powers, uint256[4] calldata point) private pure returns (bytes32) {
        (uint256 xc1, uint256 xc0, uint256 yc1, uint256 yc0) = (point[0], point[1], point[2], point[3]);
        if (xc1 | xc0 | yc1 | yc0 == 0) return 0;
        if (!Bn254.isOnTwist(xc1, xc0, yc1, yc0)) revert InvalidAccumulator(point);
        return keccak256(abi.encode(powers, point));
    }
}
