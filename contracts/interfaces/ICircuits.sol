// SPDX-License-Identifier: MIT
pragma solidity >=0.8.20 <0.9.0;

import {CircuitId} from "./Ids.sol";
import {IVerifier} from "./IVerifier.sol";

/// @notice Whether a circuit's proofs are accepted and counted. A status only ever moves down this list.
enum CircuitStatus {
    /// @notice Never admitted: proofs are not accepted.
    Unknown,
    /// @notice Proofs are accepted.
    Active,
    /// @notice New proofs are not accepted; those accepted before still count. A paused circuit is never resumed.
    Paused,
    /// @notice New proofs are not accepted, and those accepted before no longer count.
    Revoked
}

/// @notice A verifier to admit, and the page size of its circuit.
/// @param verifier The verifier, which computes the circuit id from its key. For powers of tau, an
/// IDisjointnessVerifier.
/// @param entries The number of entries per page: 16 or 256. 0 for powers of tau, whose proofs are for whole lists.
struct Admission {
    IVerifier verifier;
    uint16 entries;
}

/// @notice A circuit that was admitted. Fits in one storage word.
/// @param verifier The verifier of the circuit; never changes.
/// @param entries The number of entries per page: 16 or 256; 0 for powers of tau.
/// @param index The circuit's position in the order of admission, from 0.
/// @param status Whether proofs are accepted and counted.
struct Circuit {
    IVerifier verifier;
    uint16 entries;
    uint8 index;
    CircuitStatus status;
}

/// @notice The accounts that may change which circuits count. Fixed at deployment.
/// @param owner May propose circuits. The zero address means that no circuit is ever added after deployment.
/// @param delay The time between a proposal and its admission, in seconds; at least MIN_DELAY if there is an owner.
/// @param guardian May veto proposals, and pause or revoke circuits. The zero address means that nobody may.
struct Roles {
    address owner;
    uint64 delay;
    address guardian;
}

/// @title Circuit registry
/// @notice The circuits whose proofs a ledger accepts. Circuits are only ever added, and keep their verifier. Powers of
/// tau, for which disjointness proofs are made, are admitted, paused and revoked like circuits.
interface ICircuits {
    /// @notice The owner proposed a circuit. It can be admitted from `admissibleAt` on, in seconds since 1970.
    event CircuitProposed(CircuitId indexed circuit, IVerifier indexed verifier, uint16 entries, uint256 admissibleAt);
    /// @notice The owner withdrew a proposal, or the guardian vetoed it.
    event CircuitWithdrawn(CircuitId indexed circuit);
    /// @notice A circuit was admitted: its proofs are accepted from now on.
    event CircuitAdmitted(CircuitId indexed circuit, IVerifier indexed verifier, uint16 entries, uint8 index);
    /// @notice The guardian paused a circuit: new proofs are no longer accepted.
    event CircuitPaused(CircuitId indexed circuit, string reason);
    /// @notice The guardian revoked a circuit: its accepted proofs no longer count, and new ones are not accepted.
    event CircuitRevoked(CircuitId indexed circuit, string reason);

    /// @notice No circuit with this id was ever admitted.
    error UnknownCircuit(CircuitId circuit);
    /// @notice A circuit with this id was admitted before. It cannot be proposed or admitted again.
    error CircuitExists(CircuitId circuit);
    /// @notice The circuit is paused or revoked, so it accepts no proofs and its status cannot move back.
    error CircuitNotActive(CircuitId circuit, CircuitStatus status);
    /// @notice The page size is neither 16 nor 256, nor 0 for powers of tau.
    error InvalidEntries(uint16 entries);
    /// @notice The ledger already has 256 circuits.
    error TooManyCircuits();
    /// @notice The caller is not the owner of the ledger, or neither owner nor guardian for a withdrawal.
    error NotOwner(address caller);
    /// @notice The caller is not the guardian of the ledger.
    error NotGuardian(address caller);
    /// @notice The delay, in seconds, is shorter than MIN_DELAY although there is an owner.
    error DelayTooShort(uint64 delay);
    /// @notice No proposal of this circuit is pending.
    error NotProposed(CircuitId circuit);
    /// @notice The proposal cannot be admitted before `admissibleAt`, in seconds since 1970.
    error TooEarly(CircuitId circuit, uint256 admissibleAt);

    /// @notice Proposes a circuit. Only the owner may call this.
    /// @return circuit The id of the circuit.
    function propose(Admission calldata admission) external returns (CircuitId circuit);

    /// @notice Withdraws a proposal. The owner may call this, and so may the guardian, as a veto.
    function withdraw(CircuitId circuit) external;

    /// @notice Admits a proposed circuit once the delay has passed. Anyone may call this.
    function admit(CircuitId circuit) external;

    /// @notice Stops accepting proofs of a circuit, for good. Only the guardian may call this.
    function pause(CircuitId circuit, string calldata reason) external;

    /// @notice Invalidates what a circuit proved, and stops accepting its proofs. Only the guardian may call this.
    /// @dev Acceptances are stored per circuit, so this costs one write however many there are.
    function revoke(CircuitId circuit, string calldata reason) external;

    /// @notice Returns a circuit by its id. If it was never admitted, its status is Unknown and all else is zero.
    function circuitOf(CircuitId circuit) external view returns (Circuit memory);

    /// @notice Returns the ids of all circuits in the order of admission.
    function circuits() external view returns (CircuitId[] memory);

    /// @notice Returns when a proposal can be admitted, in seconds since 1970, or 0 if none is pending.
    function admissibleAt(CircuitId circuit) external view returns (uint256);
}
