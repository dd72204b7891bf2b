// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IBlocklists, ListConfig, Page} from "../../../contracts/interfaces/IBlocklists.sol";
import {CircuitId, ListId} from "../../../contracts/interfaces/Ids.sol";
import {ILedger} from "../../../contracts/interfaces/ILedger.sol";

/// @title Flood
/// @notice Emits many events in one transaction, using the same calls that users make one at a time.
contract Flood {
    IBlocklists private immutable _lists;
    ILedger private immutable _ledger;

    ListId[] public ids;

    constructor(ILedger ledger) {
        (_ledger, _lists) = (ledger, ledger.blocklists());
    }

    /// @notice Creates lists, with their numbers as salts.
    function open(uint256 count) external {
        ListConfig memory config = ListConfig("sha256", "", new address[](0), 0);
        for (uint256 i = 0; i < count; ++i) ids.push(_lists.create(config, bytes32(ids.length)));
    }

    /// @notice Appends the same page to the lists from `first` to `last` - 1, as one epoch each.
    function append(uint256 first, uint256 last, uint256 digest) external {
        Page[] memory pages = new Page[](1);
        pages[0] = Page(digest, 256);
        for (uint256 i = first; i < last; ++i) {
            _lists.append(ids[i], _lists.pageCount(ids[i]), pages, bytes32(digest), "uri");
        }
    }

    /// @notice Grants an account permission to publish in lists, and starts a transfer of them to it.
    function grantPublishers(uint256 first, uint256 last) external {
        for (uint256 i = first; i < last; ++i) {
            address somebody = address(uint160(i + 1));
            _lists.setPublisher(ids[i], somebody, true);
            _lists.transferOwnership(ids[i], somebody);
        }
    }

    /// @notice Carries the acceptance of a page over to the same page of other lists.
    function carry(
        CircuitId circuit,
        uint256 commitment,
        ListId source,
        uint256 page,
        uint256 first,
        uint256 last
    ) external {
        for (uint256 i = first; i < last; ++i) _ledger.carryOver(circuit, commitment, source, page, ids[i], page);
    }
}
