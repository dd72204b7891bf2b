// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Blocklists} from "../../../contracts/Blocklists.sol";
import {Ledger} from "../../../contracts/Ledger.sol";
import {Releases} from "../../../contracts/Releases.sol";
import {Accumulators, ListConfig, Page} from "../../../contracts/interfaces/IBlocklists.sol";
import {Admission, CircuitStatus, Roles} from "../../../contracts/interfaces/ICircuits.sol";
import {DisjointnessClaim, ShardProof} from "../../../contracts/interfaces/IDisjointnessVerifier.sol";
import {CircuitId, ListId, ReleaseId} from "../../../contracts/interfaces/Ids.sol";
import {PageClaim} from "../../../contracts/interfaces/ILedger.sol";
import {Release, Shard} from "../../../contracts/interfaces/IReleases.sol";
import {IVerifier} from "../../../contracts/interfaces/IVerifier.sol";
import {Deploy} from "../support/Deploy.sol";
import {AccumulatorSimulator} from "../support/Accumulators.sol";
import {Simulator, Trapdoor} from "../support/Simulator.sol";
import {Test} from "../support/Test.sol";

/// @notice Makes every kind of call, valid and invalid, and models the expected state.
contract Handler is Test {
    /// @dev The multiples of the accumulators of an epoch; 0 if it has none.
    struct Points {
        uint256 whole;
        uint256 added;
        uint256 since;
    }

    uint256 public constant SHARDS = 4;
    /// @dev The first shards are committed to by trees, the others by accumulators.
    uint256 private constant TREES = 2;
    uint256 public constant MAX_LISTS = 3;
    uint256 public constant MAX_PAGES = 12;
    uint256 public constant MAX_CIRCUITS = 5;
    uint256 public constant MAX_RELEASES = 6;
    uint64 private constant DELAY = 2 days;
    bytes32 private constant CONTENT = keccak256("content");
    CircuitId public constant POWERS = CircuitId.wrap(keccak256("powers"));

    Blocklists public immutable lists;
    Ledger public immutable ledger;
    Releases public immutable releases;

    ListId[] public listIds;
    CircuitId[] public circuitIds;
    ReleaseId[] public releaseIds;
    mapping(CircuitId => Trapdoor) private _trapdoors;
    mapping(CircuitId => uint256) public status;
    mapping(CircuitId => bytes32) public record;
    mapping(CircuitId => uint256) public proposedAt;
    CircuitId[] public proposals;
    mapping(ListId => address) public owner;
    mapping(ListId => uint256[]) public digests;
    mapping(ListId => uint256) public confirmed;
    mapping(CircuitId => mapping(uint256 => mapping(ListId => uint256))) public shown;
    /// @dev The digest of an epoch without pages is 0.
    mapping(ListId => mapping(uint256 => Points)) private _points;
    mapping(uint256 => mapping(ListId => uint256)) private _reached;
    uint256 public wrongs;

    constructor() {
        lists = Deploy.blocklists();
        Admission[] memory first = new Admission[](3);
        first[0] = _admission(Simulator.usual());
        first[1] = _admission(Simulator.other());
        first[2] = Admission(IVerifier(address(Deploy.disjointnessVerifier(POWERS))), 0);
        ledger = Deploy.ledger(lists, Roles(address(this), DELAY, address(this)), first);
        releases = Deploy.releases(ledger);
        _admitted(first[0], Simulator.usual());
        _admitted(first[1], Simulator.other());
        _remember(POWERS);
        bytes32[] memory schemes = new bytes32[](1);
        schemes[0] = "sha256";
        for (uint256 shard = 1; shard <= SHARDS; ++shard) {
            releases.registerShard(commitmentOf(shard), Shard(schemes, ""));
        }
    }

    function createList(bool reviewed) external {
        if (listIds.length == MAX_LISTS) return;
        address[] memory reviewers = new address[](reviewed ? 1 : 0);
        if (reviewed) reviewers[0] = address(this);
        listIds.push(lists.create(ListConfig("sha256", "", reviewers, reviewed ? 1 : 0), bytes32(listIds.length)));
        owner[listIds[listIds.length - 1]] = address(this);
    }

    function append(uint256 seed, uint256 count) external {
        if (listIds.length == 0) return;
        ListId list = _list(seed);
        count = bound(count, 1, 4);
        if (digests[list].length + count > MAX_PAGES) return;
        Page[] memory pages = new Page[](count);
        for (uint256 i = 0; i < count; ++i) {
            pages[i] = Page(1 + ((seed % 7) + i) % 7, 256);
            digests[list].push(pages[i].digest);
        }
        vm.prank(owner[list]);
        delete _points[list][lists.append(list, digests[list].length - count, pages, CONTENT, "")];
    }

    function appendWithAccumulators(uint256 seed, uint256 count, uint256 whole, uint256 added, uint32 since) external {
        if (listIds.length == 0) return;
        ListId list = _list(seed);
        (uint256 before, uint256 epochs) = (digests[list].length, lists.epochCount(list));
        Page[] memory pages = new Page[](count % 3);
        if (before + pages.length + 1 > MAX_PAGES) return;
        for (uint256 i = 0; i < pages.length; ++i) pages[i] = Page(1 + seed % 7, 256);
        Points memory points = Points(_multiple(whole), epochs == 0 ? 0 : _multiple(added), 0);
        if (points.whole == 0 && points.added == 0) points.whole = 2;
        if (points.added != 0) points.since = bound(since, 1, epochs);
        Accumulators memory told;
        (told.powers, told.since) = (POWERS, uint32(points.since));
        if (points.whole != 0) told.whole = Simulator.g2(points.whole);
        if (points.added != 0) told.added = Simulator.g2(points.added);
        vm.prank(owner[list]);
        _points[list][lists.appendWithAccumulators(list, before, pages, told, CONTENT, "")] = points;
        for (uint256 i = 0; i < pages.length; ++i) digests[list].push(pages[i].digest);
        if (pages.length == 0) digests[list].push(0);
    }

    function review(uint256 seed, uint256 epoch) external {
        if (listIds.length == 0) return;
        ListId list = _list(seed);
        try lists.review(list, epoch % 6, CONTENT) {
            if (lists.currentEpoch(list) > confirmed[list]) confirmed[list] = lists.currentEpoch(list);
        } catch {}
    }

    function drop(uint256 seed, uint256 epoch) external {
        if (listIds.length == 0) return;
        ListId list = _list(seed);
        epoch = 1 + epoch % 6;
        vm.prank(owner[list]);
        try lists.drop(list, epoch, CONTENT) {
            if (epoch <= confirmed[list]) ++wrongs;
            while (digests[list].length > lists.pageCount(list)) digests[list].pop();
        } catch {}
    }

    function handOver(uint256 seed, address to, bool accepts) external {
        if (listIds.length == 0 || to == address(0)) return;
        ListId list = _list(seed);
        vm.prank(owner[list]);
        lists.transferOwnership(list, to);
        if (!accepts) return;
        vm.prank(to);
        lists.acceptOwnership(list);
        owner[list] = to;
    }

    function submitTrue(uint256 seed, uint256 shard, uint256 page, uint256 circuit) external {
        (bool exists, ListId list, CircuitId id) = _target(seed, circuit);
        if (!exists) return;
        (shard, page) = (commitmentOf(1 + shard % SHARDS), page % digests[list].length);
        bool fresh = shown[id][shard][list] & (1 << page) == 0;
        try ledger.submit(id, shard, list, page, _prove(id, shard, digests[list][page])) {
            if (!fresh || page >= _confirmedPages(list) || digests[list][page] == 0) ++wrongs;
            shown[id][shard][list] |= 1 << page;
        } catch {
            bool isThere = page < _confirmedPages(list) && digests[list][page] != 0;
            if (fresh && isThere && status[id] == uint256(CircuitStatus.Active)) ++wrongs;
        }
    }

    function submitForged(uint256 seed, uint256 shard, uint256 page, uint256 circuit, uint256 shift) external {
        (bool exists, ListId list, CircuitId id) = _target(seed, circuit);
        if (!exists) return;
        (shard, page) = (commitmentOf(1 + shard % SHARDS), page % digests[list].length);
        uint256[8] memory proof = _prove(id, shard, digests[list][page] + bound(shift, 1, 1000));
        try ledger.submit(id, shard, list, page, proof) {
            ++wrongs;
        } catch {}
    }

    function submitBatch(uint256 seed, uint256 shard, uint256 circuit, uint256 wanted, uint8 forged) external {
        (bool exists, ListId list, CircuitId id) = _target(seed, circuit);
        if (!exists) return;
        shard = commitmentOf(1 + shard % SHARDS);
        uint256 bits = wanted & ((1 << _confirmedPages(list)) - 1) & _provable(list);
        (PageClaim[] memory claims, uint256[8][] memory proofs) = _batch(id, shard, list, bits);
        // If all pages are accepted already, nothing is verified and nothing happens.
        bool isForged = forged < 128 && bits & ~shown[id][shard][list] != 0;
        if (isForged) proofs[forged % proofs.length] = _prove(id, shard, 999);
        try ledger.submitBatch(id, claims, proofs) {
            if (isForged || bits == 0) ++wrongs;
            shown[id][shard][list] |= bits;
        } catch {
            if (!isForged && bits != 0 && status[id] == uint256(CircuitStatus.Active)) ++wrongs;
        }
    }

    function carryOver(uint256 seed, uint256 shard, uint256 from, uint256 to, uint256 circuit) external {
        (bool exists, ListId list, CircuitId id) = _target(seed, circuit);
        ListId other = exists ? _list(seed >> 8) : list;
        if (!exists || digests[other].length == 0) return;
        (shard, from, to) = (commitmentOf(1 + shard % SHARDS), from % digests[list].length, to % digests[other].length);
        bool may = shown[id][shard][list] & (1 << from) != 0 && digests[list][from] == digests[other][to];
        try ledger.carryOver(id, shard, list, from, other, to) {
            if (!may || to >= _confirmedPages(other)) ++wrongs;
            shown[id][shard][other] |= 1 << to;
        } catch {}
    }

    function submitDisjointness(uint256 seed, uint256 epoch, bool added, uint256 forged) external {
        if (listIds.length == 0) return;
        ListId list = _list(seed);
        if (lists.epochCount(list) == 0) return;
        epoch = 1 + epoch % lists.epochCount(list);
        Points memory points = _points[list][epoch];
        uint256 b = added ? points.added : points.whole;
        uint256 shards = 1 + (seed >> 8) % (SHARDS - TREES);
        bool isForged = forged % 4 == 0;
        bool isFresh;
        bool lacksBase;
        DisjointnessClaim[] memory claims = new DisjointnessClaim[](1);
        claims[0] = DisjointnessClaim(list, epoch, added, Simulator.g2(b == 0 ? 2 : b), new ShardProof[](shards));
        for (uint256 i = 0; i < shards; ++i) {
            claims[0].shards[i] = AccumulatorSimulator.prove(_multipleOf(TREES + 1 + i), b == 0 ? 2 : b, 7);
            uint256 before = _reached[commitmentOf(TREES + 1 + i)][list];
            if (added && before < points.since) lacksBase = true;
            if (before < epoch) isFresh = true;
        }
        if (isForged) claims[0].shards[forged % shards].q = Simulator.g1(forged);
        bool takes = b != 0 && !lacksBase && epoch <= lists.currentEpoch(list);
        takes = takes && !(isForged && isFresh) && status[POWERS] == uint256(CircuitStatus.Active);
        try ledger.submitDisjointness(POWERS, claims) {
            if (!takes) ++wrongs;
            for (uint256 i = 0; i < shards; ++i) _raise(commitmentOf(TREES + 1 + i), list, epoch);
        } catch {
            if (takes) ++wrongs;
        }
    }

    function lowerStatus(uint256 circuit, uint8 rarely, bool revoked) external {
        CircuitId id = circuitIds[circuit % circuitIds.length];
        if (rarely > 8) return;
        if (revoked) {
            try ledger.revoke(id, "") {
                status[id] = uint256(CircuitStatus.Revoked);
            } catch {}
        } else {
            try ledger.pause(id, "") {
                status[id] = uint256(CircuitStatus.Paused);
            } catch {}
        }
    }

    function propose(uint256 alpha) external {
        if (circuitIds.length + proposals.length >= MAX_CIRCUITS) return;
        Trapdoor memory t = Simulator.usual();
        t.alpha = bound(alpha, 100, 200);
        Admission memory admission = _admission(t);
        bool admitted = _isAdmitted(admission.verifier.circuitId());
        try ledger.propose(admission) returns (CircuitId id) {
            if (admitted) ++wrongs;
            _trapdoors[id] = t;
            proposedAt[id] = block.timestamp;
            proposals.push(id);
        } catch {
            if (!admitted) ++wrongs;
        }
    }

    function admit(uint256 wait) external {
        if (proposals.length == 0) return;
        CircuitId id = proposals[proposals.length - 1];
        vm.warp(block.timestamp + wait % (2 * DELAY));
        try ledger.admit(id) {
            if (block.timestamp < proposedAt[id] + DELAY) ++wrongs;
            proposals.pop();
            _remember(id);
        } catch {}
    }

    function register(uint256 shards, uint256 parents) external {
        if (releaseIds.length == MAX_RELEASES) return;
        string memory version = string(abi.encodePacked(releaseIds.length));
        Release memory content = Release("", version, 0, new uint256[](1), _parents(parents), "");
        content.shards[0] = commitmentOf(1 + shards % SHARDS);
        releaseIds.push(releases.register(content));
    }

    function counts() external view returns (uint256, uint256, uint256) {
        return (listIds.length, circuitIds.length, releaseIds.length);
    }

    function pageCount(ListId list) external view returns (uint256) {
        return digests[list].length;
    }

    /// @notice What should be accepted: proved to a circuit that is not revoked.
    function expectedWord(uint256 shard, ListId list) public view returns (uint256 bits) {
        for (uint256 i = 0; i < circuitIds.length; ++i) {
            if (status[circuitIds[i]] != uint256(CircuitStatus.Revoked)) bits |= shown[circuitIds[i]][shard][list];
        }
    }

    /// @notice Up to which epoch a shard should be disjoint: proved with powers of tau that are not revoked.
    function expectedEpoch(uint256 shard, ListId list) public view returns (uint256) {
        return status[POWERS] == uint256(CircuitStatus.Revoked) ? 0 : _reached[shard][list];
    }

    /// @notice How many leading pages should be clean, by pages or by an epoch.
    function expectedPages(uint256 shard, ListId list) external view returns (uint256 pages) {
        while (expectedWord(shard, list) & (1 << pages) != 0) ++pages;
        uint256 epoch = expectedEpoch(shard, list);
        if (epoch != 0 && lists.pageCountAt(list, epoch) > pages) pages = lists.pageCountAt(list, epoch);
    }

    /// @notice The commitments of the shards, which are numbered from 1.
    function commitmentOf(uint256 shard) public view returns (uint256) {
        return shard <= TREES ? shard : ledger.commitmentOf(POWERS, Simulator.g1(_multipleOf(shard)));
    }

    function _raise(uint256 shard, ListId list, uint256 epoch) private {
        if (_reached[shard][list] < epoch) _reached[shard][list] = epoch;
    }

    function _isAdmitted(CircuitId id) private view returns (bool) {
        for (uint256 i = 0; i < circuitIds.length; ++i) {
            if (CircuitId.unwrap(circuitIds[i]) == CircuitId.unwrap(id)) return true;
        }
        return false;
    }

    function _parents(uint256 seed) private view returns (ReleaseId[] memory parents) {
        uint256 count = releaseIds.length == 0 ? 0 : seed % 3;
        parents = new ReleaseId[](count);
        for (uint256 i = 0; i < count; ++i) parents[i] = releaseIds[(seed >> (8 * (i + 1))) % releaseIds.length];
    }

    function _batch(
        CircuitId id,
        uint256 shard,
        ListId list,
        uint256 bits
    ) private view returns (PageClaim[] memory claims, uint256[8][] memory proofs) {
        uint256 count;
        for (uint256 rest = bits; rest != 0; rest &= rest - 1) ++count;
        claims = new PageClaim[](1);
        claims[0] = PageClaim(shard, list, new uint256[](count));
        proofs = new uint256[8][](count);
        for (uint256 page = 0; page < MAX_PAGES; ++page) {
            if (bits & (1 << page) == 0) continue;
            claims[0].pages[--count] = page;
            proofs[count] = _prove(id, shard, digests[list][page]);
        }
    }

    function _target(uint256 seed, uint256 circuit) private view returns (bool exists, ListId list, CircuitId id) {
        id = circuitIds[circuit % circuitIds.length];
        if (CircuitId.unwrap(id) == CircuitId.unwrap(POWERS)) id = circuitIds[0];
        if (listIds.length == 0) return (false, list, id);
        list = _list(seed);
        exists = digests[list].length != 0;
    }

    /// @dev The pages that have a digest, one bit each.
    function _provable(ListId list) private view returns (uint256 bits) {
        for (uint256 i = 0; i < digests[list].length; ++i) if (digests[list][i] != 0) bits |= 1 << i;
    }

    /// @dev The number of confirmed pages of a list.
    function _confirmedPages(ListId list) private view returns (uint256) {
        return lists.statusOf(list, 0).pageCount;
    }

    function _list(uint256 seed) private view returns (ListId) {
        return listIds[seed % listIds.length];
    }

    function _prove(CircuitId id, uint256 shard, uint256 digest) private view returns (uint256[8] memory) {
        return Simulator.prove(_trapdoors[id], shard, digest);
    }

    function _admission(Trapdoor memory t) private returns (Admission memory) {
        return Admission(Deploy.verifier(Simulator.key(t)), 256);
    }

    function _admitted(Admission memory admission, Trapdoor memory t) private {
        CircuitId id = admission.verifier.circuitId();
        _trapdoors[id] = t;
        _remember(id);
    }

    function _remember(CircuitId id) private {
        circuitIds.push(id);
        status[id] = uint256(CircuitStatus.Active);
        record[id] = keccak256(
            abi.encode(ledger.circuitOf(id).verifier, ledger.circuitOf(id).entries, ledger.circuitOf(id).index)
        );
    }

    function _multiple(uint256 seed) private pure returns (uint256) {
        return [uint256(0), 1, 2, 3, 5, 7][seed % 6];
    }

    /// @dev The discrete logarithm of a shard's accumulator.
    function _multipleOf(uint256 shard) private pure returns (uint256) {
        return 1000 + shard;
    }
}
