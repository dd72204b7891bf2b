// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IERC20, SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {ReentrancyGuard} from "@openzeppelin/contracts/utils/ReentrancyGuard.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IRoyaltyAccount, Payee} from "../interfaces/IRoyaltyAccount.sol";

/// @title Royalty account of a release
/// @notice The code of all royalty accounts, which are minimal proxies (ERC-1167) of one contract.
/// @dev Only totals count: a share is computed from all that ever came in. A remainder given to one payee at each claim
/// would let it split payments into units of one and take all of them.
contract RoyaltyAccount is IRoyaltyAccount, ReentrancyGuard {
    uint256 private constant WHOLE = 10_000;

    /// @dev In the code, so every proxy has it.
    address private immutable _minter = msg.sender;

    Payee[] private _payees;

    /// @inheritdoc IRoyaltyAccount
    mapping(address token => uint256 amount) public paid;

    mapping(address token => mapping(uint256 index => uint256 amount)) private _paidTo;
    /// @dev The most that `received` returned at a claim.
    mapping(address token => uint256 amount) private _mostReceived;

    /// @notice Takes ether.
    receive() external payable {}

    /// @inheritdoc IRoyaltyAccount
    function initialize(Payee[] calldata all) external {
        if (msg.sender != _minter) revert NotMinter(msg.sender);
        if (_payees.length != 0) revert AlreadySet();
        uint256 sum = 0;
        for (uint256 i = 0; i < all.length; ++i) {
            if (all[i].account == address(0) || all[i].account == address(this) || all[i].share == 0) {
                revert InvalidPayee(all[i]);
            }
            sum += all[i].share;
            _payees.push(all[i]);
        }
        if (sum > WHOLE) revert SharesExceedWhole(sum);
    }

    /// @inheritdoc IRoyaltyAccount
    function claim(address token, uint256 index) external nonReentrant returns (uint256 amount) {
        amount = due(token, index);
        if (amount == 0) revert NothingDue(token, index);
        _mostReceived[token] = received(token);
        paid[token] += amount;
        _paidTo[token][index] += amount;
        address account = _payees[index].account;
        emit Paid(token, index, account, amount);
        if (token == address(0)) Address.sendValue(payable(account), amount);
        else _transfer(token, account, amount);
    }

    /// @inheritdoc IRoyaltyAccount
    function payees() external view returns (Payee[] memory) {
        return _payees;
    }

    /// @inheritdoc IRoyaltyAccount
    function due(address token, uint256 index) public view returns (uint256) {
        if (index >= _payees.length) revert UnknownPayee(index);
        uint256 total = received(token);
        if (total < _mostReceived[token]) revert BalanceShrank(token, total, _mostReceived[token]);
        return Math.mulDiv(total, _payees[index].share, WHOLE) - _paidTo[token][index];
    }

    /// @inheritdoc IRoyaltyAccount
    function received(address token) public view returns (uint256) {
        return _balance(token) + paid[token];
    }

    /// @dev A transfer that takes more than the amount would take it from the other payees.
    function _transfer(address token, address account, uint256 amount) private {
        uint256 before = _balance(token);
        SafeERC20.safeTransfer(IERC20(token), account, amount);
        uint256 taken = before - _balance(token);
        if (taken != amount) revert WrongTransfer(token, amount, taken);
    }

    function _balance(address token) private view returns (uint256) {
        return token == address(0) ? address(this).balance : IERC20(token).balanceOf(address(this));
    }
}
