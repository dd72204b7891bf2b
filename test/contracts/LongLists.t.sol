// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Admission, Offices} from "../../contracts/interfaces/ICircuits.sol";
import {ListId} from "../../contracts/interfaces/Ids.sol";
import {OpenLedger} from "./support/OpenLedger.sol";
import {Scene} from "./support/Scene.sol";

/// Properties of facts about lists of many pages:
///   clean pages are those before the first that no trusted circuit has shown, whoever filled which word
///   reading them takes a storage read for 65,536 pages, where one circuit has shown them
contract LongListsTest is Scene {
    uint256 private constant ALL = type(uint256).max;

    OpenLedger private open;
    ListId private list;

    function setUp() public override {
        super.setUp();
        Admission[] memory first = new Admission[](2);
        first[0] = Admission(ledger.circuitOf(large).verifier, 256);
        first[1] = Admission(ledger.circuitOf(otherLarge).verifier, 256);
        open = new OpenLedger(lists, Offices(address(0), 0, GUARDIAN), first);
        list = newList("m", 100, 3);
    }

    /// Words around the borders of groups of 256, with a hole in one of them or none.
    function testFuzz_theFirstHoleIsFound(uint16 words, uint16 hole, uint8 place, uint256 last) public {
        uint256 count = within(words, 1, 600);
        uint256 at = within(hole, 0, count);
        open.fill(large, 4, list, 0, at);
        open.fill(large, 4, list, at + 1, count + 1);
        uint256 bits = last & ~(uint256(1) << place);
        open.accept(otherLarge, 4, list, at, bits);
        uint256 ones;
        while (bits & (1 << ones) != 0) ++ones;
        same(open.cleanPages(4, list), 256 * at + ones);
        same(open.cleanPages(5, list), 0);
    }

    function test_aGroupThatIsFullAndEndsThere() public {
        open.fill(large, 4, list, 0, 256);
        same(open.cleanPages(4, list), 65_536);
        open.fill(large, 4, list, 257, 512);
        same(open.cleanPages(4, list), 65_536);
        open.fill(large, 4, list, 256, 257);
        same(open.cleanPages(4, list), 131_072);
        open.accept(large, 4, list, 512, 7);
        same(open.cleanPages(4, list), 131_075);
    }

    /// Full by two circuits, and by neither alone; full bit by bit.
    function test_wordsMayBeFilledTogether() public {
        open.accept(large, 4, list, 0, ALL << 128);
        open.accept(otherLarge, 4, list, 0, ALL >> 128);
        open.fill(otherLarge, 4, list, 1, 2);
        open.accept(large, 4, list, 2, ALL << 1);
        same(open.cleanPages(4, list), 512);
        open.accept(large, 4, list, 2, 1);
        same(open.cleanPages(4, list), 768);
    }

    /// That a word is full is a circuit's own fact, and goes with the trust in it.
    function test_fullWordsGoWithTheTrust() public {
        open.fill(large, 4, list, 0, 300);
        open.fill(otherLarge, 4, list, 0, 257);
        vm.prank(GUARDIAN);
        open.distrust(large, "broken");
        same(open.cleanPages(4, list), 256 * 257);
        vm.prank(GUARDIAN);
        open.distrust(otherLarge, "broken");
        same(open.cleanPages(4, list), 0);
        check(!open.isClean(4, list, 1), "clean by nobody's word");
    }

    /// A word's number that no page has would name another circuit's word.
    function testFuzz_noPageBeyondThemAllIsAccepted(uint256 page) public {
        open.fill(large, 4, list, 0, 1);
        open.fill(otherLarge, 4, list, 0, 1);
        vm.prank(GUARDIAN);
        open.distrust(otherLarge, "broken");
        same(open.acceptedWord(4, list, 0), ALL);
        for (uint256 circuit = 1; circuit < 4; ++circuit) same(open.acceptedWord(4, list, circuit << 248), 0);
        check(!open.isAccepted(4, list, within(page, 256, ALL)), "accepted");
    }

    /// 1,000,000 pages of two shards. What 8 layers take is in contracts/gas.json.
    function test_aStatusReadsFewWords() public {
        for (uint256 shard = 4; shard < 6; ++shard) {
            open.fill(large, shard, list, 0, 3906);
            open.accept(large, shard, list, 3906, (1 << 64) - 1);
        }
        for (uint256 shard = 4; shard < 6; ++shard) {
            uint256 before = gasleft();
            same(open.cleanPages(shard, list), 1_000_000);
            check(before - gasleft() < 200_000, "many reads");
        }
    }
}
