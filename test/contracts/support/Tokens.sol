// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {IRoyaltyAccount} from "../../../contracts/interfaces/IRoyaltyAccount.sol";

/// @notice An ordinary token that anyone can mint.
contract PlainToken is ERC20 {
    constructor() ERC20("plain", "P") {}

    function mint(address account, uint256 amount) external {
        _mint(account, amount);
    }

    /// @notice Lowers a balance without a transfer, as a rebase does.
    function shrink(address account, uint256 amount) external {
        _burn(account, amount);
    }
}

/// @notice A token that takes one percent: of what the recipient gets, or from the sender on top.
contract FeeToken is ERC20 {
    bool private immutable _onTop;

    constructor(bool onTop) ERC20("fee", "F") {
        _onTop = onTop;
    }

    function mint(address account, uint256 amount) external {
        _mint(account, amount);
    }

    function _update(address from, address to, uint256 value) internal override {
        uint256 fee = from == address(0) || to == address(0) ? 0 : value / 100;
        super._update(from, to, value);
        if (fee != 0) super._update(_onTop ? from : to, address(0xFEE), fee);
    }
}

/// @notice Calls back into an account when it is paid: as a recipient of ether, and as a token.
contract Reentrant is ERC20 {
    IRoyaltyAccount private _account;
    uint256 private _index;
    /// @notice The selector of what the inner call reverted with; zero if it did not.
    bytes4 public refusal;

    constructor() ERC20("reentrant", "R") {}

    receive() external payable {
        _enter(address(0));
    }

    function aim(IRoyaltyAccount account, uint256 index) external {
        (_account, _index) = (account, index);
    }

    function mint(address account, uint256 amount) external {
        _mint(account, amount);
    }

    function _update(address from, address to, uint256 value) internal override {
        if (from == address(_account)) _enter(address(this));
        super._update(from, to, value);
    }

    function _enter(address token) private {
        try _account.claim(token, _index) {
            refusal = 0;
        } catch (bytes memory reason) {
            refusal = bytes4(reason);
        }
    }
}
