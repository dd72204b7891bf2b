// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IERC2981} from "@openzeppelin/contracts/interfaces/IERC2981.sol";
import {IERC721Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";
import {IERC721Metadata} from "@openzeppelin/contracts/token/ERC721/extensions/IERC721Metadata.sol";
import {ERC721Holder} from "@openzeppelin/contracts/token/ERC721/utils/ERC721Holder.sol";
import {Base64} from "@openzeppelin/contracts/utils/Base64.sol";
import {IERC165} from "@openzeppelin/contracts/utils/introspection/IERC165.sol";
import {ERC165Checker} from "@openzeppelin/contracts/utils/introspection/ERC165Checker.sol";
import {ReleaseId} from "../../contracts/interfaces/Ids.sol";
import {IReleaseTokens, Licensor, RoyaltyTerms} from "../../contracts/interfaces/IReleaseTokens.sol";
import {IReleases, Release} from "../../contracts/interfaces/IReleases.sol";
import {IRoyaltyAccount, Payee} from "../../contracts/interfaces/IRoyaltyAccount.sol";
import {RoyaltyFixture} from "./support/RoyaltyFixture.sol";

/// Properties of minted releases:
///   only the vendor mints, once, and shares are fixed then
///   parents are paid what they asked for, each once
///   ERC-165, ERC-721 and ERC-2981 hold
contract ReleaseTokensTest is RoyaltyFixture, ERC721Holder {
    function testFuzz_onlyTheVendorMintsAndOnce(address caller) public {
        vm.assume(caller != VENDOR);
        ReleaseId release = register(VENDOR, someRelease(1, none()));
        vm.expectRevert(abi.encodeWithSelector(IReleases.NotVendor.selector, release, caller));
        vm.prank(caller);
        tokens.mint(release, terms(0));
        assertEq(address(tokens.accountOf(release)), address(0));
        IRoyaltyAccount account = mint(release, terms(77));
        assertEq(address(tokens.accountOf(release)), address(account));
        assertEq(address(tokens.releases()), address(releases));
        assertEq(tokens.ownerOf(idOf(release)), VENDOR);
        assertEq(tokens.derivativesShareOf(release), 77);
        assertEq(tokens.depthOf(release), 1);
        vm.expectRevert(abi.encodeWithSelector(IReleaseTokens.AlreadyMinted.selector, release));
        vm.prank(VENDOR);
        tokens.mint(release, terms(0));
    }

    function test_mintingIsInTheLog() public {
        ReleaseId release = register(VENDOR, someRelease(1, none()));
        RoyaltyTerms memory how = termsWith(5, Licensor(1, LICENSOR, 6));
        vm.prank(VENDOR);
        vm.recordLogs();
        IRoyaltyAccount account = tokens.mint(release, how);
        bytes32[] memory topics = vm.getRecordedLogs()[1].topics;
        assertEq(topics[0], IReleaseTokens.Minted.selector);
        assertEq(topics[1], ReleaseId.unwrap(release));
        assertEq(topics[2], bytes32(uint256(uint160(VENDOR))));
        assertEq(account.payees().length, 2);
    }

    function test_unknownReleasesAreNotMinted() public {
        vm.expectRevert(abi.encodeWithSelector(IReleases.UnknownRelease.selector, ReleaseId.wrap("nowhere")));
        tokens.mint(ReleaseId.wrap("nowhere"), terms(0));
    }

    function test_parentsGetWhatTheyAskedForEachOnce() public {
        (ReleaseId first, IRoyaltyAccount ofFirst) = registerAndMint(1, none(), terms(3_000));
        (ReleaseId free, ) = registerAndMint(2, none(), terms(0));
        ReleaseId unminted = register(VENDOR, someRelease(3, none()));
        (ReleaseId last, IRoyaltyAccount ofLast) = registerAndMint(4, one(first), terms(2_000));
        ReleaseId[] memory parents = new ReleaseId[](6);
        (parents[0], parents[1], parents[2]) = (last, free, first);
        (parents[3], parents[4], parents[5]) = (unminted, first, last);
        RoyaltyTerms memory how = termsWith(9, Licensor(1, LICENSOR, 1));
        (ReleaseId child, IRoyaltyAccount account) = registerAndMint(1, parents, how);
        Payee[] memory payees = account.payees();
        assertEq(payees.length, 4);
        same(payees[0], address(ofLast), 2_000);
        same(payees[1], address(ofFirst), 3_000);
        same(payees[2], LICENSOR, 1);
        same(payees[3], PURSE, 4_999);
        assertEq(tokens.depthOf(child), 3);
    }

    function test_sharesAreAtMostTheWhole() public {
        (ReleaseId parent, ) = registerAndMint(1, none(), terms(6_000));
        ReleaseId child = register(VENDOR, someRelease(2, one(parent)));
        vm.expectRevert(abi.encodeWithSelector(IRoyaltyAccount.SharesExceedWhole.selector, 10_001));
        mint(child, termsWith(0, Licensor(2, LICENSOR, 4_001)));
        IRoyaltyAccount account = mint(child, termsWith(10_000, Licensor(2, LICENSOR, 4_000)));
        assertEq(account.payees().length, 2);
        ReleaseId other = register(VENDOR, someRelease(3, none()));
        vm.expectRevert(abi.encodeWithSelector(IReleaseTokens.ShareExceedsWhole.selector, 10_001));
        mint(other, terms(10_001));
        RoyaltyTerms memory how = terms(0);
        how.sale = 10_001;
        vm.expectRevert(abi.encodeWithSelector(IReleaseTokens.ShareExceedsWhole.selector, 10_001));
        mint(other, how);
        how.sale = 10_000;
        mint(other, how);
    }

    function test_payeesAreAccountsWithShares() public {
        ReleaseId release = register(VENDOR, someRelease(1, none()));
        vm.prank(VENDOR);
        (bool success, bytes memory result) = address(this).call(abi.encodeCall(this.mintAndRevert, (release)));
        assertTrue(!success, "mintAndRevert");
        address itself = abi.decode(result, (address));
        Payee[4] memory bad = [
            Payee(address(0), 1),
            Payee(LICENSOR, 0),
            Payee(itself, 1),
            Payee(address(0), 10_000)
        ];
        for (uint256 i = 0; i < 3; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IRoyaltyAccount.InvalidPayee.selector, bad[i]));
            mint(release, termsWith(0, Licensor(1, bad[i].account, bad[i].share)));
        }
        RoyaltyTerms memory how = terms(0);
        how.vendor = address(0);
        vm.expectRevert(abi.encodeWithSelector(IRoyaltyAccount.InvalidPayee.selector, bad[3]));
        mint(release, how);
    }

    /// The address of an account is known before it is there.
    function mintAndRevert(ReleaseId release) external {
        address account = address(mint(release, terms(0)));
        assembly ("memory-safe") {
            mstore(0, account)
            revert(0, 32)
        }
    }

    function test_licensorsAreOfTheReleasesShards() public {
        ReleaseId release = register(VENDOR, someRelease(1, none()));
        vm.expectRevert(abi.encodeWithSelector(IReleaseTokens.NotAShard.selector, release, 2));
        mint(release, termsWith(0, Licensor(2, LICENSOR, 1)));
        RoyaltyTerms memory how = terms(0);
        how.licensors = new Licensor[](65);
        vm.expectRevert(abi.encodeWithSelector(IReleaseTokens.TooManyLicensors.selector, 65));
        mint(release, how);
        how.licensors = new Licensor[](64);
        for (uint256 i = 0; i < 64; ++i) how.licensors[i] = Licensor(1, LICENSOR, 100);
        Payee[] memory payees = mint(release, how).payees();
        assertEq(payees.length, 65);
        same(payees[63], LICENSOR, 100);
        same(payees[64], PURSE, 3_600);
    }

    function test_tenLevelsAndNotMore() public {
        ReleaseId[] memory chain = mintChain(10, 1);
        ReleaseId eleventh = register(VENDOR, someRelease(2, one(chain[9])));
        vm.expectRevert(abi.encodeWithSelector(IReleaseTokens.TooDeep.selector, eleventh));
        mint(eleventh, terms(0));
        assertEq(tokens.MAX_DEPTH(), 10);
        assertEq(tokens.depthOf(chain[9]), 10);
    }

    function test_erc165() public view {
        bytes4[4] memory ids = [
            type(IERC165).interfaceId,
            type(IERC721).interfaceId,
            type(IERC721Metadata).interfaceId,
            type(IERC2981).interfaceId
        ];
        for (uint256 i = 0; i < 4; ++i) {
            assertTrue(ERC165Checker.supportsInterface(address(tokens), ids[i]), "interface");
        }
        assertTrue(ERC165Checker.supportsERC165(address(tokens)), "ERC-165");
        assertTrue(!tokens.supportsInterface(0xffffffff) && !tokens.supportsInterface(0x12345678), "others");
    }

    function testFuzz_erc2981(uint128 price, uint16 sale) public {
        sale = uint16(bound(sale, 0, 10_000));
        ReleaseId release = register(VENDOR, someRelease(1, none()));
        (address receiver, uint256 amount) = tokens.royaltyInfo(idOf(release), price);
        assertEq(receiver, address(0));
        assertEq(amount, 0);
        RoyaltyTerms memory how = terms(0);
        how.sale = sale;
        IRoyaltyAccount account = mint(release, how);
        (receiver, amount) = tokens.royaltyInfo(idOf(release), price);
        assertEq(receiver, address(account));
        assertEq(amount, (uint256(price) * sale) / 10_000);
        (, amount) = tokens.royaltyInfo(idOf(release), type(uint256).max);
        assertTrue(amount <= type(uint256).max, "no overflow");
    }

    /// Transfers, approvals and safe transfers, by the rules of ERC-721. A new owner of the token changes no share.
    function testFuzz_erc721(address to, address operator) public {
        vm.assume(to != address(0) && operator != address(0) && to != VENDOR && operator != VENDOR && operator != to);
        (ReleaseId release, IRoyaltyAccount account) = registerAndMint(1, none(), terms(0));
        uint256 id = idOf(release);
        assertEq(tokens.balanceOf(VENDOR), 1);
        vm.expectRevert(abi.encodeWithSelector(IERC721Errors.ERC721InsufficientApproval.selector, operator, id));
        vm.prank(operator);
        tokens.transferFrom(VENDOR, to, id);
        vm.expectEmit(address(tokens));
        emit IERC721.Approval(VENDOR, operator, id);
        vm.prank(VENDOR);
        tokens.approve(operator, id);
        assertEq(tokens.getApproved(id), operator);
        vm.expectEmit(address(tokens));
        emit IERC721.Transfer(VENDOR, to, id);
        vm.prank(operator);
        tokens.transferFrom(VENDOR, to, id);
        assertEq(tokens.ownerOf(id), to);
        assertEq(tokens.getApproved(id), address(0));
        assertEq(tokens.balanceOf(VENDOR), 0);
        same(account.payees()[0], PURSE, 10_000);
        vm.prank(to);
        tokens.setApprovalForAll(operator, true);
        assertTrue(tokens.isApprovedForAll(to, operator), "operator");
        vm.prank(operator);
        tokens.safeTransferFrom(to, address(this), id);
        assertEq(tokens.ownerOf(id), address(this));
        vm.expectRevert(abi.encodeWithSelector(IERC721Errors.ERC721InvalidReceiver.selector, address(coin)));
        tokens.safeTransferFrom(address(this), address(coin), id, "data");
        vm.expectRevert(abi.encodeWithSelector(IERC721Errors.ERC721InvalidReceiver.selector, address(0)));
        tokens.transferFrom(address(this), address(0), id);
        vm.expectRevert(abi.encodeWithSelector(IERC721Errors.ERC721NonexistentToken.selector, id + 1));
        tokens.ownerOf(id + 1);
    }

    function test_metadataIsWhatTheRegistryHas() public {
        Release memory content = someRelease(1, none());
        (content.model, content.version, content.terms) = ('a "model"', "1", "https://example.org/terms");
        content.weights = bytes32(uint256(0xab));
        ReleaseId release = register(VENDOR, content);
        vm.expectRevert(abi.encodeWithSelector(IERC721Errors.ERC721NonexistentToken.selector, idOf(release)));
        tokens.tokenURI(idOf(release));
        mint(release, terms(0));
        string memory id = hexOf(ReleaseId.unwrap(release));
        string memory json = string.concat(
            '{"name":"a \\"model\\" 1","description":"Release ',
            id,
            ', weights sha256:0x00000000000000000000000000000000000000000000000000000000000000ab",',
            '"external_url":"https://example.org/terms"}'
        );
        string memory expected = string.concat("data:application/json;base64,", Base64.encode(bytes(json)));
        assertEq(keccak256(bytes(tokens.tokenURI(idOf(release)))), keccak256(bytes(expected)));
        assertEq(keccak256(bytes(tokens.name())), keccak256("Disjoint releases"));
        assertEq(keccak256(bytes(tokens.symbol())), keccak256("DISJOINT"));
    }

    function idOf(ReleaseId release) private pure returns (uint256) {
        return uint256(ReleaseId.unwrap(release));
    }

    function hexOf(bytes32 value) private pure returns (string memory) {
        bytes memory digits = new bytes(64);
        for (uint256 i = 0; i < 64; ++i) {
            digits[i] = bytes("0123456789abcdef")[(uint256(value) >> (252 - 4 * i)) & 15];
        }
        return string.concat("0x", string(digits));
    }
}
