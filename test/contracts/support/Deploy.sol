// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Blocklists} from "../../../contracts/Blocklists.sol";
import {Ledger} from "../../../contracts/Ledger.sol";
import {Releases} from "../../../contracts/Releases.sol";
import {DataCommitments} from "../../../contracts/adapters/DataCommitments.sol";
import {EpochOracle} from "../../../contracts/adapters/EpochOracle.sol";
import {RiscZeroVerifier} from "../../../contracts/adapters/RiscZeroVerifier.sol";
import {EasResolver} from "../../../contracts/attestations/EasResolver.sol";
import {VeraxModule} from "../../../contracts/attestations/VeraxModule.sol";
import {Anchors} from "../../../contracts/custody/Anchors.sol";
import {ModelRegistry} from "../../../contracts/examples/ModelRegistry.sol";
import {IBlocklists} from "../../../contracts/interfaces/IBlocklists.sol";
import {Admission, Roles} from "../../../contracts/interfaces/ICircuits.sol";
import {CircuitId, ListId} from "../../../contracts/interfaces/Ids.sol";
import {ILedger} from "../../../contracts/interfaces/ILedger.sol";
import {IReleases} from "../../../contracts/interfaces/IReleases.sol";
import {IVerifier} from "../../../contracts/interfaces/IVerifier.sol";
import {ReleaseTokens} from "../../../contracts/royalties/ReleaseTokens.sol";
import {Terms} from "../../../contracts/royalties/Terms.sol";
import {DisjointnessVerifier} from "../../../contracts/verifiers/DisjointnessVerifier.sol";
import {Groth16Verifier} from "../../../contracts/verifiers/Groth16Verifier.sol";
import {VerifyingKey} from "../../../contracts/verifiers/VerifyingKey.sol";
import {OpenLedger} from "./OpenLedger.sol";
import {Vm} from "./Vm.sol";

/// @notice Deploys the contracts from the bytecode that `npm run build` makes, which is what a deployment uses.
/// With `new`, tests would contain other bytecode: that of a contract compiled with the settings of the tests.
library Deploy {
    Vm private constant vm = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));

    function blocklists() internal returns (Blocklists) {
        return Blocklists(create("contracts/Blocklists.sol:Blocklists", ""));
    }

    function ledger(IBlocklists lists, Roles memory roles, Admission[] memory first) internal returns (Ledger) {
        return Ledger(create("contracts/Ledger.sol:Ledger", abi.encode(lists, roles, first)));
    }

    function openLedger(
        IBlocklists lists,
        Roles memory roles,
        Admission[] memory first
    ) internal returns (OpenLedger) {
        string memory artifact = "test/contracts/support/OpenLedger.sol:OpenLedger";
        return OpenLedger(create(artifact, abi.encode(lists, roles, first)));
    }

    function releases(ILedger proofs) internal returns (Releases) {
        return Releases(create("contracts/Releases.sol:Releases", abi.encode(proofs)));
    }

    function verifier(VerifyingKey memory key) internal returns (Groth16Verifier) {
        return Groth16Verifier(create("contracts/verifiers/Groth16Verifier.sol:Groth16Verifier", abi.encode(key)));
    }

    function disjointnessVerifier(CircuitId powers) internal returns (DisjointnessVerifier) {
        string memory artifact = "contracts/verifiers/DisjointnessVerifier.sol:DisjointnessVerifier";
        return DisjointnessVerifier(create(artifact, abi.encode(powers)));
    }

    function easResolver(address service, IReleases registry) internal returns (EasResolver) {
        return EasResolver(create("contracts/attestations/EasResolver.sol:EasResolver", abi.encode(service, registry)));
    }

    function veraxModule(IReleases registry) internal returns (VeraxModule) {
        return VeraxModule(create("contracts/attestations/VeraxModule.sol:VeraxModule", abi.encode(registry)));
    }

    function anchors(IReleases registry) internal returns (Anchors) {
        return Anchors(create("contracts/custody/Anchors.sol:Anchors", abi.encode(registry)));
    }

    function releaseTokens(IReleases registry) internal returns (ReleaseTokens) {
        return ReleaseTokens(create("contracts/royalties/ReleaseTokens.sol:ReleaseTokens", abi.encode(registry)));
    }

    function terms(IReleases registry) internal returns (Terms) {
        return Terms(create("contracts/royalties/Terms.sol:Terms", abi.encode(registry)));
    }

    function riscZeroVerifier(IVerifier proofs, address guardian) internal returns (RiscZeroVerifier) {
        string memory artifact = "contracts/adapters/RiscZeroVerifier.sol:RiscZeroVerifier";
        return RiscZeroVerifier(create(artifact, abi.encode(proofs, guardian)));
    }

    /// @param arguments abi.encode of the constructor's.
    function epochOracle(bytes memory arguments) internal returns (EpochOracle) {
        return EpochOracle(create("contracts/adapters/EpochOracle.sol:EpochOracle", arguments));
    }

    function dataCommitments(IReleases registry) internal returns (DataCommitments) {
        string memory artifact = "contracts/adapters/DataCommitments.sol:DataCommitments";
        return DataCommitments(create(artifact, abi.encode(registry)));
    }

    function modelRegistry(IReleases registry, ListId list, uint256 pages) internal returns (ModelRegistry) {
        string memory artifact = "contracts/examples/ModelRegistry.sol:ModelRegistry";
        return ModelRegistry(create(artifact, abi.encode(registry, list, pages)));
    }

    /// Reverts with the constructor's own reason, as `new` does.
    function create(string memory artifact, bytes memory arguments) private returns (address made) {
        bytes memory code = bytes.concat(vm.getCode(artifact), arguments);
        assembly ("memory-safe") {
            made := create(0, add(code, 0x20), mload(code))
            if iszero(made) {
                let reason := mload(0x40)
                returndatacopy(reason, 0, returndatasize())
                revert(reason, returndatasize())
            }
        }
    }
}
