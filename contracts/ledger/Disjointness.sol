// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IBlocklists} from "../interfaces/IBlocklists.sol";
import {Circuit} from "../interfaces/ICircuits.sol";
import {DisjointnessClaim, IDisjointnessVerifier, ShardProof} from "../interfaces/IDisjointnessVerifier.sol";
import {CircuitId, ListId} from "../interfaces/Ids.sol";
import {ILedger} from "../interfaces/ILedger.sol";
import {Bn254} from "../libraries/Bn254.sol";
import {EpochFacts} from "./EpochFacts.sol";
import {Metered} from "./Metered.sol";

/// @title Disjointness
/// @notice Accepts proofs that shards have no key in common with whole lists.
abstract contract Disjointness is EpochFacts, Metered {
    /// @dev Keeps commitments to accumulators apart from all other hashes.
    bytes32 private constant DOMAIN = keccak256("disjoint/accumulator/v1");

    /// @inheritdoc ILedger
    IBlocklists public immutable blocklists;

    constructor(IBlocklists lists) {
        blocklists = lists;
    }

    /// @inheritdoc ILedger
    function submitDisjointness(CircuitId powers, DisjointnessClaim[] calldata claims) external {
        Circuit memory record = _activeCircuit(powers);
        if (record.entries != WHOLE_LISTS) revert NotPowers(powers);
        uint256 proofs;
        bool isFresh;
        for (uint256 i = 0; i < claims.length; ++i) {
            if (_collectDisjointness(powers, record.index, claims[i])) isFresh = true;
            proofs += claims[i].shards.length;
        }
        if (proofs == 0) revert EmptyBatch();
        if (!isFresh) return;
        _requireGas(proofs + claims.length);
        IDisjointnessVerifier verifier = IDisjointnessVerifier(address(record.verifier));
        if (!verifier.verify(claims)) revert ProofRefused(_firstNotDisjoint(verifier, claims));
    }

    /// @inheritdoc ILedger
    function commitmentOf(CircuitId powers, uint256[2] calldata accumulator) public pure returns (uint256) {
        return uint256(keccak256(abi.encode(DOMAIN, powers, accumulator))) % Bn254.FIELD_ORDER;
    }

    /// @dev Raises the facts of one claim, after comparing B with the hash that the list has.
    function _collectDisjointness(
        CircuitId powers,
        uint8 index,
        DisjointnessClaim calldata claim
    ) private returns (bool isFresh) {
        ListId list = claim.list;
        (bytes32 hash, uint256 since, uint256 pages) = blocklists.accumulatorAt(list, claim.epoch, claim.added);
        if (keccak256(abi.encode(powers, claim.accumulator)) != hash) revert AccumulatorMismatch(list, claim.epoch);
        EpochFact memory fact = EpochFact(uint64(claim.epoch), uint64(pages), index);
        for (uint256 i = 0; i < claim.shards.length; ++i) {
            uint256 commitment = commitmentOf(powers, claim.shards[i].accumulator);
            if (_raise(powers, commitment, list, since, fact)) isFresh = true;
        }
    }

    /// @dev Finds the invalid proof of an invalid batch. Returns the number of proofs if each is valid alone.
    function _firstNotDisjoint(
        IDisjointnessVerifier verifier,
        DisjointnessClaim[] calldata claims
    ) private view returns (uint256 position) {
        DisjointnessClaim[] memory alone = new DisjointnessClaim[](1);
        for (uint256 i = 0; i < claims.length; ++i) {
            DisjointnessClaim calldata claim = claims[i];
            for (uint256 j = 0; j < claim.shards.length; ++j) {
                ShardProof[] memory shards = new ShardProof[](1);
                shards[0] = claim.shards[j];
                alone[0] = DisjointnessClaim(claim.list, claim.epoch, claim.added, claim.accumulator, shards);
                _requireGas(1);
                if (!verifier.verify(alone)) return position;
                ++position;
            }
        }
    }
}
