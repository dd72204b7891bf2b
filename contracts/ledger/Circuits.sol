// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Admission, Circuit, ICircuits, Offices, Trust} from "../interfaces/ICircuits.sol";
import {CircuitId} from "../interfaces/Ids.sol";
import {PackedPages} from "../libraries/PackedPage.sol";

/// @title The circuits whose proofs a ledger takes
/// @notice A circuit's verifier never changes and its trust only falls. The guardian can make the ledger say less,
/// never more; the owner can make it say more only after a delay that everyone sees.
abstract contract Circuits is ICircuits {
    /// @notice The shortest delay an owner can be given, seconds.
    uint64 public constant MIN_DELAY = 2 days;
    /// @dev Trusted circuits are the bits of one word.
    uint256 private constant MAX_CIRCUITS = 256;

    /// @notice Who may propose circuits; the zero address: nobody.
    address public immutable owner;
    /// @notice Who may stop or distrust circuits; the zero address: nobody.
    address public immutable guardian;
    /// @notice Seconds between a proposal and its admission.
    uint64 public immutable delay;

    CircuitId[] private _ids;
    mapping(CircuitId circuit => Circuit record) private _circuits;
    mapping(CircuitId circuit => Admission admission) private _proposed;
    mapping(CircuitId circuit => uint256 time) private _admissibleAt;

    /// @dev Bit i is set while the facts of the circuit with index i count.
    uint256 private _trusted;

    modifier onlyOwner() {
        if (msg.sender != owner) revert NotOwner(msg.sender);
        _;
    }

    constructor(Offices memory offices, Admission[] memory first) {
        if (offices.owner != address(0) && offices.delay < MIN_DELAY) revert DelayTooShort(offices.delay);
        (owner, delay, guardian) = (offices.owner, offices.delay, offices.guardian);
        for (uint256 i = 0; i < first.length; ++i) _admit(_checked(first[i]), first[i]);
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
    function stop(CircuitId circuit, string calldata reason) external {
        _lowerTrust(circuit, Trust.Stopped);
        emit CircuitStopped(circuit, reason);
    }

    /// @inheritdoc ICircuits
    function distrust(CircuitId circuit, string calldata reason) external {
        _trusted &= ~(1 << _lowerTrust(circuit, Trust.Distrusted));
        emit CircuitDistrusted(circuit, reason);
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

    /// @dev The circuits whose facts count, as the bits of a word.
    function _trustedCircuits() internal view returns (uint256) {
        return _trusted;
    }

    /// @dev A circuit that takes new proofs, or an error.
    function _openCircuit(CircuitId circuit) internal view returns (Circuit memory record) {
        record = _circuits[circuit];
        if (record.trust == Trust.Open) return record;
        if (record.trust == Trust.Unknown) revert UnknownCircuit(circuit);
        revert CircuitNotOpen(circuit, record.trust);
    }

    function _admit(CircuitId circuit, Admission memory admission) private {
        uint256 index = _ids.length;
        if (index == MAX_CIRCUITS) revert TooManyCircuits();
        _ids.push(circuit);
        _circuits[circuit] = Circuit(admission.verifier, admission.entries, uint8(index), Trust.Open);
        _trusted |= 1 << index;
        emit CircuitAdmitted(circuit, admission.verifier, admission.entries, uint8(index));
    }

    function _unpropose(CircuitId circuit) private returns (Admission memory admission) {
        if (_admissibleAt[circuit] == 0) revert NotProposed(circuit);
        admission = _proposed[circuit];
        delete _proposed[circuit];
        delete _admissibleAt[circuit];
    }

    function _lowerTrust(CircuitId circuit, Trust trust) private returns (uint256 index) {
        if (msg.sender != guardian) revert NotGuardian(msg.sender);
        Circuit storage record = _circuits[circuit];
        if (record.trust == Trust.Unknown) revert UnknownCircuit(circuit);
        if (record.trust >= trust) revert CircuitNotOpen(circuit, record.trust);
        record.trust = trust;
        return record.index;
    }

    function _checked(Admission memory admission) private view returns (CircuitId circuit) {
        uint16 entries = admission.entries;
        if (entries != PackedPages.SMALL && entries != PackedPages.LARGE) revert BadEntries(entries);
        circuit = admission.verifier.circuitId();
        if (_circuits[circuit].trust != Trust.Unknown) revert CircuitExists(circuit);
    }
}
