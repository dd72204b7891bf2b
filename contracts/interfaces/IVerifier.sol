// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {CircuitId} from "./Ids.sol";

/// @notice "The committed shard contains no entry of the page": the public signals of the exclusion circuit, in its
/// order.
/// @param commitment Poseidon(root, bucketBits, salt) of the shard, canonical below the scalar field order.
/// @param pageDigest Poseidon chain over the page, canonical below the scalar field order.
struct Statement {
    uint256 commitment;
    uint256 pageDigest;
}

/// @title A verifier
/// @notice It is bound to one circuit and one set of keys.
/// @dev A proof is eight words in EIP-197 order: a.x, a.y, b.x.c1, b.x.c0, b.y.c1, b.y.c0, c.x, c.y.
interface IVerifier {
    /// @notice The proof could not be looked at with the gas that was left; nothing was decided.
    error NotEnoughGas();

    /// @notice The id that the verifier computed from its own verification key.
    function circuitId() external view returns (CircuitId);

    /// @notice Whether the proof shows the statement.
    /// @dev False for a bad proof and for anything non-canonical, and for nothing else: a call that is starved of gas
    /// reverts, whatever precompiles cost on the chain, with NotEnoughGas or without a reason.
    function verify(uint256[8] calldata proof, Statement calldata statement) external view returns (bool);

    /// @notice Whether every proof shows the statement at its position: one pairing product for all.
    /// @dev False when the lengths differ or when there is none; a call that is starved of gas reverts likewise.
    function verifyBatch(uint256[8][] calldata proofs, Statement[] calldata statements) external view returns (bool);

    /// @notice Whether the points of a proof are canonical and of their groups, found out without a precompile. Of such
    /// a proof no precompile fails but for a lack of gas. Costs about 480,000 gas.
    function isWellFormed(uint256[8] calldata proof) external view returns (bool);
}
