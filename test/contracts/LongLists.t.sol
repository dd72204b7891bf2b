// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Admission, Roles} from "../../contracts/interfaces/ICircuits.sol";
import {ListId} from "../../contracts/interfaces/Ids.sol";
import {Deploy} from "./support/Deploy.sol";
import {OpenLedger} from "./support/OpenLedger.sol";
import {Fixture} from "./support/Fixture.sol";

/// Properties of facts about lists of many pages:
///   clean pages are those before the first that no unrevoked circuit proved, whichever circuit filled which word
///   counting them takes one storage read per 65,536 pages if a single circuit proved them
contract LongListsTest is Fixture {
    uint256 private constant ALL = type(uint256).max;

    OpenLedger private open;
    ListId private list;

    function setUp() public override {
        super.setUp();
        Admission[] memory first = new Admission[](2);
        first[0] = Admission(ledger.circuitOf(large).verifier, 256);
        first[1] = Admission(ledger.circuitOf(otherLarge).verifier, 256);
        open = Deploy.openLedger(lists, Roles(address(0), 0, GUARDIAN), first);
        list = newList("m", 100, 3);
    }

    /// Words around the boundaries of groups of 256, with a gap in one of them or none.
    function testFuzz_theFirstHoleIsFound(uint16 words, uint16 hole, uint8 place, uint256 last) public {
        uint256 count = bound(words, 1, 600);
        uint256 at = bound(hole, 0, count);
        open.fill(large, 4, list, 0, at);
        open.fill(large, 4, list, at + 1, count + 1);
        uint256 bits = last & ~(uint256(1) << place);
        open.accept(otherLarge, 4, list, at, bits);
        uint256 ones;
        while (bits & (1 << ones) != 0) ++ones;
        assertEq(open.cleanPages(4, list), 256 * at + ones);
        assertEq(open.cleanPages(5, list), 0);
    }

    function test_aGroupThatIsFullAndEndsThere() public {
        open.fill(large, 4, list, 0, 256);
        assertEq(open.cleanPages(4, list), 65_536);
        open.fill(large, 4, list, 257, 512);
        assertEq(open.cleanPages(4, list), 65_536);
        open.fill(large, 4, list, 256, 257);
        assertEq(open.cleanPages(4, list), 131_072);
        open.accept(large, 4, list, 512, 7);
        assertEq(open.cleanPages(4, list), 131_075);
    }

    /// Filled by two circuits together and by neither alone; filled bit by bit.
    function test_wordsMayBeFilledTogether() public {
        open.accept(large, 4, list, 0, ALL << 128);
        open.accept(otherLarge, 4, list, 0, ALL >> 128);
        open.fill(otherLarge, 4, list, 1, 2);
        open.accept(large, 4, list, 2, ALL << 1);
        assertEq(open.cleanPages(4, list), 512);
        open.accept(large, 4, list, 2, 1);
        assertEq(open.cleanPages(4, list), 768);
    }

    /// Whether a word is full is stored per circuit, and no longer counts once the circuit is revoked.
    function test_fullWordsOfARevokedCircuitDoNotCount() public {
        open.fill(large, 4, list, 0, 300);
        open.fill(otherLarge, 4, list, 0, 257);
        vm.prank(GUARDIAN);
        open.revoke(large, "broken");
        assertEq(open.cleanPages(4, list), 256 * 257);
        vm.prank(GUARDIAN);
        open.revoke(otherLarge, "broken");
        assertEq(open.cleanPages(4, list), 0);
        assertTrue(!open.isClean(4, list, 1), "clean by nobody's word");
    }

    /// A word number beyond all pages would refer to another circuit's word.
    function testFuzz_noPageBeyondThemAllIsAccepted(uint256 page) public {
        open.fill(large, 4, list, 0, 1);
        open.fill(otherLarge, 4, list, 0, 1);
        vm.prank(GUARDIAN);
        open.revoke(otherLarge, "broken");
        assertEq(open.acceptedWord(4, list, 0), ALL);
        for (uint256 circuit = 1; circuit < 4; ++circuit) assertEq(open.acceptedWord(4, list, circuit << 248), 0);
        assertTrue(!open.isAccepted(4, list, bound(page, 256, ALL)), "accepted");
    }

    /// 1,000,000 pages of two shards. contracts/gas.json has the cost for 8 shards.
    function test_aStatusReadsFewWords() public {
        for (uint256 shard = 4; shard < 6; ++shard) {
            open.fill(large, shard, list, 0, 3906);
            open.accept(large, shard, list, 3906, (1 << 64) - 1);
        }
        for (uint256 shard = 4; shard < 6; ++shard) {
            uint256 before = gasleft();
            assertEq(open.cleanPages(shard, list), 1_000_000);
            assertTrue(before - gasleft() < 200_000, "many reads");
        }
    }
}
