// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Releases} from "../../../contracts/Releases.sol";
import {ListId, ReleaseId} from "../../../contracts/interfaces/Ids.sol";
import {Release, Shard} from "../../../contracts/interfaces/IReleases.sol";
import {Deploy} from "./Deploy.sol";
import {Fixture} from "./Fixture.sol";

/// @notice Two vendors with shards, and a list of two epochs, with two pages and one page.
abstract contract ReleaseFixture is Fixture {
    address internal constant VENDOR = address(0xBEEF);
    address internal constant FORKER = address(0xF0);

    Releases internal releases;
    ListId internal list;

    function setUp() public virtual override {
        super.setUp();
        releases = Deploy.releases(ledger);
        list = newList("m", 100, 2);
        append(list, 200, 1);
        for (uint256 shard = 1; shard <= 4; ++shard) shardOf(VENDOR, shard, "sha256");
        shardOf(FORKER, 5, "sha256");
    }

    function register(address vendor, Release memory content) internal returns (ReleaseId) {
        vm.prank(vendor);
        return releases.register(content);
    }

    function someRelease(uint256 shard, ReleaseId[] memory parents) internal pure returns (Release memory) {
        uint256[] memory shards = new uint256[](1);
        shards[0] = shard;
        string memory version = string(abi.encodePacked(shard, keccak256(abi.encode(parents))));
        return Release("model", version, keccak256("weights"), shards, parents, "https://example.org/terms");
    }

    function none() internal pure returns (ReleaseId[] memory) {
        return new ReleaseId[](0);
    }

    function one(ReleaseId parent) internal pure returns (ReleaseId[] memory parents) {
        parents = new ReleaseId[](1);
        parents[0] = parent;
    }

    function shardOf(address vendor, uint256 commitment, bytes32 scheme) internal {
        bytes32[] memory schemes = new bytes32[](1);
        schemes[0] = scheme;
        vm.prank(vendor);
        releases.registerShard(commitment, Shard(schemes, "ipfs://shard"));
    }

    function submitPages(uint256 commitment, uint256 count) internal {
        for (uint256 page = 0; page < count; ++page) submit(commitment, list, page);
    }
}
