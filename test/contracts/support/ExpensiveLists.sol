// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IBlocklists} from "../../../contracts/interfaces/IBlocklists.sol";

/// @notice Lists on a chain where storage costs more: each call burns some gas before it is forwarded.
contract ExpensiveLists {
    IBlocklists private immutable _real;
    uint256 private immutable _more;

    constructor(IBlocklists real, uint256 more) {
        (_real, _more) = (real, more);
    }

    fallback(bytes calldata question) external returns (bytes memory answer) {
        uint256 before = gasleft();
        while (before - gasleft() < _more) {}
        bool ok;
        (ok, answer) = address(_real).staticcall(question);
        require(ok, "no answer");
    }
}
