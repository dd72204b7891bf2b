// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ReleaseId} from "../../../contracts/interfaces/Ids.sol";
import {Licensor, RoyaltyTerms} from "../../../contracts/interfaces/IReleaseTokens.sol";
import {Release} from "../../../contracts/interfaces/IReleases.sol";
import {IRoyaltyAccount} from "../../../contracts/interfaces/IRoyaltyAccount.sol";
import {RoyaltyFixture} from "../support/RoyaltyFixture.sol";

/// @notice Mints releases with random shares and up to two parents, pays their accounts and claims, in any order.
contract RoyaltyHandler is RoyaltyFixture {
    uint256 public constant MOST = 12;

    IRoyaltyAccount[] public accounts;
    ReleaseId[] private _minted;
    uint256 private _registered;

    /// @notice All that was paid from outside, by token.
    mapping(address token => uint256 amount) public income;
    /// @notice How often an account paid a payee another amount than was due, or paid another payee.
    uint256 public wrongs;

    /// Once: the runner calls this as it calls everything.
    function setUp() public override {
        if (address(tokens) == address(0)) super.setUp();
    }

    function mintOne(uint16 derivatives, uint16 share, uint256 first, uint256 second) external {
        uint256 known = _minted.length;
        if (known == MOST) return;
        ReleaseId[] memory parents = known == 0 ? none() : new ReleaseId[](2);
        if (known != 0) (parents[0], parents[1]) = (_minted[first % known], _minted[second % known]);
        uint256 shard = 1 + (known % 4);
        Release memory content = someRelease(shard, parents);
        content.version = string(abi.encodePacked(++_registered));
        ReleaseId release = register(VENDOR, content);
        RoyaltyTerms memory how = terms(uint16(bound(derivatives, 0, 4_000)));
        if (share % 2 == 1) how = termsWith(how.derivatives, Licensor(shard, LICENSOR, 1 + (share % 2_000)));
        vm.prank(VENDOR);
        try tokens.mint(release, how) returns (IRoyaltyAccount account) {
            _minted.push(release);
            accounts.push(account);
        } catch {}
    }

    function payOne(uint256 which, uint96 amount, bool unit, bool inEther) external {
        if (accounts.length == 0) return;
        (address token, uint256 paid) = (inEther ? ETHER : address(coin), unit ? 1 : amount);
        pay(token, accounts[which % accounts.length], paid);
        income[token] += paid;
    }

    function claimOne(uint256 which, uint256 index, bool inEther) external {
        if (accounts.length == 0) return;
        (address token, IRoyaltyAccount account) = (inEther ? ETHER : address(coin), accounts[which % accounts.length]);
        index %= account.payees().length;
        address payee = account.payees()[index].account;
        (uint256 due, uint256 before) = (account.due(token, index), balance(token, payee));
        if (due == 0) return;
        if (account.claim(token, index) != due || balance(token, payee) != before + due) ++wrongs;
    }

    function claimEverything(bool inEther) external {
        for (uint256 i = accounts.length; i > 0; --i) claimAll(inEther ? ETHER : address(coin), accounts[i - 1]);
    }

    function count() external view returns (uint256) {
        return accounts.length;
    }

    /// @notice All that is at the end of the chains of payments, by token.
    function outcome(address token) external view returns (uint256) {
        return balance(token, PURSE) + balance(token, LICENSOR);
    }

    function held(address token) external view returns (uint256 sum) {
        for (uint256 i = 0; i < accounts.length; ++i) sum += balance(token, address(accounts[i]));
    }

    function coinAddress() external view returns (address) {
        return address(coin);
    }
}
