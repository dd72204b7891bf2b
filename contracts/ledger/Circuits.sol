// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Admission, Circuit, CircuitStatus, ICircuits, Roles} from "../interfaces/ICircuits.sol";
import {CircuitId} from "../interfaces/Ids.sol";
import {PackedPages} from "../libraries/PackedPage.sol";

/// @title Circuit registry
/// @notice A circuit's verifier never changes, and its status only moves from Active to Paused to Revoked. The guardian
/// can only make fewer proofs count; the owner can make more count, but only after a delay that everyone can see.
abstract contract Circuits is ICircuits {
    /// @notice The shortest delay between a proposal and its admission, in seconds.
    uint64 public constant MIN_DELAY = 2 days;
    /// @notice The page size of powers of tau: their proofs are for whole lists, not for pages.
    uint16 internal constant WHOLE_LISTS = 0;
    /// @dev The circuits that are not revoked are the bits of one word.
    uint256 private constant MAX_CIRCUITS = 256;

    /// @notice The account that may propose circuits; the zero address if there is none.
    address public immutable owner;
    /// @notice The account that may pause or revoke circuits and veto proposals; the zero address if there is none.
    address public immutable guardian;
    /// @notice The time between a proposal and its admission, in seconds.
    uint64 public immutable delay;

    CircuitId[] private _ids;
    mapping(CircuitId circuit => Circuit record) private _circuits;
    mapping(CircuitId circuit => Admission admission) private _proposed;
    mapping(CircuitId circuit => uint256 time) private _admissibleAt;

    /// @dev Bit i is set while the page proofs of the circuit with index i count.
    uint256 private _unrevoked;
    /// @dev Bit i is set while the disjointness proofs of the powers of tau with index i count.
    uint256 private _unrevokedPowers;

    modifier onlyOwner() {
        if (msg.sender != owner) revert NotOwner(msg.sender);
        _;
    }

    constructor(Roles memory roles, Admission[] memory initial) {
        if (roles.owner != address(0) && roles.delay < MIN_DELAY) revert DelayTooShort(roles.delay);
        (owner, delay, guardian) = (roles.owner, roles.delay, roles.guardian);
        for (uint256 i = 0; i < initial.length; ++i) _admit(_checked(initial[i]), initial[i]);
    }

    /// @inheritdoc ICircuits
    function propose(Admission calldata admission) external onlyOwner returns (CircuitId circuit) {
        circuit = _checked(admission);
        _proposed[circuit] = admission;
        _admissibleAt[circuit] = block.timestamp + delay;
        emit CircuitProposed(circuit, admission.verifier, admission.entries, _admissibleAt[circuit]);
    }

    /// @inheritdoc ICircuits
    function withdraw(CircuitId circuit) external {
        if (msg.sender != owner && msg.sender != guardian) revert NotOwner(msg.sender);
        _unpropose(circuit);
        emit CircuitWithdrawn(circuit);
    }

    /// @inheritdoc ICircuits
    function admit(CircuitId circuit) external {
        uint256 time = _admissibleAt[circuit];
        Admission memory admission = _unpropose(circuit);
        if (block.timestamp < time) revert TooEarly(circuit, time);
        _admit(circuit, admission);
    }

    /// @inheritdoc ICircuits
    function pause(CircuitId circuit, string calldata reason) external {
        _lowerStatus(circuit, CircuitStatus.Paused);
        emit CircuitPaused(circuit, reason);
    }

    /// @inheritdoc ICircuits
    function revoke(CircuitId circuit, string calldata reason) external {
        uint256 others = ~(1 << _lowerStatus(circuit, CircuitStatus.Revoked));
        _unrevoked &= others;
        _unrevokedPowers &= others;
        emit CircuitRevoked(circuit, reason);
    }

    /// @inheritdoc ICircuits
    function circuitOf(CircuitId circuit) external view returns (Circuit memory) {
        return _circuits[circuit];
    }

    /// @inheritdoc ICircuits
    function circuits() external view returns (CircuitId[] memory) {
        return _ids;
    }

    /// @inheritdoc ICircuits
    function admissibleAt(CircuitId circuit) external view returns (uint256) {
        return _admissibleAt[circuit];
    }

    /// @dev The circuits whose proofs count, as the bits of a word.
    function _unrevokedCircuits() internal view returns (uint256) {
        return _unrevoked;
    }

    /// @dev Whether the disjointness proofs of the powers of tau with this index count.
    function _arePowersUnrevoked(uint256 index) internal view returns (bool) {
        return (_unrevokedPowers >> index) & 1 != 0;
    }

    /// @dev Returns a circuit that accepts new proofs, or reverts.
    function _activeCircuit(CircuitId circuit) internal view returns (Circuit memory record) {
        record = _circuits[circuit];
        if (record.status == CircuitStatus.Active) return record;
        if (record.status == CircuitStatus.Unknown) revert UnknownCircuit(circuit);
        revert CircuitNotActive(circuit, record.status);
    }

    /// @dev Appends a circuit, whose index is the next bit of the word.
    function _admit(CircuitId circuit, Admission memory admission) private {
        uint256 index = _ids.length;
        if (index == MAX_CIRCUITS) revert TooManyCircuits();
        _ids.push(circuit);
        _circuits[circuit] = Circuit(admission.verifier, admission.entries, uint8(index), CircuitStatus.Active);
        if (admission.entries == WHOLE_LISTS) _unrevokedPowers |= 1 << index;
        else _unrevoked |= 1 << index;
        emit CircuitAdmitted(circuit, admission.verifier, admission.entries, uint8(index));
    }

    function _unpropose(CircuitId circuit) private returns (Admission memory admission) {
        if (_admissibleAt[circuit] == 0) revert NotProposed(circuit);
        admission = _proposed[circuit];
        delete _proposed[circuit];
        delete _admissibleAt[circuit];
    }

    function _lowerStatus(CircuitId circuit, CircuitStatus status) private returns (uint256 index) {
        if (msg.sender != guardian) revert NotGuardian(msg.sender);
        Circuit storage record = _circuits[circuit];
        if (record.status == CircuitStatus.Unknown) revert UnknownCircuit(circuit);
        if (record.status >= status) revert CircuitNotActive(circuit, record.status);
        record.status = status;
        return record.index;
    }

    function _checked(Admission memory admission) private view returns (CircuitId circuit) {
        uint16 entries = admission.entries;
        if (entries != PackedPages.SMALL && entries != PackedPages.LARGE && entries != WHOLE_LISTS) {
            revert InvalidEntries(entries);
        }
        circuit = admission.verifier.circuitId();
        if (_circuits[circuit].status != CircuitStatus.Unknown) revert CircuitExists(circuit);
    }
}
