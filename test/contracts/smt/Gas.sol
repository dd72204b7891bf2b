// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Gas} from "../../../contracts/libraries/Gas.sol";

// scripts/prove.ts proves each `assert` for all inputs with solc's SMTChecker.

contract TheFloorGrows {
    function show(uint256 proofs, uint256 more) external pure {
        require(proofs < more && more < 1 << 64);
        assert(Gas.floor(proofs) < Gas.floor(more));
    }
}

/// EIP-150 retains 1/64 at the call of the verifier and at that of the precompile. What is left must pay for the
/// pairing of n + 3 pairs (45,000, and 34,000 each), 2n + 4 multiplications (6,000 each) and n + 2 additions (150
/// each): EIP-1108.
contract TheFloorPaysForTheVerification {
    function show(uint256 n) external pure {
        require(n > 0 && n < 1 << 32);
        uint256 atVerifier = Gas.floor(n) - Gas.floor(n) / 64;
        uint256 atPrecompile = atVerifier - atVerifier / 64;
        assert(atPrecompile >= 45_000 + 34_000 * (n + 3) + 6_000 * (2 * n + 4) + 150 * (n + 2));
    }
}

contract WhatAnItemIsPromisedReachesIt {
    function show(uint256 cap) external pure {
        require(cap < 1 << 64);
        uint256 left = Gas.toForward(cap);
        assert(left - left / 64 >= cap);
    }
}
