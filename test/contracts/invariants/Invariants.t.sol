// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Blocklists} from "../../../contracts/Blocklists.sol";
import {Ledger} from "../../../contracts/Ledger.sol";
import {Releases} from "../../../contracts/Releases.sol";
import {Page} from "../../../contracts/interfaces/IBlocklists.sol";
import {Circuit} from "../../../contracts/interfaces/ICircuits.sol";
import {CircuitId, ListId, ReleaseId} from "../../../contracts/interfaces/Ids.sol";
import {ShardStatus} from "../../../contracts/interfaces/ILedger.sol";
import {Test} from "../support/Test.sol";
import {Handler} from "./Handler.t.sol";

/// @notice The properties of PROPERTIES.md, by number.
contract InvariantsTest is Test {
    Handler private handler;
    Blocklists private lists;
    Ledger private ledger;
    Releases private releases;

    /// @dev The highest epoch that was ever confirmed.
    mapping(ListId => uint256) private _confirmed;

    function setUp() public {
        handler = new Handler();
        (lists, ledger, releases) = (handler.lists(), handler.ledger(), handler.releases());
    }

    /// Tells the test runner which contracts to call.
    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    /// The properties would be vacuous if the handler could not reach the states they are about.
    function test_theHandlerReachesWhatItShould() public {
        handler.createList(false);
        handler.append(0, 3);
        handler.submitTrue(0, 0, 1, 0);
        handler.submitForged(0, 0, 0, 0, 5);
        handler.submitBatch(0, 0, 1, type(uint256).max, 255);
        handler.register(0, 0);
        ListId list = handler.listIds(0);
        uint256 shard = handler.commitmentOf(3);
        assertEq(handler.expectedWord(1, list), (1 << lists.pageCount(list)) - 1);
        assertEq(releases.statusOf(handler.releaseIds(0), list).cleanEpoch, 1);
        handler.lowerStatus(1, 0, true);
        assertEq(handler.expectedWord(1, list), 2);
        handler.propose(7);
        handler.admit(2 days);
        assertEq(circuitCount(), 4);
        handler.appendWithAccumulators(0, 0, 3, 4, 1);
        handler.appendWithAccumulators(0, 1, 5, 1, 2);
        handler.submitDisjointness(0, 2, true, 1);
        handler.submitDisjointness(0, 1, false, 0);
        assertEq(handler.expectedEpoch(shard, list), 0);
        handler.submitDisjointness(0, 1, false, 1);
        assertEq(ledger.disjointEpoch(shard, list), 2);
        handler.submitDisjointness(0, 2, true, 1);
        assertEq(handler.expectedEpoch(shard, list), 3);
        assertEq(handler.expectedPages(shard, list), lists.pageCount(list));
        handler.lowerStatus(2, 0, true);
        assertEq(handler.expectedEpoch(shard, list), 0);
        assertEq(handler.wrongs(), 0);
    }

    function invariant_01_bitsAreWhatWasShown() public view {
        for (uint256 i = 0; i < listCount(); ++i) {
            for (uint256 shard = 1; shard <= handler.SHARDS(); ++shard) {
                ListId list = handler.listIds(i);
                uint256 commitment = handler.commitmentOf(shard);
                assertEq(ledger.acceptedWord(commitment, list, 0), handler.expectedWord(commitment, list));
            }
        }
    }

    function invariant_02_nothingWrongWasAccepted() public view {
        assertEq(handler.wrongs(), 0);
    }

    function invariant_03_onlyPagesThatCountAreAccepted() public view {
        for (uint256 i = 0; i < listCount(); ++i) {
            ListId list = handler.listIds(i);
            for (uint256 shard = 1; shard <= handler.SHARDS(); ++shard) {
                uint256 commitment = handler.commitmentOf(shard);
                assertEq(ledger.acceptedWord(commitment, list, 0) >> lists.statusOf(list, 0).pageCount, 0);
                assertEq(ledger.acceptedWord(commitment, list, 1), 0);
                assertTrue(ledger.disjointEpoch(commitment, list) <= lists.currentEpoch(list), "epoch");
            }
        }
    }

    function invariant_04_pagesNeverChange() public view {
        for (uint256 i = 0; i < listCount(); ++i) {
            ListId list = handler.listIds(i);
            assertEq(lists.pageCount(list), handler.pageCount(list));
            for (uint256 page = 0; page < handler.pageCount(list); ++page) {
                try lists.pageOf(list, page) returns (Page memory there) {
                    assertEq(there.digest, handler.digests(list, page));
                } catch {
                    assertEq(handler.digests(list, page), 0);
                }
            }
        }
    }

    function invariant_05_epochsAscend() public view {
        for (uint256 i = 0; i < listCount(); ++i) {
            ListId list = handler.listIds(i);
            uint256 before = 0;
            for (uint256 epoch = 1; epoch <= lists.epochCount(list); ++epoch) {
                uint256 pages = lists.epochOf(list, epoch).pageCount;
                assertTrue(pages > before, "an epoch without pages");
                before = pages;
            }
            assertEq(before, lists.pageCount(list));
        }
    }

    function invariant_06_whatCountsNeverFalls() public {
        for (uint256 i = 0; i < listCount(); ++i) {
            ListId list = handler.listIds(i);
            uint256 current = lists.currentEpoch(list);
            assertTrue(current >= _confirmed[list] && current <= lists.epochCount(list), "current epoch");
            _confirmed[list] = current;
        }
    }

    function invariant_07_cleanMeansEveryPage() public view {
        for (uint256 i = 0; i < listCount(); ++i) {
            ListId list = handler.listIds(i);
            for (uint256 epoch = 1; epoch <= lists.currentEpoch(list); ++epoch) {
                uint256 all = (1 << lists.pageCountAt(list, epoch)) - 1;
                for (uint256 shard = 1; shard <= handler.SHARDS(); ++shard) {
                    uint256 commitment = handler.commitmentOf(shard);
                    bool byPages = handler.expectedWord(commitment, list) & all == all;
                    bool byEpoch = handler.expectedEpoch(commitment, list) >= epoch;
                    assertTrue(ledger.isClean(commitment, list, epoch) == (byPages || byEpoch), "clean");
                }
            }
        }
    }

    function invariant_08_statusIsWhatIsAccepted() public view {
        for (uint256 i = 0; i < listCount(); ++i) {
            ListId list = handler.listIds(i);
            for (uint256 shard = 1; shard <= handler.SHARDS(); ++shard) {
                uint256 commitment = handler.commitmentOf(shard);
                ShardStatus memory status = ledger.statusOf(commitment, list);
                uint256 pages = handler.expectedPages(commitment, list);
                assertEq(status.cleanPages, pages);
                uint256 epoch;
                while (epoch < lists.currentEpoch(list) && lists.pageCountAt(list, epoch + 1) <= pages) ++epoch;
                assertEq(status.cleanEpoch, epoch);
                assertEq(status.currentEpoch, lists.currentEpoch(list));
            }
        }
    }

    function invariant_09_statusNeverMovesBack() public view {
        for (uint256 i = 0; i < circuitCount(); ++i) {
            CircuitId id = handler.circuitIds(i);
            Circuit memory circuit = ledger.circuitOf(id);
            assertEq(uint256(circuit.status), handler.status(id));
            assertEq(keccak256(abi.encode(circuit.verifier, circuit.entries, circuit.index)), handler.record(id));
            assertEq(circuit.index, i);
        }
    }

    function invariant_10_noCircuitIsAdmittedEarly() public view {
        assertEq(ledger.circuits().length, circuitCount());
        for (uint256 i = 3; i < circuitCount(); ++i) {
            uint256 proposedAt = handler.proposedAt(handler.circuitIds(i));
            assertTrue(proposedAt != 0 && block.timestamp >= proposedAt + 2 days, "early");
        }
    }

    function invariant_11_ownersAcceptedTheirLists() public view {
        for (uint256 i = 0; i < listCount(); ++i) {
            assertEq(lists.ownerOf(handler.listIds(i)), handler.owner(handler.listIds(i)));
        }
    }

    function invariant_12_aReleaseIsAsCleanAsItsWorstShard() public view {
        (, , uint256 count) = handler.counts();
        for (uint256 i = 0; i < count; ++i) {
            ReleaseId release = handler.releaseIds(i);
            for (uint256 j = 0; j < listCount(); ++j) {
                ListId list = handler.listIds(j);
                uint256 fewest = fewestPages(release, list);
                ReleaseId[] memory ancestors = releases.ancestorsOf(release);
                for (uint256 k = 0; k < ancestors.length; ++k) {
                    uint256 pages = fewestPages(ancestors[k], list);
                    if (pages < fewest) fewest = pages;
                }
                assertEq(releases.statusOf(release, list).cleanPages, fewest);
            }
        }
    }

    function invariant_13_epochsAreWhatWasShown() public view {
        for (uint256 i = 0; i < listCount(); ++i) {
            ListId list = handler.listIds(i);
            for (uint256 shard = 1; shard <= handler.SHARDS(); ++shard) {
                uint256 commitment = handler.commitmentOf(shard);
                assertEq(ledger.disjointEpoch(commitment, list), handler.expectedEpoch(commitment, list));
            }
        }
    }

    function fewestPages(ReleaseId release, ListId list) private view returns (uint256) {
        return ledger.cleanPages(releases.releaseOf(release).shards[0], list);
    }

    function listCount() private view returns (uint256 count) {
        (count, , ) = handler.counts();
    }

    function circuitCount() private view returns (uint256 count) {
        (, count, ) = handler.counts();
    }
}
