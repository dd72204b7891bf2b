// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IBlocklists} from "../interfaces/IBlocklists.sol";
import {ListId} from "../interfaces/Ids.sol";

/// @title Access to lists
/// @notice Who owns a list and who may publish in it.
abstract contract ListAccess is IBlocklists {
    /// @dev `tenure` counts the owners before, so that the publishers whom one of them allowed go with it.
    struct Ownership {
        address owner;
        uint96 tenure;
    }

    mapping(ListId list => Ownership ownership) private _ownership;
    mapping(ListId list => address to) private _offeredTo;
    mapping(ListId list => mapping(uint256 tenure => mapping(address publisher => bool allowed))) private _publisher;

    modifier onlyOwner(ListId list) {
        if (ownerOf(list) != msg.sender) revert NotOwner(list, msg.sender);
        _;
    }

    /// @inheritdoc IBlocklists
    function offerOwnership(ListId list, address to) external onlyOwner(list) {
        _offeredTo[list] = to;
        emit OwnershipOffered(list, msg.sender, to);
    }

    /// @inheritdoc IBlocklists
    function acceptOwnership(ListId list) external {
        if (_offeredTo[list] != msg.sender) revert NotOfferedTo(list, msg.sender);
        delete _offeredTo[list];
        Ownership memory before = _ownership[list];
        emit OwnershipTransferred(list, before.owner, msg.sender);
        _ownership[list] = Ownership(msg.sender, before.tenure + 1);
    }

    /// @inheritdoc IBlocklists
    function setPublisher(ListId list, address publisher, bool allowed) external onlyOwner(list) {
        _publisher[list][_ownership[list].tenure][publisher] = allowed;
        emit PublisherSet(list, publisher, allowed);
    }

    /// @inheritdoc IBlocklists
    function offeredTo(ListId list) external view returns (address) {
        return _offeredTo[list];
    }

    /// @inheritdoc IBlocklists
    function ownerOf(ListId list) public view returns (address) {
        return _ownershipOf(list).owner;
    }

    /// @inheritdoc IBlocklists
    function mayPublish(ListId list, address publisher) public view returns (bool) {
        Ownership memory ownership = _ownershipOf(list);
        return ownership.owner == publisher || _publisher[list][ownership.tenure][publisher];
    }

    function _found(ListId list) internal {
        if (_ownership[list].owner != address(0)) revert ListExists(list);
        _ownership[list].owner = msg.sender;
    }

    function _ownershipOf(ListId list) private view returns (Ownership memory ownership) {
        ownership = _ownership[list];
        if (ownership.owner == address(0)) revert UnknownList(list);
    }
}
