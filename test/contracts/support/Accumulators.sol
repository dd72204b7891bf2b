// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ShardProof} from "../../../contracts/interfaces/IDisjointnessVerifier.sol";
import {Bn254} from "../../../contracts/libraries/Bn254.sol";
import {Simulator} from "./Simulator.sol";

/// @notice Creates proofs from the discrete logarithms of the accumulators, which only someone who knows tau has.
/// Points of G2 are 1, 2, 3, 5 or 7 times the generator.
library AccumulatorSimulator {
    /// @notice Returns the proof that accumulators a·G1 and b·G2 are disjoint, with P = p·G2 and the only matching Q.
    function prove(uint256 a, uint256 b, uint256 p) internal view returns (ShardProof memory) {
        uint256 r = Bn254.FIELD_ORDER;
        return assemble(a, p, mulmod(addmod(1, r - mulmod(p, a, r), r), Simulator.inverse(b), r));
    }

    function assemble(uint256 a, uint256 p, uint256 q) internal view returns (ShardProof memory) {
        return ShardProof(Simulator.g1(a), Simulator.g2(p), Simulator.g1(q));
    }
}
