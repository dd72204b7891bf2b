// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ReleaseId} from "../../../contracts/interfaces/Ids.sol";
import {Licensor, RoyaltyTerms} from "../../../contracts/interfaces/IReleaseTokens.sol";
import {IRoyaltyAccount, Payee} from "../../../contracts/interfaces/IRoyaltyAccount.sol";
import {ReleaseTokens} from "../../../contracts/royalties/ReleaseTokens.sol";
import {Deploy} from "./Deploy.sol";
import {ReleaseFixture} from "./ReleaseFixture.sol";
import {PlainToken} from "./Tokens.sol";

/// @notice Releases as tokens, with accounts to pay.
abstract contract RoyaltyFixture is ReleaseFixture {
    address internal constant PURSE = address(0xCA5E);
    address internal constant LICENSOR = address(0xDA7A);
    address internal constant ETHER = address(0);

    ReleaseTokens internal tokens;
    PlainToken internal coin;

    function setUp() public virtual override {
        super.setUp();
        tokens = Deploy.releaseTokens(releases);
        coin = new PlainToken();
    }

    function terms(uint16 derivatives) internal pure returns (RoyaltyTerms memory) {
        return RoyaltyTerms(PURSE, 500, derivatives, new Licensor[](0));
    }

    function termsWith(uint16 derivatives, Licensor memory licensor) internal pure returns (RoyaltyTerms memory all) {
        all = terms(derivatives);
        all.licensors = new Licensor[](1);
        all.licensors[0] = licensor;
    }

    function mint(ReleaseId release, RoyaltyTerms memory how) internal returns (IRoyaltyAccount) {
        vm.prank(VENDOR);
        return tokens.mint(release, how);
    }

    function registerAndMint(
        uint256 shard,
        ReleaseId[] memory parents,
        RoyaltyTerms memory how
    ) internal returns (ReleaseId release, IRoyaltyAccount account) {
        release = register(VENDOR, someRelease(shard, parents));
        account = mint(release, how);
    }

    /// @notice A chain of releases, each the parent of the next, with the same share for each parent.
    function mintChain(uint256 length, uint16 share) internal returns (ReleaseId[] memory chain) {
        chain = new ReleaseId[](length);
        for (uint256 i = 0; i < length; ++i) {
            (chain[i], ) = registerAndMint(4, i == 0 ? none() : one(chain[i - 1]), terms(share));
        }
    }

    function pay(address token, IRoyaltyAccount account, uint256 amount) internal {
        if (token != ETHER) return PlainToken(token).mint(address(account), amount);
        vm.deal(address(this), amount);
        (bool success, ) = address(account).call{value: amount}("");
        assertTrue(success, "ether");
    }

    function balance(address token, address account) internal view returns (uint256) {
        return token == ETHER ? account.balance : PlainToken(token).balanceOf(account);
    }

    /// @notice Claims for all payees to whom something is due.
    function claimAll(address token, IRoyaltyAccount account) internal {
        uint256 count = account.payees().length;
        for (uint256 i = 0; i < count; ++i) {
            if (account.due(token, i) != 0) account.claim(token, i);
        }
    }

    function same(Payee memory payee, address account, uint256 share) internal pure {
        assertEq(payee.account, account);
        assertEq(payee.share, share);
    }
}
