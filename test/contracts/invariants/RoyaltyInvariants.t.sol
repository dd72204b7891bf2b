// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IRoyaltyAccount, Payee} from "../../../contracts/interfaces/IRoyaltyAccount.sol";
import {Test} from "../support/Test.sol";
import {RoyaltyHandler} from "./RoyaltyHandler.t.sol";

/// PROPERTIES.md has the list.
contract RoyaltyInvariants is Test {
    RoyaltyHandler private handler;

    function setUp() public {
        handler = new RoyaltyHandler();
        handler.setUp();
    }

    /// @notice Tells the runner which contracts to call.
    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    /// The properties would be vacuous if the handler could not reach the states they are about.
    function test_theHandlerReachesWhatItShould() public {
        for (uint16 i = 0; i < 6; ++i) handler.mintOne(1_000, i, i, 0);
        assertEq(handler.count(), 6);
        handler.payOne(5, 1 ether, false, true);
        handler.payOne(5, 1 ether, false, false);
        handler.claimOne(5, 0, true);
        handler.claimEverything(true);
        handler.claimEverything(false);
        assertTrue(handler.outcome(address(0)) > 0.99 ether && handler.outcome(handler.coinAddress()) > 0.99 ether, "");
        assertEq(handler.wrongs(), 0);
    }

    function invariant_14_whatCameInIsThere() public view {
        for (uint256 i = 0; i < 2; ++i) {
            address token = i == 0 ? address(0) : handler.coinAddress();
            assertEq(handler.held(token) + handler.outcome(token), handler.income(token));
        }
        assertEq(handler.wrongs(), 0);
    }

    function invariant_15_whatIsHeldIsDueButForUnits() public view {
        for (uint256 i = 0; i < handler.count(); ++i) {
            IRoyaltyAccount account = handler.accounts(i);
            checkHeld(account, address(0));
            checkHeld(account, handler.coinAddress());
        }
    }

    function checkHeld(IRoyaltyAccount account, address token) private view {
        Payee[] memory payees = account.payees();
        uint256 due = 0;
        uint256 shares = 0;
        for (uint256 i = 0; i < payees.length; ++i) {
            due += account.due(token, i);
            shares += payees[i].share;
        }
        uint256 held = account.received(token) - account.paid(token);
        assertTrue(due <= held && held - due < payees.length, "held");
        assertEq(shares, 10_000);
    }
}
