// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IBlocklists} from "../interfaces/IBlocklists.sol";
import {ListId} from "../interfaces/Ids.sol";

/// @title List access control
/// @notice Who owns a list, with transfers in two steps, and who may publish in it.
abstract contract ListAccess is IBlocklists {
    /// @dev `transferCount` is the number of past transfers. Publishers are stored under it, so that a transfer revokes
    /// all of them.
    struct Ownership {
        address owner;
        uint96 transferCount;
    }

    mapping(ListId list => Ownership ownership) private _ownership;
    mapping(ListId list => address newOwner) private _pendingOwner;
    mapping(ListId list => mapping(uint256 transferCount => mapping(address account => bool allowed)))
        private _publishers;

    modifier onlyOwner(ListId list) {
        if (ownerOf(list) != msg.sender) revert NotOwner(list, msg.sender);
        _;
    }

    /// @inheritdoc IBlocklists
    function transferOwnership(ListId list, address newOwner) external onlyOwner(list) {
        _pendingOwner[list] = newOwner;
        emit OwnershipTransferStarted(list, msg.sender, newOwner);
    }

    /// @inheritdoc IBlocklists
    function acceptOwnership(ListId list) external {
        if (_pendingOwner[list] != msg.sender) revert NotPendingOwner(list, msg.sender);
        delete _pendingOwner[list];
        Ownership memory previous = _ownership[list];
        emit OwnershipTransferred(list, previous.owner, msg.sender);
        _ownership[list] = Ownership(msg.sender, previous.transferCount + 1);
    }

    /// @inheritdoc IBlocklists
    function setPublisher(ListId list, address publisher, bool allowed) external onlyOwner(list) {
        _publishers[list][_ownership[list].transferCount][publisher] = allowed;
        emit PublisherSet(list, publisher, allowed);
    }

    /// @inheritdoc IBlocklists
    function pendingOwner(ListId list) external view returns (address) {
        return _pendingOwner[list];
    }

    /// @inheritdoc IBlocklists
    function ownerOf(ListId list) public view returns (address) {
        return _ownershipOf(list).owner;
    }

    /// @inheritdoc IBlocklists
    function mayPublish(ListId list, address publisher) public view returns (bool) {
        Ownership memory ownership = _ownershipOf(list);
        return ownership.owner == publisher || _publishers[list][ownership.transferCount][publisher];
    }

    /// @dev Makes the caller the owner of a new list.
    function _createList(ListId list) internal {
        if (_ownership[list].owner != address(0)) revert ListExists(list);
        _ownership[list].owner = msg.sender;
    }

    function _ownershipOf(ListId list) private view returns (Ownership memory ownership) {
        ownership = _ownership[list];
        if (ownership.owner == address(0)) revert UnknownList(list);
    }
}
