// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {CircuitId} from "./Ids.sol";
import {IVerifier} from "./IVerifier.sol";

/// @notice What a circuit's proofs are worth. It only ever goes down the list.
/// @dev Unknown: none are taken. Open: taken. Stopped: no new ones, the accepted ones count. Distrusted: none count.
enum Trust {
    Unknown,
    Open,
    Stopped,
    Distrusted
}

/// @notice A verifier and the page size that its circuit proves.
/// @param entries Entries a page: 16 or 256.
struct Admission {
    IVerifier verifier;
    uint16 entries;
}

/// @notice A circuit that was admitted; fits one storage word.
/// @param index Its place in the order of admission, from 0.
struct Circuit {
    IVerifier verifier;
    uint16 entries;
    uint8 index;
    Trust trust;
}

/// @notice Who may change what, for good.
/// @param owner May propose circuits; the zero address: nobody, the circuits of the deployment are all there will be.
/// @param delay Seconds between a proposal and its admission, at least MIN_DELAY where there is an owner.
/// @param guardian May veto proposals, and stop or distrust circuits, and nothing else; the zero address: nobody.
struct Offices {
    address owner;
    uint64 delay;
    address guardian;
}

/// @title Circuits
/// @notice Those whose proofs a ledger takes: append-only, one verifier each for good.
interface ICircuits {
    /// @notice A circuit may be admitted from a time on, seconds since 1970.
    event CircuitProposed(CircuitId indexed circuit, IVerifier indexed verifier, uint16 entries, uint256 admissibleAt);
    /// @notice A proposal was taken back.
    event CircuitWithdrawn(CircuitId indexed circuit);
    /// @notice Proofs of a circuit are taken from now on.
    event CircuitAdmitted(CircuitId indexed circuit, IVerifier indexed verifier, uint16 entries, uint8 index);
    /// @notice Proofs of a circuit are not taken any more.
    event CircuitStopped(CircuitId indexed circuit, string reason);
    /// @notice What a circuit's proofs have shown does not count any more.
    event CircuitDistrusted(CircuitId indexed circuit, string reason);

    error UnknownCircuit(CircuitId circuit);
    error CircuitExists(CircuitId circuit);
    error CircuitNotOpen(CircuitId circuit, Trust trust);
    error BadEntries(uint16 entries);
    error TooManyCircuits();
    error NotOwner(address caller);
    error NotGuardian(address caller);
    error DelayTooShort(uint64 delay);
    error NotProposed(CircuitId circuit);
    error TooEarly(CircuitId circuit, uint256 admissibleAt);

    /// @notice Announces a circuit. For the owner.
    function propose(Admission calldata admission) external returns (CircuitId circuit);

    /// @notice Takes a proposal back. For the owner, and for the guardian, whose veto it is.
    function withdraw(CircuitId circuit) external;

    /// @notice Admits a proposed circuit after the delay. Anyone may call it.
    function admit(CircuitId circuit) external;

    /// @notice Takes no further proofs of a circuit. For the guardian.
    function stop(CircuitId circuit, string calldata reason) external;

    /// @notice Takes away what a circuit's proofs have shown, and takes no further ones. For the guardian.
    /// @dev Facts are kept apart by circuit, so that this costs one write, however many there are.
    function distrust(CircuitId circuit, string calldata reason) external;

    /// @notice A circuit by its id; its trust is Unknown and the rest zero when it was never admitted.
    function circuitOf(CircuitId circuit) external view returns (Circuit memory);

    /// @notice The ids of all circuits in the order of admission.
    function circuits() external view returns (CircuitId[] memory);

    /// @notice When a proposal may be admitted, seconds since 1970; 0 when there is none.
    function admissibleAt(CircuitId circuit) external view returns (uint256);
}
