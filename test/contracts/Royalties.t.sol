// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ReentrancyGuard} from "@openzeppelin/contracts/utils/ReentrancyGuard.sol";
import {ReleaseId} from "../../contracts/interfaces/Ids.sol";
import {Licensor} from "../../contracts/interfaces/IReleaseTokens.sol";
import {IRoyaltyAccount, Payee} from "../../contracts/interfaces/IRoyaltyAccount.sol";
import {RoyaltyFixture} from "./support/RoyaltyFixture.sol";
import {FeeToken, PlainToken, Reentrant} from "./support/Tokens.sol";

/// Properties of royalty accounts:
///   what was paid and what is held is what came in, and what is held is less than one unit per payee
///   a payee has its share of all that came in, rounded down, in whatever parts it came and was claimed
///   nobody claims another's share, also not by calling back
///   ten levels; the shares of a chain multiply
///   tokens with fees count by what arrives; tokens that shrink or take more are refused by name
contract RoyaltiesTest is RoyaltyFixture {
    ReleaseId private release;
    IRoyaltyAccount private account;

    function setUp() public override {
        super.setUp();
        (ReleaseId parent, ) = registerAndMint(1, none(), terms(2_500));
        (release, account) = registerAndMint(2, one(parent), termsWith(1_000, Licensor(2, LICENSOR, 1_001)));
    }

    function testFuzz_aPayeeHasItsShare(uint128[6] calldata amounts, uint8 claims, bool inEther) public {
        address token = inEther ? ETHER : address(coin);
        uint256 total = 0;
        for (uint256 i = 0; i < amounts.length; ++i) {
            total += amounts[i];
            pay(token, account, amounts[i]);
            assertEq(account.received(token), total);
            if ((claims >> i) & 1 == 1) claimAll(token, account);
        }
        claimAll(token, account);
        checkShares(token, total);
    }

    /// Payments of one unit, all claimed at once, give every payee what one large payment would.
    function testFuzz_unitsAddUp(uint8 count, bool inEther) public {
        address token = inEther ? ETHER : address(coin);
        for (uint256 i = 0; i < count; ++i) {
            pay(token, account, 1);
            claimAll(token, account);
            assertTrue(account.received(token) - account.paid(token) < 3, "held");
        }
        checkShares(token, count);
    }

    function testFuzz_nothingStaysOfMultiplesOfTheWhole(uint64 times) public {
        pay(ETHER, account, uint256(times) * 10_000);
        claimAll(ETHER, account);
        assertEq(address(account).balance, 0);
        assertEq(account.paid(ETHER), account.received(ETHER));
    }

    function test_aUnitIsLessThanAShare() public {
        pay(ETHER, account, 1);
        for (uint256 i = 0; i < 3; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IRoyaltyAccount.NothingDue.selector, ETHER, i));
            account.claim(ETHER, i);
        }
        pay(ETHER, account, 1);
        assertEq(account.claim(ETHER, 2), 1);
        assertEq(PURSE.balance, 1);
    }

    /// The largest amount that there can be: nothing overflows.
    function test_theLargestAmount() public {
        pay(address(coin), account, type(uint256).max);
        claimAll(address(coin), account);
        assertEq(coin.balanceOf(LICENSOR), (type(uint256).max / 10_000) * 1_001 + 994);
    }

    function testFuzz_anyoneClaimsForThePayeeOnly(address caller, uint96 amount) public {
        vm.assume(caller != LICENSOR && caller != address(account));
        amount = uint96(bound(amount, 10_000, type(uint96).max));
        pay(address(coin), account, amount);
        uint256 before = coin.balanceOf(caller);
        uint256 due = account.due(address(coin), 1);
        vm.expectEmit(address(account));
        emit IRoyaltyAccount.Paid(address(coin), 1, LICENSOR, due);
        vm.prank(caller);
        assertEq(account.claim(address(coin), 1), due);
        assertEq(coin.balanceOf(caller), before);
        assertEq(coin.balanceOf(LICENSOR), due);
        assertEq(account.due(address(coin), 1), 0);
        vm.expectRevert(abi.encodeWithSelector(IRoyaltyAccount.NothingDue.selector, address(coin), 1));
        account.claim(address(coin), 1);
        vm.expectRevert(abi.encodeWithSelector(IRoyaltyAccount.UnknownPayee.selector, 3));
        account.claim(address(coin), 3);
    }

    /// Ten levels: what comes in at the last release passes through all ten accounts.
    function testFuzz_tenLevels(uint96 amount, uint16 share) public {
        share = uint16(bound(share, 1, 10_000));
        ReleaseId[] memory chain = mintChain(10, share);
        assertEq(tokens.depthOf(chain[9]), 10);
        pay(ETHER, tokens.accountOf(chain[9]), amount);
        uint256 left = amount;
        uint256 held = 0;
        for (uint256 i = 10; i > 0; --i) {
            IRoyaltyAccount each = tokens.accountOf(chain[i - 1]);
            assertEq(each.received(ETHER), left);
            claimAll(ETHER, each);
            held += address(each).balance;
            left = (left * share) / 10_000;
        }
        assertTrue(held < 20, "held");
        assertEq(PURSE.balance + held, amount);
    }

    function test_reentrancyIsRefused() public {
        Reentrant thief = new Reentrant();
        (, IRoyaltyAccount target) = registerAndMint(3, none(), termsWith(0, Licensor(3, address(thief), 5_000)));
        thief.aim(target, 0);
        pay(ETHER, target, 1 ether);
        assertEq(target.claim(ETHER, 0), 0.5 ether);
        assertEq(bytes32(thief.refusal()), bytes32(ReentrancyGuard.ReentrancyGuardReentrantCall.selector));
        assertEq(address(thief).balance, 0.5 ether);
        assertEq(target.claim(ETHER, 1), 0.5 ether);
    }

    /// A token that calls back before it moves balances sees a payment that is counted and not yet made.
    function test_reentrancyOfTokensIsRefused() public {
        Reentrant token = new Reentrant();
        token.aim(account, 2);
        token.mint(address(account), 1 ether);
        account.claim(address(token), 1);
        assertEq(bytes32(token.refusal()), bytes32(ReentrancyGuard.ReentrancyGuardReentrantCall.selector));
        assertEq(token.balanceOf(LICENSOR), 0.1001 ether);
    }

    /// A payee that refuses ether holds up nobody else.
    function test_aPayeeThatRefusesHoldsUpNobody() public {
        (, IRoyaltyAccount target) = registerAndMint(4, none(), termsWith(0, Licensor(4, address(coin), 5_000)));
        pay(ETHER, target, 1 ether);
        vm.expectRevert();
        target.claim(ETHER, 0);
        assertEq(target.claim(ETHER, 1), 0.5 ether);
        assertEq(target.due(ETHER, 0), 0.5 ether);
    }

    function testFuzz_feesAreBorneByThePayee(uint96 amount) public {
        amount = uint96(bound(amount, 1e6, type(uint96).max));
        FeeToken token = new FeeToken(false);
        token.mint(address(this), amount);
        token.transfer(address(account), amount);
        uint256 arrived = amount - amount / 100;
        assertEq(account.received(address(token)), arrived);
        claimAll(address(token), account);
        uint256 share = (arrived * 1_001) / 10_000;
        assertEq(token.balanceOf(LICENSOR), share - share / 100);
        assertTrue(token.balanceOf(address(account)) < 3, "held");
    }

    function test_tokensThatTakeMoreAreRefused() public {
        FeeToken token = new FeeToken(true);
        token.mint(address(account), 1e6);
        bytes4 selector = IRoyaltyAccount.WrongTransfer.selector;
        vm.expectRevert(abi.encodeWithSelector(selector, address(token), 100_100, 101_101));
        account.claim(address(token), 1);
        assertEq(account.paid(address(token)), 0);
    }

    /// A payee that claims before a token shrinks must not get more than the share of what is left.
    function testFuzz_tokensThatShrinkAreRefusedUntilTheyAreBack(uint96 lost) public {
        pay(address(coin), account, 1e9);
        account.claim(address(coin), 1);
        uint256 left = coin.balanceOf(address(account));
        lost = uint96(bound(lost, 1, left));
        coin.shrink(address(account), lost);
        bytes memory reason = abi.encodeWithSelector(
            IRoyaltyAccount.BalanceShrank.selector,
            address(coin),
            1e9 - lost,
            1e9
        );
        vm.expectRevert(reason);
        account.claim(address(coin), 2);
        vm.expectRevert(reason);
        account.due(address(coin), 0);
        pay(ETHER, account, 10_000);
        claimAll(ETHER, account);
        pay(address(coin), account, lost);
        claimAll(address(coin), account);
        checkShares(address(coin), 1e9);
    }

    /// A token whose balances grow by themselves: what it adds is income.
    function test_growthIsIncome() public {
        pay(address(coin), account, 10_000);
        claimAll(address(coin), account);
        coin.mint(address(account), 10_000);
        claimAll(address(coin), account);
        checkShares(address(coin), 20_000);
    }

    function test_payeesAreSetOnceAndByTheMinter() public {
        Payee[] memory payees = new Payee[](1);
        payees[0] = Payee(address(this), 10_000);
        vm.expectRevert(abi.encodeWithSelector(IRoyaltyAccount.NotMinter.selector, address(this)));
        account.initialize(payees);
        vm.expectRevert(IRoyaltyAccount.AlreadySet.selector);
        vm.prank(address(tokens));
        account.initialize(payees);
    }

    function checkShares(address token, uint256 total) private view {
        address parent = account.payees()[0].account;
        assertEq(balance(token, parent), (total * 2_500) / 10_000);
        assertEq(balance(token, LICENSOR), (total * 1_001) / 10_000);
        assertEq(balance(token, PURSE), (total * 6_499) / 10_000);
        uint256 all = balance(token, parent) + balance(token, LICENSOR) + balance(token, PURSE);
        assertEq(all, account.paid(token));
        assertEq(all + balance(token, address(account)), total);
        assertTrue(total - all < 3, "held");
    }
}
