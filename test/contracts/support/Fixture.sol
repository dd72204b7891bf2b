// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Blocklists} from "../../../contracts/Blocklists.sol";
import {Ledger} from "../../../contracts/Ledger.sol";
import {ListConfig, Page} from "../../../contracts/interfaces/IBlocklists.sol";
import {Admission, Roles} from "../../../contracts/interfaces/ICircuits.sol";
import {CircuitId, ListId} from "../../../contracts/interfaces/Ids.sol";
import {Deploy} from "./Deploy.sol";
import {Simulator, Trapdoor} from "./Simulator.sol";
import {Test} from "./Test.sol";

/// @notice Lists, two circuits for large pages and one for small ones, and a ledger over them.
abstract contract Fixture is Test {
    address internal constant OWNER = address(0xA11CE);
    address internal constant GUARDIAN = address(0x6A4D);
    uint64 internal constant DELAY = 7 days;
    bytes32 internal constant CONTENT = keccak256("content");

    Blocklists internal lists;
    Ledger internal ledger;
    CircuitId internal large;
    CircuitId internal otherLarge;
    CircuitId internal small;

    Admission[] internal admissions;

    function setUp() public virtual {
        lists = Deploy.blocklists();
        large = addCircuit(Simulator.usual(), 256);
        otherLarge = addCircuit(Simulator.other(), 256);
        small = addCircuit(smallTrapdoor(), 16);
        ledger = newLedger();
    }

    function newLedger() internal returns (Ledger) {
        return Deploy.ledger(lists, Roles(OWNER, DELAY, GUARDIAN), admissions);
    }

    function addCircuit(Trapdoor memory t, uint16 entries) private returns (CircuitId) {
        admissions.push(Admission(Deploy.verifier(Simulator.key(t)), entries));
        return admissions[admissions.length - 1].verifier.circuitId();
    }

    function smallTrapdoor() internal pure returns (Trapdoor memory t) {
        t = Simulator.usual();
        t.alpha = 17;
    }

    function config(string memory metadata) internal pure returns (ListConfig memory) {
        return ListConfig("sha256", metadata, new address[](0), 0);
    }

    function newList(string memory metadata) internal returns (ListId) {
        return lists.create(config(metadata), 0);
    }

    /// @notice A list with `count` large pages, whose digests are `first`, `first + 1` and so on.
    function newList(string memory metadata, uint256 first, uint256 count) internal returns (ListId list) {
        list = newList(metadata);
        append(list, first, count);
    }

    function append(ListId list, uint256 first, uint256 count) internal returns (uint256) {
        return lists.append(list, lists.pageCount(list), somePages(first, count, 256), CONTENT, "ipfs://content");
    }

    function somePages(uint256 first, uint256 count, uint16 size) internal pure returns (Page[] memory pages) {
        pages = new Page[](count);
        for (uint256 i = 0; i < count; ++i) pages[i] = Page(first + i, size);
    }

    function prove(uint256 commitment, uint256 digest) internal view returns (uint256[8] memory) {
        return Simulator.prove(Simulator.usual(), commitment, digest);
    }

    function submit(uint256 commitment, ListId list, uint256 page) internal {
        ledger.submit(large, commitment, list, page, prove(commitment, lists.pageOf(list, page).digest));
    }
}
