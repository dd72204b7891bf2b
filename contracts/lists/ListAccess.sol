// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IBlocklists} from "../interfaces/IBlocklists.sol";
import {ListId} from "../interfaces/Ids.sol";

/// @title Access to lists
/// @notice Who owns a list and who may publish in it.
abstract contract ListAccess is IBlocklists {
    mapping(ListId list => address owner) private _owner;
    mapping(ListId list => address to) private _offeredTo;
    mapping(ListId list => mapping(address publisher => bool allowed)) private _publisher;

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
        emit OwnershipTransferred(list, _owner[list], msg.sender);
        _owner[list] = msg.sender;
    }

    /// @inheritdoc IBlocklists
    function setPublisher(ListId list, address publisher, bool allowed) external onlyOwner(list) {
        _publisher[list][publisher] = allowed;
        emit PublisherSet(list, publisher, allowed);
    }

    /// @inheritdoc IBlocklists
    function offeredTo(ListId list) external view returns (address) {
        return _offeredTo[list];
    }

    /// @inheritdoc IBlocklists
    function ownerOf(ListId list) public view returns (address) {
        address owner = _owner[list];
        if (owner == address(0)) revert UnknownList(list);
        return owner;
    }

    /// @inheritdoc IBlocklists
    function mayPublish(ListId list, address publisher) public view returns (bool) {
        return ownerOf(list) == publisher || _publisher[list][publisher];
    }

    function _found(ListId list) internal {
        if (_owner[list] != address(0)) revert ListExists(list);
        _owner[list] = msg.sender;
    }
}
