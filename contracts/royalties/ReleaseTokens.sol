// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IERC2981} from "@openzeppelin/contracts/interfaces/IERC2981.sol";
import {Clones} from "@openzeppelin/contracts/proxy/Clones.sol";
import {ERC721} from "@openzeppelin/contracts/token/ERC721/ERC721.sol";
import {Base64} from "@openzeppelin/contracts/utils/Base64.sol";
import {Strings} from "@openzeppelin/contracts/utils/Strings.sol";
import {IERC165} from "@openzeppelin/contracts/utils/introspection/IERC165.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {ReleaseId} from "../interfaces/Ids.sol";
import {IReleaseTokens, Licensor, RoyaltyTerms} from "../interfaces/IReleaseTokens.sol";
import {IReleases, Release} from "../interfaces/IReleases.sol";
import {IRoyaltyAccount, Payee} from "../interfaces/IRoyaltyAccount.sol";
import {RoyaltyAccount} from "./RoyaltyAccount.sol";

/// @title Releases as tokens
/// @notice ERC-721 with ERC-2981: the receiver of a token's royalties is its royalty account, which splits them.
contract ReleaseTokens is ERC721, IERC2981, IReleaseTokens {
    /// @dev A release is minted if it has an account.
    struct Token {
        address payable account;
        uint16 sale;
        uint16 derivatives;
        uint8 depth;
    }

    /// @notice The maximum number of data licensors of a release.
    uint256 public constant MAX_LICENSORS = 64;
    /// @notice The maximum number of accounts that a payment passes through.
    uint256 public constant MAX_DEPTH = 10;

    uint256 private constant WHOLE = 10_000;

    /// @inheritdoc IReleaseTokens
    IReleases public immutable releases;

    address private immutable _accountCode;

    mapping(ReleaseId release => Token token) private _tokens;

    constructor(IReleases registry) ERC721("Disjoint releases", "DISJOINT") {
        releases = registry;
        _accountCode = address(new RoyaltyAccount());
    }

    /// @inheritdoc IReleaseTokens
    function mint(ReleaseId release, RoyaltyTerms calldata terms) external returns (IRoyaltyAccount account) {
        if (releases.vendorOf(release) != msg.sender) revert IReleases.NotVendor(release, msg.sender);
        if (_tokens[release].account != address(0)) revert AlreadyMinted(release);
        if (terms.sale > WHOLE) revert ShareExceedsWhole(terms.sale);
        if (terms.derivatives > WHOLE) revert ShareExceedsWhole(terms.derivatives);
        (Payee[] memory payees, uint256 depth) = _payeesOf(release, terms);
        account = IRoyaltyAccount(Clones.cloneDeterministic(_accountCode, ReleaseId.unwrap(release)));
        account.initialize(payees);
        _tokens[release] = Token(payable(address(account)), terms.sale, terms.derivatives, uint8(depth));
        _mint(msg.sender, uint256(ReleaseId.unwrap(release)));
        emit Minted(release, msg.sender, account, terms);
    }

    /// @inheritdoc IERC2981
    function royaltyInfo(uint256 tokenId, uint256 salePrice) external view returns (address, uint256) {
        Token storage token = _tokens[ReleaseId.wrap(bytes32(tokenId))];
        return (token.account, Math.mulDiv(salePrice, token.sale, WHOLE));
    }

    /// @inheritdoc IReleaseTokens
    function accountOf(ReleaseId release) external view returns (IRoyaltyAccount) {
        return IRoyaltyAccount(_tokens[release].account);
    }

    /// @inheritdoc IReleaseTokens
    function derivativesShareOf(ReleaseId release) external view returns (uint256) {
        return _tokens[release].derivatives;
    }

    /// @inheritdoc IReleaseTokens
    function depthOf(ReleaseId release) external view returns (uint256) {
        return _tokens[release].depth;
    }

    /// @notice Returns the release's metadata as JSON in a data URI, from what the registry has.
    function tokenURI(uint256 tokenId) public view override returns (string memory) {
        _requireOwned(tokenId);
        Release memory content = releases.releaseOf(ReleaseId.wrap(bytes32(tokenId)));
        bytes memory json = abi.encodePacked(
            "{\"name\":\"",
            Strings.escapeJSON(string.concat(content.model, " ", content.version)),
            "\",\"description\":\"Release ",
            Strings.toHexString(tokenId, 32),
            ", weights sha256:",
            Strings.toHexString(uint256(content.weights), 32),
            "\",\"external_url\":\"",
            Strings.escapeJSON(content.terms),
            "\"}"
        );
        return string.concat("data:application/json;base64,", Base64.encode(json));
    }

    /// @inheritdoc IERC165
    function supportsInterface(bytes4 id) public view override(ERC721, IERC165) returns (bool) {
        return id == type(IERC2981).interfaceId || super.supportsInterface(id);
    }

    /// @dev The accounts of minted parents, each once, then licensors, then the vendor with the rest.
    function _payeesOf(
        ReleaseId release,
        RoyaltyTerms calldata terms
    ) private view returns (Payee[] memory payees, uint256 depth) {
        Release memory content = releases.releaseOf(release);
        payees = new Payee[](content.parents.length + terms.licensors.length + 1);
        uint256 count;
        (count, depth) = _addParents(payees, content.parents);
        if (depth > MAX_DEPTH) revert TooDeep(release);
        count = _addLicensors(payees, count, release, content.shards, terms.licensors);
        uint256 sum = 0;
        for (uint256 i = 0; i < count; ++i) sum += payees[i].share;
        // More than the whole is refused by the account.
        if (sum < WHOLE) {
            payees[count] = Payee(terms.vendor, uint16(WHOLE - sum));
            ++count;
        }
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            mstore(payees, count)
        }
    }

    function _addParents(
        Payee[] memory payees,
        ReleaseId[] memory parents
    ) private view returns (uint256 count, uint256 depth) {
        depth = 1;
        for (uint256 i = 0; i < parents.length; ++i) {
            Token storage parent = _tokens[parents[i]];
            if (parent.derivatives == 0 || _contains(payees, count, parent.account)) continue;
            payees[count] = Payee(parent.account, parent.derivatives);
            ++count;
            depth = Math.max(depth, uint256(parent.depth) + 1);
        }
    }

    function _addLicensors(
        Payee[] memory payees,
        uint256 count,
        ReleaseId release,
        uint256[] memory shards,
        Licensor[] calldata licensors
    ) private pure returns (uint256) {
        if (licensors.length > MAX_LICENSORS) revert TooManyLicensors(licensors.length);
        for (uint256 i = 0; i < licensors.length; ++i) {
            if (!_contains(shards, licensors[i].shard)) revert NotAShard(release, licensors[i].shard);
            payees[count + i] = Payee(licensors[i].account, licensors[i].share);
        }
        return count + licensors.length;
    }

    function _contains(Payee[] memory payees, uint256 count, address account) private pure returns (bool) {
        for (uint256 i = 0; i < count; ++i) {
            if (payees[i].account == account) return true;
        }
        return false;
    }

    function _contains(uint256[] memory shards, uint256 shard) private pure returns (bool) {
        for (uint256 i = 0; i < shards.length; ++i) {
            if (shards[i] == shard) return true;
        }
        return false;
    }
}
