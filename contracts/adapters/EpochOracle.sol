// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {MessageHashUtils} from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";
import {IBlocklists, Page} from "../interfaces/IBlocklists.sol";
import {ListId} from "../interfaces/Ids.sol";

/// @notice A signature of a first-party oracle.
/// @param timestamp When it was made, in seconds since 1970.
/// @param signature Of keccak256(abi.encodePacked(templateId, timestamp, data)), as an Ethereum signed message: the
/// shape of API3's Airnode.
struct SignedAt {
    uint256 timestamp;
    bytes signature;
}

/// @title Oracle consumer that publishes a list
/// @notice Appends an epoch to one list when enough of its signers report the same content, or when the forwarder of a
/// Chainlink network (CRE) delivers a report of the list's workflow. Needs permission to publish in the list.
/// @dev Reports are bound to this contract and chain by the template id, and to their place in the list by `firstPage`.
/// Where an epoch was dropped, its place is free again: then only signatures made since it was published count, and
/// Chainlink's forwarder delivers no report twice. So none can be replayed.
contract EpochOracle {
    /// @notice The maximum age of a signature, in seconds.
    uint256 public constant MAX_AGE = 1 hours;

    /// @dev Chainlink's metadata, packed: workflow id (32 bytes), name (10), owner (20), report id (2).
    uint256 private constant METADATA_LENGTH = 64;
    bytes4 private constant ERC165 = 0x01ffc9a7;

    /// @notice The registry of lists.
    IBlocklists public immutable blocklists;
    /// @notice The list.
    ListId public immutable list;
    /// @notice How many signers must report the same.
    uint256 public immutable threshold;
    /// @notice What Airnodes sign in place of a template's id.
    bytes32 public immutable templateId;
    /// @notice Chainlink's forwarder; the zero address if there is none.
    address public immutable forwarder;
    /// @notice The id of the workflow whose reports are published.
    bytes32 public immutable workflow;

    address[] private _signers;
    /// @dev When content was published last, by its hash.
    mapping(bytes32 dataHash => uint256 time) private _publishedAt;

    /// @notice An epoch was published.
    event Reported(ListId indexed list, uint256 epoch, bytes32 contentHash);

    /// @notice Signers must be strictly ascending addresses, and the threshold between 1 and their number; without
    /// signers, the threshold is 0 and there is a forwarder.
    error InvalidSigners();
    /// @notice There is not one signature for each signer; those that did not sign have an empty one.
    error WrongSignatureCount(uint256 count);
    /// @notice The signature at this index is not of the signer at this index.
    error InvalidSignature(uint256 index);
    /// @notice The signature at this index is older than MAX_AGE, of the future, or not newer than the last epoch with
    /// the same content.
    error StaleSignature(uint256 index, uint256 timestamp);
    /// @notice Fewer signatures than the threshold.
    error TooFewSignatures(uint256 count);
    /// @notice The caller is not the forwarder.
    error NotForwarder(address caller);
    /// @notice The report is of another workflow, or its metadata is too short.
    error WrongWorkflow();
    /// @notice The report is for another contract, chain or list.
    error WrongTemplate(bytes32 template);

    constructor(
        IBlocklists lists,
        ListId target,
        address[] memory signers,
        uint256 least,
        address chainlink,
        bytes32 workflowId
    ) {
        if (least > signers.length || (least == 0 && (signers.length != 0 || chainlink == address(0)))) {
            revert InvalidSigners();
        }
        address before = address(0);
        for (uint256 i = 0; i < signers.length; ++i) {
            if (signers[i] <= before) revert InvalidSigners();
            before = signers[i];
        }
        (blocklists, list, _signers, threshold) = (lists, target, signers, least);
        (forwarder, workflow) = (chainlink, workflowId);
        templateId = keccak256(abi.encode(block.chainid, address(this), target));
    }

    /// @notice Publishes what enough signers have signed. Anyone may call this.
    /// @param data abi.encode(uint256 firstPage, Page[] pages, bytes32 contentHash, string uri).
    /// @param signatures One for each signer, in their order; an empty signature if there is none.
    /// @return epoch The number of the new epoch.
    function publish(bytes calldata data, SignedAt[] calldata signatures) external returns (uint256 epoch) {
        if (signatures.length != _signers.length) revert WrongSignatureCount(signatures.length);
        uint256 since = _publishedAt[keccak256(data)];
        uint256 count = 0;
        for (uint256 i = 0; i < signatures.length; ++i) {
            if (signatures[i].signature.length == 0) continue;
            _requireSigned(data, signatures[i], i, since);
            ++count;
        }
        if (count < threshold || threshold == 0) revert TooFewSignatures(count);
        return _append(data);
    }

    /// @notice Publishes a report that Chainlink's forwarder delivers; the network's nodes have signed it.
    /// @param metadata Chainlink's: of the workflow.
    /// @param report abi.encode(bytes32 templateId, bytes data), the data as for `publish`.
    function onReport(bytes calldata metadata, bytes calldata report) external {
        if (msg.sender != forwarder) revert NotForwarder(msg.sender);
        if (metadata.length < METADATA_LENGTH || bytes32(metadata) != workflow) revert WrongWorkflow();
        (bytes32 template, bytes memory data) = abi.decode(report, (bytes32, bytes));
        if (template != templateId) revert WrongTemplate(template);
        _append(data);
    }

    /// @notice Returns the signers in their order.
    function signersOf() external view returns (address[] memory) {
        return _signers;
    }

    /// @notice Returns whether the contract implements an interface (ERC-165): Chainlink's receiver.
    function supportsInterface(bytes4 id) external pure returns (bool) {
        return id == ERC165 || id == this.onReport.selector;
    }

    function _append(bytes memory data) private returns (uint256 epoch) {
        (uint256 firstPage, Page[] memory pages, bytes32 contentHash, string memory uri) = abi.decode(
            data,
            (uint256, Page[], bytes32, string)
        );
        _publishedAt[keccak256(data)] = block.timestamp;
        epoch = blocklists.append(list, firstPage, pages, contentHash, uri);
        emit Reported(list, epoch, contentHash);
    }

    function _requireSigned(
        bytes calldata data,
        SignedAt calldata signed,
        uint256 index,
        uint256 since
    ) private view {
        uint256 time = signed.timestamp;
        bool isRecent = time <= block.timestamp && block.timestamp - time <= MAX_AGE;
        if (!isRecent || time <= since) revert StaleSignature(index, time);
        bytes32 message = keccak256(abi.encodePacked(templateId, time, data));
        bytes32 digest = MessageHashUtils.toEthSignedMessageHash(message);
        (address signer, , ) = ECDSA.tryRecoverCalldata(digest, signed.signature);
        if (signer != _signers[index]) revert InvalidSignature(index);
    }
}
