// SPDX-License-Identifier: MIT
pragma solidity >=0.8.20 <0.9.0;

import {CircuitId} from "./Ids.sol";

/// @notice "The committed shard contains no entry of the page": the public signals of the exclusion circuit, in order.
/// @param commitment Poseidon(root, bucketBits, salt) of the shard, below the scalar field order.
/// @param pageDigest Poseidon chain over the page's entries, below the scalar field order.
struct Statement {
    uint256 commitment;
    uint256 pageDigest;
}

/// @title Proof verifier
/// @notice Verifies proofs of one circuit under one verification key.
/// @dev A proof is eight words in EIP-197 order: a.x, a.y, b.x.c1, b.x.c0, b.y.c1, b.y.c0, c.x, c.y.
interface IVerifier {
    /// @notice The remaining gas does not suffice to verify the proof. Nothing was decided.
    error NotEnoughGas();

    /// @notice Returns the circuit id, which the verifier computed from its own verification key.
    function circuitId() external view returns (CircuitId);

    /// @notice Returns whether the proof proves the statement.
    /// @dev Returns false only for an invalid proof or a non-canonical value. A call that runs out of gas reverts,
    /// whatever precompiles cost on the chain: with NotEnoughGas or without a reason.
    function verify(uint256[8] calldata proof, Statement calldata statement) external view returns (bool);

    /// @notice Returns whether each proof proves the statement at its index, using one pairing product for all of them.
    /// @dev Returns false if the lengths differ or are zero. A call that runs out of gas reverts, as for `verify`.
    function verifyBatch(uint256[8][] calldata proofs, Statement[] calldata statements) external view returns (bool);

    /// @notice Returns whether all points of a proof are canonical and in their groups, without using a precompile.
    /// For such a proof, a precompile fails only for lack of gas. Costs about 480,000 gas.
    function isWellFormed(uint256[8] calldata proof) external view returns (bool);
}
